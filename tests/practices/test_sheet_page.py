"""The page of a sheet: all that is filled, in words, in an order made for reading; nothing private, at the cost of a few queries."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from core.templatetags.core_tags import euros, number, partial_date
from core.typography import french
from practices import content, sheet
from practices.domain.drafts import create_draft
from practices.domain.imports import import_row, read_row
from practices.models import PublicPractice
from practices.public import Sheet
from practices.templatetags.practice_tags import chapters, facing, place_line, told, years

from .factories import SHORT_SHEET, make_user

pytestmark = pytest.mark.usefixtures("reference_data")

FULL = json.loads(Path("tests/practices/full_sheet.json").read_text(encoding="utf-8"))


@pytest.fixture
def publish(reference_data):
    """`publish(values)` makes a live sheet of them and gives its public object."""

    def run(values):
        lookup = content.Lookup()
        row, faults = read_row(values, publish=True, lookup=lookup)
        assert faults == []
        record, _created = import_row(row, owner=None, publish=True, is_demo=False, lookup=lookup)
        return PublicPractice.objects.get(identifier=record.identifier).data

    return run


def words(html):
    """What a reader sees of a page, on one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html.partition("<main")[2].partition("</main>")[0])))


def shown(field, value):
    """A field's value as the page writes it."""
    if field.choices:
        return str(field.choices(value).label)
    match field.kind:
        case "date":
            return partial_date(value)
        case "decimal":
            return euros(value)
        case "number":
            return number(value)
        case "degrees":
            return str(value).replace(".", ",")
    return french(value)


def test_every_public_field_is_on_the_page_in_words(client, publish):
    page = words(client.get(publish(FULL)["url"]).content.decode()).lower()
    raw, _unknown = content.flatten(FULL)
    missing = []
    for field in sheet.FIELDS:
        if not field.public or field.kind in ("image", "documents", "boolean", "theme", "themes", "territories", "reference"):
            continue
        values = raw[field.key] if isinstance(raw[field.key], list) else [raw[field.key]]
        for value in values:
            missing += [
                f"{field.key}: {item}" for one, item in pieces(field, value) if re.sub(r"\s+", " ", shown(one, item)).lower() not in page
            ]
    assert missing == []


def pieces(field, value):
    """A value with its field; of a row, each filled cell with its value."""
    if field.kind != "rows":
        return [(field, value)]
    return [(cell, value[cell.key]) for cell in field.rows.cells if value.get(cell.key) not in ("", None, True, False)]


def test_private_fields_are_nowhere(client, publish):
    html = client.get(publish(FULL)["url"]).content.decode().lower()
    assert [secret for secret in ("canari", "06 98 76 54 32", "contact@") if secret in html] == []


def test_a_page_costs_three_queries_without_an_engine_however_much_it_says(client, publish, django_assert_num_queries):
    for values in (SHORT_SHEET, FULL):
        address = publish(values)["url"]
        client.get(address)
        with django_assert_num_queries(3):
            assert client.get(address).status_code == 200


def test_empty_chapters_are_not_announced(publish):
    assert list(chapters(publish(SHORT_SHEET))) == ["contexte", "objectifs", "publics", "deroulement", "lecons", "citer"]
    assert list(chapters(publish(FULL))) == [
        "contexte",
        "objectifs",
        "publics",
        "deroulement",
        "moyens",
        "effets",
        "evaluation",
        "freins",
        "leviers",
        "lecons",
        "transfert",
        "citer",
    ]


def test_the_plan_leads_to_every_chapter_of_the_page(client, publish):
    html = client.get(publish(FULL)["url"]).content.decode()
    plan = re.findall(r'href="#([a-z]+)"', html.partition('class="plan"')[2].partition("</nav>")[0])
    assert plan == re.findall(r'<section id="([a-z]+)">', html)


def test_what_reviewers_found_is_said_without_a_score(client, publish):
    data = publish(SHORT_SHEET) | {"documents_review": {"5": "yes", "6": "no", "7": "unset", "8": "yes"}}
    PublicPractice.objects.update(data=data)
    said = words(client.get(data["url"]).content.decode()).partition("Ce que cette fiche documente Effets")[2].partition(" Citer")[0]
    assert said.replace("( ", "(") == (
        " dits avec leur preuve (documenté) Freins et désaccords (non documenté) Parole des personnes concernées (non renseigné) "
        "Conditions pour s’en inspirer ailleurs (documenté)"
    )


def test_a_draft_with_nothing_but_a_title_has_a_preview(rf):
    page = create_draft(owner=make_user(), title="Un titre")
    html = render_to_string("practices/sheet.html", {"sheet": Sheet(page, page.record).data, "preview": True}, request=rf.get("/"))
    assert "Aperçu" in html
    assert "noindex" in html


def test_contradictions_about_one_thing_stand_side_by_side():
    rows = [
        {"nature": "workload", "viewpoint": "social_workers"},
        {"nature": "legitimacy", "viewpoint": "persons_concerned"},
        {"nature": "workload", "viewpoint": "team_managers"},
    ]
    assert facing(rows) == [
        {"nature": "workload", "rows": [rows[0], rows[2]], "contested": True},
        {"nature": "legitimacy", "rows": [rows[1]], "contested": False},
    ]


@pytest.mark.parametrize(
    ("status", "start", "end", "shown_as"),
    [
        ("running", "2022-03", "", "depuis 2022"),
        ("ended", "2019", "2021-06", "2019–2021"),
        ("ended", "2020-02-01", "2020-11", "en 2020"),
        ("ended", "2020", "", "en 2020"),
        ("planned", "2027-01", "", "prévue pour 2027"),
        ("suspended", "2018", None, "depuis 2018"),
    ],
)
def test_the_years_of_an_action(status, start, end, shown_as):
    assert years({"status": status, "start_date": start, "end_date": end}) == shown_as


def test_a_place_says_where_it_lies_and_what_its_region_was():
    def place(label, context="", former=()):
        return {"label": label, "context": context, "former_regions": list(former)}

    assert place_line([place("Beauvais", "Oise, Hauts-de-France", ["Picardie"])]) == "Beauvais · Oise (Picardie)"
    assert place_line([place("Rennes", "Ille-et-Vilaine, Bretagne", ["Bretagne"])]) == "Rennes · Ille-et-Vilaine, Bretagne"
    assert (
        place_line([place("Seine-Maritime", "département, Normandie", ["Haute-Normandie"])])
        == "Seine-Maritime · Normandie (Haute-Normandie)"
    )
    assert place_line([place("Québec", "Canada")]) == "Québec · Canada"
    assert place_line([place("Oise"), place("Seine-Maritime")]) == "Oise, Seine-Maritime"
    assert place_line([place(name) for name in "ABCDE"]) == "A, B, C et 2 autres lieux"
    assert place_line([]) == ""


def test_effects_without_success_are_news_too():
    counts = {"effects_count": 2, "effects_without_success": 1, "barriers_count": 3}
    assert told(counts) == "2 effets, dont 1 sans le changement espéré, 3 freins dits"
    assert told(dict.fromkeys(counts, 0)) == ""
