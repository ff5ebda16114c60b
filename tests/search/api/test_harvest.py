"""`cursor`: a harvester reads every sheet, however many, each once."""

import pytest

from tests.search.api.conftest import faults


def harvest(get, address, between=lambda: None):
    """Pages of a whole harvest, until its end."""
    cursor, pages = "*", []
    while cursor:
        body = get(f"{address}&cursor={cursor}").json()
        pages.append(body)
        cursor = body["next_cursor"]
        between()
    return pages


def identifiers(pages):
    return [sheet["id"] for body in pages for sheet in body["results"]]


def test_every_sheet_is_given_once_page_after_page(get, practices):
    made = practices(*({"title": f"Fiche {number}"} for number in range(25)))
    pages = harvest(get, "practices?par_page=10")
    assert identifiers(pages) == sorted(practice.identifier for practice in made)
    assert [(len(body["results"]), body["count"], body["page"], body["pages"]) for body in pages] == [
        (10, 25, 1, 3),
        (10, 25, 1, 3),
        (5, 25, 1, 3),
    ]
    assert [bool(body["facets"]) for body in pages] == [True, False, False]
    assert list(pages[0]) == ["count", "page", "pages", "took_ms", "degraded", "suggestion", "results", "facets", "next_cursor"]


def test_what_is_published_meanwhile_makes_no_sheet_missing(get, practices):
    before = {practice.identifier for practice in practices(*({} for _number in range(25)))}
    found = identifiers(harvest(get, "practices?par_page=10&tri=recent", between=lambda: practices({})))
    assert before - set(found) == set()
    assert len(found) == len(set(found))


def test_a_search_is_harvested_like_any_other(get, practices):
    practices(*({"title": f"Le jardin {number}", "mode": "community"} for number in range(12)), {"title": "Autre chose"})
    pages = harvest(get, "practices?q=jardin&mode=community&par_page=10")
    assert len(identifiers(pages)) == 12
    assert {tuple(sheet["highlights"]) for body in pages for sheet in body["results"]} == {("title",)}


def test_the_end_is_said(get, practices):
    practices({})
    assert get("practices?cursor=*").json()["next_cursor"] is None
    assert get("practices?mode=community&cursor=*").json()["next_cursor"] is None


@pytest.mark.parametrize("cursor", ["x", "**", "W3si:1:2", "é" * 600, "%ff", "-1"])
def test_what_is_no_cursor_is_refused(get, index, cursor):
    response = get(f"practices?cursor={cursor}")
    assert (response.status_code, [field for field, _value in faults(response)]) == (422, ["cursor"])


def test_a_cursor_is_good_for_its_search_only(get, practices):
    practices(*({} for _number in range(12)))
    cursor = get("practices?par_page=10&cursor=*").json()["next_cursor"]
    assert get(f"practices?par_page=50&cursor={cursor}").status_code == 200
    response = get(f"practices?par_page=10&q=jardin&cursor={cursor}")
    assert (response.status_code, faults(response)) == (422, [("cursor", cursor)])


def test_a_page_of_a_harvest_that_has_not_changed_is_not_sent_again(get, practices):
    practices(*({} for _number in range(12)))
    tag = get("practices?par_page=10&cursor=*")["ETag"]
    assert get("practices?par_page=10&cursor=*", if_none_match=tag).status_code == 304


def test_a_harvest_costs_no_query(get, practices, warm, django_assert_num_queries):
    practices(*({} for _number in range(12)))
    get("themes")
    with django_assert_num_queries(0):
        assert len(harvest(get, "practices?par_page=10")) == 2
