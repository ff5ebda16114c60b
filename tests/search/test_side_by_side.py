"""One page of results: its hits and its numbers are looked for at once, in one request, and say the same."""

from dataclasses import replace

import pytest

from search.queries import find
from tests.platform.exchanges import noted
from tests.search.conftest import params


@pytest.fixture
def gardens(practices):
    return practices(
        {"title": "Un jardin", "theme": "isolement"},
        {"title": "Le jardin d’à côté", "theme": "rsa"},
        {"title": "Jardin d’hiver", "theme": "rsa"},
    )


def lines(address):
    """What the page at this address asks first of the engine: one line that says where, one that says what, for each search."""
    with noted() as exchanges:
        find(params(address), on_shelves=0)
    return exchanges[0].options["body"]


@pytest.mark.parametrize("address", ["theme=rsa", "q=jardin&theme=rsa", "q=jardin isolément&theme=rsa"])
def test_the_numbers_are_those_of_every_hit_whatever_the_page_shows(gardens, address):
    results = find(replace(params(address), par_page=1))
    shown = {value: number for value, number in results.counts["theme"].items() if value in ("rsa", "isolement")}
    assert (len(results.hits), results.count, shown) == (1, 2, {"rsa": 2, "isolement": 1})


def test_hits_are_ranked_without_being_counted_and_numbers_counted_without_being_ranked(gardens):
    hits, numbers = lines("q=jardin&theme=rsa")[1:4:2]
    assert (hits["size"], hits["track_total_hits"], "aggs" in hits) == (20, False, False)
    assert sorted(numbers) == ["aggs", "post_filter", "query", "size", "track_total_hits"]
    assert (numbers["size"], numbers["track_total_hits"], numbers["query"]) == (0, True, hits["query"])


def test_of_several_words_nothing_is_passed_over(gardens):
    assert lines("q=jardin côté")[1]["track_total_hits"] is True


def test_all_searches_of_a_page_and_of_the_next_ones_ask_the_same_copy_of_the_index(gardens):
    first, second, other = (
        {where["preference"] for where in lines(address)[::2] if "preference" in where}
        for address in ("q=jardin", "q=jardin&page=2", "q=côté")
    )
    assert first == second
    assert len(first | other) == 2
