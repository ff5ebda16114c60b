"""What is suggested to somebody who types."""

import re

import pytest

from search import engine
from search.params import SearchParams
from search.suggest import Suggestion, suggest
from tests.search.factories import make_practice


@pytest.fixture(params=["engine", "database"])
def known(request, vocabulary, settings):
    """Makes sheets known to the engine, or to PostgreSQL alone."""
    if request.param == "engine":
        return request.getfixturevalue("practices")
    settings.ELASTICSEARCH_URL = []
    return lambda *sheets: [make_practice(**fields) for fields in sheets]


def labels(text, **options):
    return [(suggestion.kind, suggestion.label) for suggestion in suggest(text, **options)]


def test_each_kind_is_suggested_with_what_tells_it_apart_and_where_it_leads(known):
    [practice] = known(
        {"title": "Picardie, terre d’entraide", "organisation": {"name": "Picardie solidaire", "type": "association"}},
    )
    assert suggest("PICARDIÉ") == [
        Suggestion("territory", "Picardie", "ancienne région", "/pratiques/?territoire=anc-22"),
        Suggestion("organisation", "Picardie solidaire", "Association", "/pratiques/?q=structure%3A%22Picardie+solidaire%22"),
        Suggestion("title", "Picardie, terre d’entraide", "Oise", practice.get_absolute_url()),
    ]
    assert suggest("isol") == [
        Suggestion("theme", "Lutte contre l'isolement", "Lien social et vie locale", "/pratiques/?theme=isolement"),
    ]


@pytest.mark.parametrize("typed", ["l’été au j", "ETE JARD", "jardin d'ete"])
def test_the_last_word_may_be_begun_and_accents_capitals_and_elision_do_not_matter(known, typed):
    known({"title": "L’été au jardin"}, {"title": "L’hiver au jardin"})
    assert labels(typed) == [("title", "L’été au jardin")]


def test_a_title_that_begins_so_comes_before_one_that_holds_the_word(practices):
    practices({"title": "Du jardin au jardin"}, {"title": "Le jardin"})
    assert [label for _kind, label in labels("jard")] == ["Le jardin", "Du jardin au jardin"]


def test_an_organisation_is_suggested_once_and_the_one_with_most_sheets_first(practices):
    two, one = {"name": "CCAS de Creil", "type": "ccas"}, {"name": "CCAS de Lille", "type": "ccas"}
    practices({"organisation": one}, {"organisation": two}, {"organisation": two})
    assert labels("ccas") == [("organisation", "CCAS de Creil"), ("organisation", "CCAS de Lille")]


def test_no_kind_fills_the_list_while_another_waits(known):
    known(*({"title": f"Lien {number}", "organisation": {"name": f"Lien et {number}", "type": "other"}} for number in range(9)))
    assert [kind for kind, _label in labels("lien", limit=8)] == ["theme"] * 3 + ["organisation"] * 3 + ["title"] * 2
    assert len(labels("lien", limit=3)) == 3


def test_filters_stay_and_words_go_when_a_theme_is_chosen(index):
    within = SearchParams(q="jardin", filters={"mode": ("group",), "theme": ("rsa",)})
    assert [suggestion.url for suggestion in suggest("isol", within=within)] == ["/pratiques/?mode=group&theme=isolement"]


@pytest.mark.parametrize("typed", ["", "a", "'", "\x00", "x" * 101, '"', "*", "a*b:c\\", "𝕏 < & |", "de la"])
def test_any_text_is_answered(known, typed):
    known({"title": "Le jardin"})
    assert suggest(typed) == []


def test_suggestions_cost_two_queries_and_one_request(practices, warm, django_assert_num_queries, requests_to_engine):
    practices(*({"title": f"Jardin {number}"} for number in range(3)))
    requests_to_engine.clear()
    with django_assert_num_queries(2):
        assert len(suggest("jardin")) == 3
    assert len(requests_to_engine) == 1


def test_without_an_engine_suggestions_cost_three_queries(vocabulary, settings, django_assert_num_queries):
    settings.ELASTICSEARCH_URL = []
    for number in range(3):
        make_practice(f"Jardin {number}")
    with django_assert_num_queries(3):
        assert len(suggest("jardin")) == 3
    assert not engine.is_configured()


def test_the_search_box_is_answered_in_words_with_the_filters_around_it_kept(client, practices):
    [practice] = practices({"title": "L'isolement <b>rompu</b>"})
    response = client.get("/pratiques/suggestions/?q=isol&mode=group&theme=inconnu")
    assert re.findall(r'href="([^"]*)"><b>(.*?)</b> <span class="small soft">(.*?)</span>', response.content.decode()) == [
        ("/pratiques/?mode=group&amp;theme=isolement", "Lutte contre l’isolement", "Thème · Lien social et vie locale"),
        (practice.get_absolute_url(), "L’isolement &lt;b&gt;rompu&lt;/b&gt;", "Fiche · Oise"),
    ]
    assert 'data-said="2 suggestions, à choisir avec les flèches"' in response.content.decode()
    assert response["Cache-Control"] == "max-age=60"


@pytest.mark.parametrize("typed", ["x" * 3000, "%00", "zzzz"])
def test_the_search_box_is_told_that_there_is_nothing(client, index, typed):
    response = client.get(f"/pratiques/suggestions/?q={typed}")
    assert response.status_code == 200
    assert 'data-said="Aucune suggestion"' in response.content.decode()
