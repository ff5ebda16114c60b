"""The map of results: every département once, with the numbers of the very search."""

import re

from search.tiles import PLACES, _shades
from territories.models import Territory
from tests.search.test_pages import found, text


def tiles(page):
    return re.findall(r'<a class="(tile[^"]*)" href="([^"]*)" aria-label="([^"]*)">', page)


def test_every_departement_has_one_place_of_its_own(reference_data):
    departements = Territory.objects.filter(kind="dep", successor=None).values_list("code", flat=True)
    assert sorted(PLACES) == sorted(departements)
    assert len(set(PLACES.values())) == 101


def test_shades_part_the_departements_as_evenly_as_their_numbers_allow():
    assert [(shade.css, shade.least, shade.most) for shade in _shades([1, 1, 2, 3, 5, 8, 13, 21])] == [
        ("tile--1", 1, 1),
        ("tile--2", 2, 3),
        ("tile--3", 4, 8),
        ("tile--4", 9, 21),
    ]
    assert [(shade.css, shade.least, shade.most) for shade in _shades([7])] == [("tile--1", 7, 7)]
    assert _shades([]) == []


def test_the_map_counts_the_same_search_and_each_tile_leads_to_its_sheets(client, practices, requests_to_engine):
    practices(
        {"title": "Un potager"}, {"title": "Un potager", "territories": ("com-59350",)}, {"title": "Un potager"}, {"title": "Un café"}
    )
    requests_to_engine.clear()
    page = text(client.get("/pratiques/?q=potager&mode=group&vue=carte"))
    assert len(requests_to_engine) == 1
    assert sorted(tiles(page)) == [
        ("tile tile--1", "/pratiques/?q=potager&amp;mode=group&amp;territoire=dep-59", "Nord\N{NO-BREAK SPACE}: 1 fiche"),
        ("tile tile--4", "/pratiques/?q=potager&amp;mode=group&amp;territoire=dep-60", "Oise\N{NO-BREAK SPACE}: 2 fiches"),
    ]
    assert re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a></th><td>(\d+)', page) == [("Oise", "2"), ("Nord", "1")]
    assert 'style="' not in page
    assert len(found(client.get("/pratiques/?q=potager&mode=group&territoire=dep-60"))) == 2


def test_a_departement_that_is_chosen_is_shown_and_another_is_added(client, practices):
    practices({}, {"territories": ("com-59350",)})
    page = text(client.get("/pratiques/?territoire=dep-60&territoire=reg-32&vue=carte"))
    assert sorted(tiles(page))[-1][0] == "tile tile--1 tile--chosen"
    assert 'href="/pratiques/?territoire=dep-60&amp;territoire=dep-59"' in page


def test_there_is_no_map_of_one_territory_nor_without_numbers(client, practices, vocabulary, settings):
    practices({})
    assert "vue=carte" not in text(client.get("/territoires/dep-60/"))
    assert '<svg class="tiles"' not in text(client.get("/pratiques/?vue=carte&q=introuvable"))
