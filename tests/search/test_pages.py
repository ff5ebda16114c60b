"""The pages on which sheets are found, as a browser without JavaScript gets them."""

import re

import pytest
from django.utils.html import escape

from territories.models import Territory
from tests.search.factories import make_practice
from themes.models import Theme


def text(response):
    return response.content.decode()


def found(response):
    """Titles of the hits, in order."""
    return re.findall(r'<li class="hit">\s*<h2><a href="[^"]*">(.*?)</a>', text(response), flags=re.DOTALL)


@pytest.mark.parametrize("number", [1, 100])
def test_the_search_page_costs_two_queries_and_one_request(client, practices, warm, requests_to_engine, django_assert_num_queries, number):
    practices(*({"title": "Le jardin", "keywords": ("Potager",)} for _ in range(number)))
    requests_to_engine.clear()
    with django_assert_num_queries(2):
        response = client.get("/pratiques/?q=jardin&theme=isolement&territoire=reg-32&motcle=potager&mode=group&par_page=100")
    assert found(response) == ["Le <mark>jardin</mark>"] * number
    assert len(requests_to_engine) == 1


def test_a_search_is_filtered_from_its_address(client, practices):
    practices({"title": "Le jardin", "mode": "group"}, {"title": "Le café", "mode": "community"})
    assert found(client.get("/pratiques/?mode=community")) == ["Le café"]


def test_every_active_filter_can_be_taken_away_alone(client, practices):
    practices({"title": "Le jardin"})
    page = text(client.get("/pratiques/?q=jardin&mode=group&territoire=dep-60"))
    chips = re.findall(r'class="chip" href="([^"]*)"', page)
    assert chips == ["/pratiques/?q=jardin&amp;mode=group", "/pratiques/?q=jardin&amp;territoire=dep-60"]


def test_what_is_selected_is_checked_and_keeps_its_place_when_it_counts_nothing(client, practices):
    practices({"mode": "group"})
    page = text(client.get("/pratiques/?mode=combined"))
    assert re.search(r'name="mode" value="combined" checked', page)


def test_what_was_not_understood_is_said_and_the_rest_is_searched(client, practices):
    practices({"title": "Le jardin"})
    response = client.get("/pratiques/?theme=zzz&mode=group&page=x")
    assert response.status_code == 200
    assert "zzz" in text(response)
    assert found(response) == ["Le jardin"]


def test_a_query_too_long_is_said_and_kept_in_the_box(client, practices):
    practices({"title": "Le jardin"})
    response = client.get("/pratiques/", {"q": "jardin " * 100})
    assert response.status_code == 200
    assert found(response) == []
    assert "jardin jardin" in text(response)
    assert "500" in text(response)


def test_nothing_typed_becomes_markup(client, practices):
    practices({"title": "<img src=x>", "summary": "<script>alert(1)</script> jardin", "keywords": ("<b>gras</b>",)})
    for address in ("/pratiques/?q=jardin", "/pratiques/?q=<script>alert(1)</script>", "/pratiques/?theme=<script>&motcle=<b>gras</b>"):
        page = text(client.get(address))
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>gras" not in page


def test_an_empty_result_says_what_to_drop(client, practices):
    practices({"title": "Le jardin"})
    page = text(client.get("/pratiques/?q=introuvable&mode=group"))
    assert escape("/pratiques/?q=introuvable") in page
    assert escape("/pratiques/?mode=group") in page
    assert found(client.get("/pratiques/?q=introuvable&mode=group")) == []


@pytest.mark.parametrize("page", ["2", "999999999999999999999"])
def test_a_page_past_the_end_leads_back(client, practices, page):
    practices({"title": "Le jardin"})
    response = client.get(f"/pratiques/?page={page}")
    assert response.status_code == 200
    assert found(response) == []
    assert 'href="/pratiques/"' in text(response)


def test_the_address_shown_after_a_swap_holds_no_empty_field(client, index):
    response = client.get("/pratiques/?mode=group&annee_min=&annee_max=&page=2", headers={"HX-Request": "true"})
    assert response["HX-Push-Url"] == "/pratiques/?mode=group&page=2"


