"""Walking through every hit: for exports (`each_page`) and by the cursor of the API (`page_after`)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from elasticsearch import ApiError

from search import engine, index
from search.deep import BadCursor, each_page, page_after
from search.facets import BY_PARAMETER
from search.queries import find
from tests.search.conftest import params
from tests.search.factories import FIRST_DAY, change, withdraw


def gardens(number, **fields):
    return [{"title": f"Jardin {index:02}", **fields} for index in range(number)]


@pytest.fixture
def without_engine(settings):
    """PostgreSQL answers."""

    def stop():
        settings.ELASTICSEARCH_URL = []

    return stop


@pytest.fixture(params=["engine", "database"])
def either(request, without_engine, vocabulary):
    """Sheets that the engine, then PostgreSQL, answers for."""
    make = request.getfixturevalue("practices")

    def prepare(*sheets):
        made = make(*sheets)
        if request.param == "database":
            without_engine()
        return made

    return prepare


def whole(address, size=10):
    return [identifier for page in each_page(params(address), size) for identifier in page]


def harvest(address, **changes):
    """Identifiers of each page by the cursor; `changes` are done before the page of that number."""
    pages, cursor = [], "*"
    while cursor:
        changes.get(f"before_{len(pages)}", lambda: None)()
        results, cursor = page_after(params(address), cursor)
        pages.append([hit["id"] for hit in results.hits])
    return pages


@pytest.mark.parametrize("address", ["", "tri=titre", "tri=recent", "q=jardin", "mode=group&theme=isolement", "q=jardin&tri=titre"])
def test_a_walk_gives_what_pages_give_in_their_order(either, address):
    either(*gardens(23), {"title": "Fresque", "mode": "community", "theme": "rsa"})
    expected = find(params(f"{address}&par_page=100"))
    assert whole(address) == [hit["id"] for hit in expected.hits]


def test_pages_of_a_walk_are_of_the_size_asked_for(either):
    either(*gardens(20))
    assert [len(page) for page in each_page(params("q=jardin"), 10)] in ([10, 10], [10, 10, 0])
    assert [len(page) for page in each_page(params("q=introuvable"), 10)] in ([], [0])


def test_a_walk_sees_the_index_as_it_was_when_it_began(practices):
    made = practices(*gardens(25))
    pages = each_page(params("tri=titre"), 10)
    first = next(pages)
    withdraw(made[24])
    practices({"title": "Aaa, le tout premier"}, {"title": "Jardin 15 bis"})
    assert [*first, *(identifier for page in pages for identifier in page)] == [practice.identifier for practice in made]


def open_views(client):
    stats = client.indices.stats(index=engine.alias(), metric="search")
    return stats["_all"]["total"]["search"]["open_contexts"]


def test_a_walk_leaves_no_open_view_behind_finished_or_not(practices, elasticsearch):
    practices(*gardens(25))
    before = open_views(elasticsearch)
    whole("q=jardin")
    unfinished = each_page(params("q=jardin"), 10)
    next(unfinished)
    assert open_views(elasticsearch) == before + 1
    unfinished.close()
    assert open_views(elasticsearch) == before


def test_a_walk_forgives_a_slip_and_goes_on_with_looser_hits_as_the_pages_do(practices):
    practices(*gardens(12, summary="Potager partagé"), {"title": "Cuisine du quartier"}, {"title": "Radio des voisins"})
    for address in ("q=jardim", "q=cuisine+potager"):
        found = find(params(f"{address}&par_page=100"))
        assert found.count
        assert whole(address) == [hit["id"] for hit in found.hits]
        assert sorted(sum(harvest(f"{address}&par_page=10"), [])) == sorted(whole(address))
        results, _cursor = page_after(params(address), "*")
        assert (results.count, results.looser_count, results.suggestion) == (found.count, found.looser_count, found.suggestion)


def test_a_walk_makes_one_database_query_and_fetches_the_rest(practices, without_engine, warm):
    practices(*gardens(25))
    without_engine()
    with CaptureQueriesContext(connection) as queries:
        assert len(whole("q=jardin")) == 25
    assert len(queries) == 1


@pytest.mark.parametrize("tri", ["", "tri=recent", "tri=titre", "tri=pertinence"])
@pytest.mark.parametrize("q", ["", "q=jardin"])
def test_a_harvest_gives_every_hit_once(either, tri, q):
    made = either(*gardens(25))
    pages = harvest(f"{q}&{tri}&par_page=10")
    assert [len(page) for page in pages] == [10, 10, 5]
    assert sorted(sum(pages, [])) == sorted(practice.identifier for practice in made)


@pytest.mark.parametrize("tri", ["recent", "titre", "pertinence"])
def test_sheets_that_sort_alike_are_given_once_too(either, tri):
    """Published in the same second, some more to the point than others, in turn."""
    sheets = [{"title": "Jardin" if number % 2 else "Potager", "summary": "Un jardin.", "published_at": FIRST_DAY} for number in range(25)]
    made = either(*sheets)
    given = sum(harvest(f"q=jardin&tri={tri}&par_page=10"), [])
    assert sorted(given) == [practice.identifier for practice in made]


def test_a_harvest_that_asks_for_no_order_goes_by_identifier_and_counts_all(either):
    made = either(*gardens(20))
    results, cursor = page_after(params("q=jardin&par_page=10"), "*")
    assert [hit["id"] for hit in results.hits] == [practice.identifier for practice in made[:10]]
    assert (results.count, results.hits[0]["title"], results.hits[0]["strict"]) == (20, "Jardin 00", True)
    results, cursor = page_after(params("q=jardin&par_page=10"), cursor)
    assert ([hit["id"] for hit in results.hits], cursor) == ([practice.identifier for practice in made[10:]], None)


def test_the_last_page_says_that_it_is_the_last_even_when_it_is_full(either):
    either(*gardens(20))
    assert [len(page) for page in harvest("par_page=10")] == [10, 10]
    assert harvest("q=introuvable") == [[]]


@pytest.mark.parametrize("address", ["par_page=10", "tri=recent&par_page=10"])
def test_what_is_published_changed_and_withdrawn_meanwhile_makes_nothing_skipped_or_given_twice(practices, address):
    made = practices(*gardens(30))

    def upheaval():
        withdraw(made[0])
        withdraw(made[29])
        change(made[12], title="Tout autre chose")
        practices({"title": "Nouveau jardin"}, {"title": "Aaa"})

    given = sum(harvest(address, before_1=upheaval, before_2=upheaval_of_one(practices)), [])
    lasting = [practice.identifier for practice in made[1:29]]
    assert len(given) == len(set(given))
    assert [identifier for identifier in given if identifier in lasting] == (lasting if "recent" not in address else lasting[::-1])


def upheaval_of_one(practices):
    return lambda: practices({"title": "Encore un jardin"})


@pytest.mark.parametrize("address", ["q=jardin&par_page=10", "tri=recent&par_page=10"])
def test_a_harvest_goes_on_when_the_engine_goes_away_and_comes_back(practices, settings, address):
    made = practices(*gardens(35))
    url = settings.ELASTICSEARCH_URL

    def away():
        settings.ELASTICSEARCH_URL = []

    def back():
        settings.ELASTICSEARCH_URL = url

    given = sum(harvest(address, before_1=away, before_2=back), [])
    assert sorted(given) == [practice.identifier for practice in made]


@pytest.mark.parametrize("tri", ["titre", "pertinence"])
def test_an_order_that_the_other_engine_sorts_otherwise_is_refused_by_it(practices, without_engine, tri):
    practices(*gardens(15))
    address = f"q=jardin&tri={tri}&par_page=10"
    _results, cursor = page_after(params(address), "*")
    without_engine()
    with pytest.raises(BadCursor):
        page_after(params(address), cursor)


@pytest.mark.parametrize("other", ["q=potager", "q=jardin&mode=group", "q=jardin&annee_min=2020", "q=jardin&tri=titre", ""])
def test_a_cursor_of_another_search_is_refused(practices, other):
    practices(*gardens(15))
    _results, cursor = page_after(params("q=jardin&par_page=10"), "*")
    assert page_after(params("q=jardin&par_page=50"), cursor)[0].count == 15
    with pytest.raises(BadCursor, match="autre recherche"):
        page_after(params(other), cursor)


@pytest.mark.parametrize("cursor", ["", "x", "**", ".eJw:x:y", "é:è", "a" * 5000, "\x00", "1:2:3"])
def test_what_is_no_cursor_is_refused(practices, cursor):
    with pytest.raises(BadCursor):
        page_after(params("q=jardin"), cursor)


def test_a_cursor_that_was_tampered_with_is_refused(practices):
    practices(*gardens(15))
    _results, cursor = page_after(params("par_page=10"), "*")
    assert cursor.isascii()
    tampered = cursor.replace(cursor[5], "A" if cursor[5] != "A" else "B", 1)
    with pytest.raises(BadCursor):
        page_after(params("par_page=10"), tampered)


def test_facets_are_counted_on_the_first_page_only(practices, search):
    practices(*gardens(15))
    facets = [BY_PARAMETER["mode"]]
    results, cursor = page_after(params("par_page=10"), "*", facets)
    assert results.counts == {"mode": {"group": 15}}
    assert page_after(params("par_page=10"), cursor, facets)[0].counts == {}


def test_an_engine_that_refuses_leaves_the_walk_to_postgresql(practices, settings):
    made = practices(*gardens(12))
    settings.ELASTICSEARCH_INDEX_PREFIX = "no-such-index"
    assert sorted(whole("q=jardin")) == [practice.identifier for practice in made]
    assert page_after(params("q=jardin"), "*")[0].degraded


def test_an_engine_that_fails_on_the_way_raises(practices, elasticsearch):
    practices(*gardens(25))
    pages = each_page(params(""), 10)
    assert len(next(pages)) == 10
    index.delete(elasticsearch, index.live(elasticsearch))
    with pytest.raises(ApiError):
        next(pages)
