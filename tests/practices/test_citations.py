"""References of a sheet, read back by the libraries that reference managers are made with."""

import json
import re
from pathlib import Path

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import RemoveEnclosingMiddleware

from practices import content
from practices.citations import bibtex, plain, ris
from practices.domain.absence import withdraw_practice
from practices.domain.imports import import_row, read_row
from practices.linked_data import absolute
from practices.models import PracticeRecord, PublicPractice

from .factories import SHORT_SHEET, make_user

pytestmark = pytest.mark.usefixtures("reference_data")

FULL = json.loads(Path("tests/practices/full_sheet.json").read_text(encoding="utf-8"))
HOSTILE = [
    'Faire 100 % & "plus" : {le} $prix_ #1 ~ \\fin ^ @misc{a, title={b}}',
    "{{{", "}", "a}\n  title = {autre", "ER  - \r\nTY  - BOOK", "Œuvre « à deux », l’été\u2028suite\x85fin", "%", "\\", "AU  - Un autre",
]  # fmt: skip
TEX = {
    r"{\textbackslash}": "\\",
    r"{\textbraceleft}": "{",
    r"{\textbraceright}": "}",
    r"{\textasciitilde}": "~",
    r"{\textasciicircum}": "^",
}


@pytest.fixture
def published(reference_data):
    """`published(**changes)` publishes the full sheet and gives its public object as it leaves the site."""

    def run(values=FULL, **changes):
        lookup = content.Lookup()
        row, faults = read_row(values | changes, publish=True, lookup=lookup)
        assert faults == []
        record, _created = import_row(row, owner=make_user(), publish=True, is_demo=False, lookup=lookup)
        return absolute(PublicPractice.objects.get(identifier=record.identifier).data)

    return run


@pytest.fixture
def full(published):
    return published() | {"published_at": "2025-12-31T23:30:00Z", "updated_at": "2026-03-02T08:00:00Z"}


def parsed_bibtex(text):
    library = bibtexparser.parse_string(text, parse_stack=[RemoveEnclosingMiddleware()])
    assert library.failed_blocks == []
    return library.entries


def untex(text):
    """What a reader of TeX sees."""
    commands = re.compile("|".join(map(re.escape, TEX)) + r"|\\([&%$#_])")
    return commands.sub(lambda found: found[1] or TEX[found[0]], text)


def one_line(text):
    return " ".join(re.split(r"[ \n\r\x85\u2028]+", text))


def test_a_reference_in_words_follows_french_typography(full):
    assert plain(full | {"title": "Et si on s'y mettait ?"}) == (
        "Équipe du secteur sud (2026). Et si on s’y mettait\u202f? "
        f"Observatoire des pratiques, fiche {full['id']}. http://127.0.0.1:8000/p/{full['id']}/"
    )


def test_the_organisation_signs_when_nobody_does(published):
    short = published(SHORT_SHEET, external_id="essai-court")
    assert plain(short).startswith("Centre social des Tilleuls (")
    assert rispy.loads(ris(short))[0]["authors"] == ["Centre social des Tilleuls"]
    assert parsed_bibtex(bibtex(short))[0]["author"] == "{Centre social des Tilleuls}"


def test_every_part_of_a_reference_is_read_back_from_ris(full):
    assert rispy.loads(ris(full)) == [
        {
            "type_of_reference": "ELEC",
            "id": full["id"],
            "authors": ["Équipe du secteur sud"],
            "title": "La cuisine du rez-de-chaussée",
            "secondary_title": "Observatoire des pratiques",
            "publisher": "CCAS de Beauvais",
            "year": "2026",
            "date": "2026/01/01",
            "language": "fr",
            "abstract": FULL["summary"],
            "keywords": ["Vie de quartier et habitants", "Lutte contre l'isolement", "cuisine", "rez-de-chaussée"],
            "urls": [f"http://127.0.0.1:8000/p/{full['id']}/"],
            "notes": [
                f"Fiche {full['id']}, mise à jour le 2\u00a0mars 2026",
                "Licence\u00a0: https://creativecommons.org/licenses/by-sa/4.0/",
            ],
        }
    ]