def test_pages_are_linked(client, practices):
    practices(*({"title": f"Fiche {number}"} for number in range(21)))
    first = text(client.get("/pratiques/?par_page=10"))
    assert re.findall(r'rel="next"', first) == ['rel="next"']
    assert escape("/pratiques/?par_page=10&page=3") in first
    assert len(found(client.get("/pratiques/?par_page=10&page=3"))) == 1


def test_without_the_engine_the_page_answers_and_says_so(client, vocabulary, settings, free_port):
    make_practice("Le jardin")
    settings.ELASTICSEARCH_URL = [f"http://127.0.0.1:{free_port}"]
    response = client.get("/pratiques/?q=jardin")
    assert found(response) == ["Le <mark>jardin</mark>"]
    assert 'class="notice' in text(response)


def test_on_postgresql_alone_nobody_is_told_of_an_engine(client, vocabulary, settings):
    make_practice("Le jardin")
    settings.ELASTICSEARCH_URL = []
    response = client.get("/pratiques/?q=jardin")
    assert found(response) == ["Le <mark>jardin</mark>"]
    assert 'class="notice' not in text(response)


@pytest.mark.parametrize("number", [1, 3])
def test_a_theme_has_a_page_with_its_sheets_and_sub_themes(client, practices, warm, requests_to_engine, django_assert_num_queries, number):
    practices(*({"title": "Dedans", "theme": "isolement"} for _ in range(number)), {"title": "Dehors", "theme": "rsa"})
    requests_to_engine.clear()
    with django_assert_num_queries(1):
        response = client.get("/themes/lien-social/")
    assert found(response) == ["Dedans"] * number
    assert len(requests_to_engine) == 1
    assert 'href="/themes/isolement/"' in text(response)
    assert 'href="/pratiques/?theme=lien-social"' in text(response)


def test_a_merged_theme_leads_to_its_successor(client, index):
    rsa, isolement = Theme.objects.get(slug="rsa"), Theme.objects.get(slug="isolement")
    Theme.objects.filter(pk=rsa.pk).update(successor=isolement)
    response = client.get("/themes/rsa/")
    assert (response.status_code, response["Location"]) == (301, "/themes/isolement/")
    assert client.get("/themes/inconnu/").status_code == 404


def test_the_list_of_themes_counts_their_sheets(client, practices):
    practices({"theme": "isolement"}, {"theme": "vie-de-quartier"})
    page = text(client.get("/themes/"))
    assert re.findall(r'<h2><a href="/themes/([^/]*)/">[^<]*</a> <span class="count">(\d+)', page) == [
        ("lien-social", "2"),
        ("insertion-emploi", "0"),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_a_territory_has_a_page_with_what_lies_in_it(client, practices, warm, requests_to_engine, django_assert_num_queries, number):
    practices(*({"title": "À Creil", "territories": ("dep-60",)} for _ in range(number)), {"title": "Ailleurs", "territories": ("reg-11",)})
    requests_to_engine.clear()
    with django_assert_num_queries(2):
        response = client.get("/territoires/anc-22/")
    assert found(response) == ["À Creil"] * number
    assert len(requests_to_engine) == 1
    assert 'href="/territoires/dep-60/"' in text(response)


def test_a_territory_that_is_gone_leads_to_its_successor(client, index):
    Territory.objects.filter(code="dep-60").update(successor="dep-59")
    response = client.get("/territoires/dep-60/")
    assert (response.status_code, response["Location"]) == (301, "/territoires/dep-59/")
    assert client.get("/territoires/DEP-59/")["Location"] == "/territoires/dep-59/"
    assert client.get("/territoires/dep-999/").status_code == 404


def test_the_home_page_gets_the_latest_sheets_and_counts_in_one_request(practices, warm, requests_to_engine, django_assert_num_queries):
    from search.queries import latest_and_theme_counts

    practices({"title": "Première", "theme": "rsa"}, {"title": "Deuxième"}, {"title": "Troisième"})
    requests_to_engine.clear()
    with django_assert_num_queries(0):
        given = latest_and_theme_counts(limit=2)
    assert len(requests_to_engine) == 1
    assert (given["count"], [hit["title"] for hit in given["latest"]]) == (3, ["Troisième", "Deuxième"])
    assert [(theme["slug"], theme["count"]) for theme in given["themes"]] == [("lien-social", 2), ("insertion-emploi", 1)]
