"""Filters on effects, barriers and facilitators: they hold together within one row, and what is counted is sheets."""

import pytest
from django.http import QueryDict

from search import fallback
from search.params import parse
from search.queries import find
from search.vocabulary import Vocabulary
from tests.search.conftest import titles


def barrier(nature, viewpoint, intensity=2, outcome="lifted"):
    return {"nature": nature, "viewpoint": viewpoint, "intensity": intensity, "outcome": outcome, "description": ""}


def effect(dimension, direction, **cells):
    return {"level": "group", "dimension": dimension, "direction": direction, "reported_by": "partners", "evidence": "narrative", **cells}


ONE_ROW = {"title": "Une ligne", "barriers": [barrier("funding", "directors", 4), barrier("training", "partners", 1)]}
TWO_ROWS = {"title": "Deux lignes", "barriers": [barrier("funding", "partners", 2), barrier("training", "directors", 3)]}
EFFECTS = {
    "title": "Des effets",
    "effects": [effect("health", "favourable"), effect("health", "none"), effect("social_ties", "mixed")],
    "facilitators": [{"nature": "training", "viewpoint": "partners", "description": "", "decisive": True}],
}


@pytest.fixture(params=["engine", "fallback"])
def ask(request, practices):
    """The same questions to Elasticsearch and to PostgreSQL."""
    practices(ONE_ROW, TWO_ROWS, EFFECTS)

    def run(address):
        params = parse(QueryDict(address), Vocabulary())
        return find(params) if request.param == "engine" else fallback.find(params)

    return run


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("frein=funding", ["Deux lignes", "Une ligne"]),
        ("frein=funding&point_de_vue=directors", ["Une ligne"]),
        ("frein=funding&frein=training&point_de_vue=directors", ["Deux lignes", "Une ligne"]),
        ("frein=funding&point_de_vue=directors&intensite=4&issue=lifted", ["Une ligne"]),
        ("frein=funding&point_de_vue=directors&intensite=1", []),
        ("FREIN=x&frein=FUNDING&intensite=2", ["Deux lignes"]),
        ("effet=health&sens=none", ["Des effets"]),
        ("effet=social_ties&sens=none", []),
        ("levier=training&levier_vu_par=partners&effet=health", ["Des effets"]),
        ("levier=training&levier_vu_par=directors", []),
        ("levier=training&frein=training", []),
    ],
)
def test_filters_on_one_list_hold_within_one_row(ask, address, expected):
    results = ask(address)
    assert titles(results) == expected
    assert results.count == len(expected)


def test_sheets_are_counted_not_rows(ask):
    counts = ask("").counts
    assert counts["effet"] == {"health": 1, "social_ties": 1}
    assert counts["sens"] == {"favourable": 1, "none": 1, "mixed": 1}
    assert counts["frein"] == {"funding": 2, "training": 2}


def test_a_facet_counts_rows_that_the_others_accept_without_its_own_filter(ask):
    counts = ask("frein=funding&point_de_vue=directors").counts
    assert counts["frein"] == {"funding": 1, "training": 1}
    assert counts["point_de_vue"] == {"directors": 1, "partners": 1}
    assert counts["intensite"] == {"4": 1}
    assert counts["mode"] == {"group": 1}


def test_a_selected_value_without_any_sheet_is_counted_at_zero_and_stays(client, practices):
    practices(ONE_ROW)
    answer = client.get("/api/v1/practices?frein=mobility").json()
    assert [value for value in answer["facets"]["frein"] if value["value"] == "mobility"] == [
        {"value": "mobility", "label": "Mobilité et transports", "count": 0}
    ]


def test_an_unknown_value_is_reported(client, practices):
    practices(ONE_ROW)
    response = client.get("/api/v1/practices?frein=funding&intensite=9")
    assert response.status_code == 422
    assert [(error["field"], error["value"]) for error in response.json()["errors"]] == [("intensite", "9")]
