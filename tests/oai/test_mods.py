"""MODS: the whole sheet for catalogues, in words; nothing private."""

import pytest
from lxml import etree

from practices import content, sheet
from practices.domain.imports import import_row, read_row
from practices.models import PublicPractice
from tests.practices.factories import make_user
from tests.practices.test_public_record import FULL

from .rules import MODS

SITE = "https://observatoire.example.org"


@pytest.fixture
def mods(oai):
    """The record of the full sheet, its dates fixed."""
    lookup = content.Lookup()
    row, faults = read_row(FULL, publish=True, lookup=lookup)
    assert faults == []
    import_row(row, owner=make_user(), publish=True, is_demo=False, lookup=lookup)
    practice = PublicPractice.objects.get()
    files = [{"url": "/p/x/documents/1/", "title": "Le carnet", "licence": "etalab-2.0", "sha256": ""}]
    dates = {"published_at": "2026-01-02T10:00:00Z", "updated_at": "2026-03-04T10:00:00Z"}
    practice.data = practice.data | dates | {"documents": files, "adapted_from": "op-00000000"}
    practice.save()
    root = oai(verb="GetRecord", metadataPrefix="mods", identifier=f"oai:observatoire.example.org:{practice.identifier}")
    return root.find(f".//{MODS}mods")


def texts(mods, path):
    return [found.text for found in mods.findall("/".join(f"{MODS}{step}" for step in path.split("/")))]


def test_who_what_when(mods):
    identifier, address = texts(mods, "recordInfo/recordIdentifier")[0], PublicPractice.objects.get().get_absolute_url()
    assert texts(mods, "titleInfo/title") == ["La cuisine du rez-de-chaussée"]
    assert [(found.get("type"), *(part.text for part in found.iter() if part.text)) for found in mods.findall(f"{MODS}name")] == [
        (None, "Équipe du secteur sud", "aut", "polyvalence"),
        ("corporate", "CCAS de Beauvais", "orm"),
    ]
    assert texts(mods, "originInfo/dateIssued") == ["2026-01-02"]
    assert texts(mods, "originInfo/dateModified") == ["2026-03-04"]
    assert texts(mods, "abstract") == [FULL["summary"]]
    assert texts(mods, "identifier") == [f"{SITE}/p/{identifier}/", identifier]
    assert texts(mods, "location/url") == [f"{SITE}{address}", f"{SITE}{address}fiche.json"]
    assert texts(mods, "accessCondition") == ["https://creativecommons.org/licenses/by-sa/4.0/"]


def test_subjects_lead_to_the_vocabularies(mods):
    said = [(found.get("valueURI"), *(part.text for part in found.iter() if part.text)) for found in mods.findall(f"{MODS}subject")]
    assert said == [
        (f"{SITE}/themes/vie-de-quartier/", "Vie de quartier et habitants"),
        (f"{SITE}/themes/isolement/", "Lutte contre l'isolement"),
        (None, "cuisine"),
        (None, "rez-de-chaussée"),
        (f"{SITE}/territoires/com-60057/", "Beauvais"),
        (None, "49.43, 2.08"),
        (None, "2021-03", "2024-06-30"),
    ]


def test_what_belongs_to_it_is_linked(mods):
    related = [(found.get("type"), *(part.text for part in found.iter() if part.text)) for found in mods.findall(f"{MODS}relatedItem")]
    assert related == [
        ("host", "Observatoire des pratiques"),
        ("original", f"{SITE}/p/op-00000000/"),
        ("constituent", "Le carnet", f"{SITE}/p/x/documents/1/", "https://spdx.org/licenses/etalab-2.0.html"),
    ]


def test_all_else_that_is_public_is_in_notes(mods):
    elsewhere = {
        "title",
        "summary",
        "authors",
        "organisation.name",
        "start_date",
        "end_date",
        "point.lat",
        "point.lon",
        "adapted_from",
        "licence",
    }
    elsewhere |= {"main_theme", "themes", "keywords", "territories", "image", "documents"}
    notes = [(found.get("type"), found.get("displayLabel"), found.text) for found in mods.findall(f"{MODS}note")]
    expected = [field.key for field in sheet.FIELDS if field.public and field.key not in elsewhere and field.kind != "boolean"]
    assert list(dict.fromkeys(key for key, _label, _text in notes)) == expected
    assert [text for key, _label, text in notes if key == "professions"] == [
        "Assistant ou assistante de service social (ASS)",
        "Conseiller ou conseillère en économie sociale familiale (CESF)",
    ]
    [(label, text)] = [(label, text) for key, label, text in notes if key == "barriers"]
    assert label == "Freins"
    assert "Budget voté tard." in text.splitlines()[-2]


def test_nothing_private_is_in_it(mods):
    written = etree.tostring(mods, encoding="unicode").lower()
    assert [secret for secret in ("canari", "06 98 76 54 32", "contact@") if secret in written] == []