def test_every_part_of_a_reference_is_read_back_from_bibtex(full):
    [entry] = parsed_bibtex(bibtex(full))
    assert (entry.entry_type, entry.key) == ("online", full["id"])
    assert {key: untex(field.value) for key, field in entry.fields_dict.items()} == {
        "author": "{Équipe du secteur sud}",
        "title": "{La cuisine du rez-de-chaussée}",
        "year": "2026",
        "date": "2026-01-01",
        "organization": "Observatoire des pratiques",
        "publisher": "CCAS de Beauvais",
        "url": f"http://127.0.0.1:8000/p/{full['id']}/",
        "langid": "french",
        "language": "fr",
        "copyright": "CC-BY-SA-4.0",
        "keywords": "Vie de quartier et habitants, Lutte contre l'isolement, cuisine, rez-de-chaussée",
        "abstract": FULL["summary"],
        "note": (f"Fiche {full['id']}, mise à jour le 2\u00a0mars 2026. Licence\u00a0: https://creativecommons.org/licenses/by-sa/4.0/"),
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_read_back_as_it_was_written(full, text):
    signed = [{"name": name, "role": ""} for name in (text, "A and B")]
    sheet = full | {"title": text, "summary": text, "keywords": [text], "authors": signed}
    whole = bibtex(sheet) + bibtex(full | {"id": "op-00000000"})
    first, second = parsed_bibtex(whole)
    assert [untex(first[key]) for key in ("title", "abstract")] == [f"{{{one_line(text)}}}", one_line(text)]
    assert untex(first["author"]) == f"{{{one_line(text)}}} and {{A and B}}"
    assert second["title"] == "{La cuisine du rez-de-chaussée}"
    read, other = rispy.loads(ris(sheet) + ris(full))
    assert (read["title"], read["abstract"], read["keywords"][-1]) == (one_line(text),) * 3
    assert read["authors"] == [one_line(text), "A and B"]
    assert other["title"] == "La cuisine du rez-de-chaussée"


def test_a_comma_does_not_part_a_keyword(full):
    [entry] = parsed_bibtex(bibtex(full | {"keywords": ["thé, café", "cour"], "themes": []}))
    assert entry["keywords"] == "Vie de quartier et habitants, {thé, café}, cour"


@pytest.mark.parametrize(("extension", "kind"), [("bib", "application/x-bibtex"), ("ris", "application/x-research-info-systems")])
def test_a_reference_is_a_file_beside_its_sheet(client, published, extension, kind):
    data = published()
    practice = PublicPractice.objects.get()
    address = f"{practice.get_absolute_url()}citation.{extension}"
    response = client.get(address)
    assert response.headers["Content-Type"] == f"{kind}; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{practice.slug}.{extension}"'
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.content.decode() == (bibtex(data) if extension == "bib" else ris(data))
    assert client.get(address, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_a_reference_costs_two_queries(client, published, django_assert_num_queries):
    published()
    address = PublicPractice.objects.get().get_absolute_url()
    with django_assert_num_queries(2):
        client.get(f"{address}citation.bib")


@pytest.mark.parametrize("extension", ["bib", "ris"])
def test_a_reference_follows_its_sheet_elsewhere_and_goes_with_it(client, published, extension):
    published()
    record, practice = PracticeRecord.objects.get(), PublicPractice.objects.get()
    old = f"/pratiques/bretagne/{practice.slug}/citation.{extension}"
    response = client.get(old)
    assert (response.status_code, response.url) == (301, f"{practice.get_absolute_url()}citation.{extension}")
    withdraw_practice(page_id=record.pk, by=record.page.owner)
    assert client.get(old).status_code == 410
    assert client.get(f"/pratiques/bretagne/autre/citation.{extension}").status_code == 404
