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
    assert chips == [
        "/pratiques/?territoire=dep-60&amp;mode=group",
        "/pratiques/?q=jardin&amp;mode=group",
        "/pratiques/?q=jardin&amp;territoire=dep-60",
    ]


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


def test_a_sheet_found_by_a_keyword_alone_says_by_which(client, practices):
    practices(
        {"title": "Le carré des voisins", "keywords": ("Compost & paillage", "Entraide")},
        {"title": "Le compost", "keywords": ("Compost & paillage",)},
    )
    page = text(client.get("/pratiques/?q=compost"))
    assert found(client.get("/pratiques/?q=compost")) == ["Le <mark>compost</mark>", "Le carré des voisins"]
    said = re.findall(r"<li>(Mots?-clés?.*?)</li>", page)
    assert said == ["Mot-clé\N{NO-BREAK SPACE}: <mark>Compost</mark> &amp; paillage"]


def ways_out(page):
    return [
        (url.replace("&amp;", "&"), number, said.replace("\N{NO-BREAK SPACE}", " "))
        for url, number, said in re.findall(r'<li><a href="([^"]*)">(\d+) fiches?</a> (.*?)</li>', page)
    ]


def test_where_nothing_is_found_the_search_is_loosened_and_says_what_it_dropped(client, practices, warm, requests_to_engine):
    practices({"title": "Le potager", "territories": ("dep-59",)}, {"title": "Le café", "territories": ("dep-60",)})
    requests_to_engine.clear()
    page = text(client.get("/pratiques/?q=potager&territoire=dep-60&mode=group"))
    assert len(requests_to_engine) == 2
    assert ways_out(page) == [
        ("/pratiques/?q=potager&territoire=reg-32&mode=group", "1", "autour : « Hauts-de-France » à la place de « Oise »"),
        ("/pratiques/?q=potager&mode=group", "1", "sans le filtre « Oise »"),
        ("/pratiques/?q=potager", "1", "sans aucun filtre"),
        ("/pratiques/?territoire=dep-60&mode=group", "1", "sans les mots tapés"),
    ]
    assert re.findall(r'<h3><a href="[^"]*">(.*?)</a></h3>', page) == ["Le <mark>potager</mark>"]


def test_a_word_found_nowhere_is_left_out_and_named(client, practices):
    practices({"title": "Le potager"})
    page = text(client.get("/pratiques/?q=potager+-jardin+titre:zzyzx"))
    assert ("/pratiques/?q=potager+-jardin", "1", "sans « titre:zzyzx »") in ways_out(page)


def test_a_word_and_a_filter_are_dropped_together_when_each_alone_is_not_enough(client, practices):
    practices({"title": "Le potager"})
    assert ways_out(text(client.get("/pratiques/?q=potager+-potager+zzyzx&territoire=reg-11"))) == []
    page = text(client.get("/pratiques/?q=potager+titre:zzyzx&territoire=reg-11"))
    assert ways_out(page) == [("/pratiques/?q=potager", "1", "sans « titre:zzyzx », sans le filtre « Île-de-France »")]


def test_where_nothing_at_all_answers_the_page_says_what_to_try(client, practices, requests_to_engine):
    practices({"title": "Le jardin"})
    page = text(client.get("/pratiques/?q=introuvable"))
    assert ways_out(page) == []
    assert 'href="/themes/"' in page
    assert 'href="/deposer/"' in page


def test_a_theme_is_never_dropped_from_its_own_page(client, practices):
    practices({"title": "Le potager", "theme": "rsa"}, {"title": "Le café", "theme": "isolement"})
    page = text(client.get("/themes/rsa/?q=café&mode=group"))
    assert ways_out(page) == [("/themes/rsa/?mode=group", "1", "sans les mots tapés")]


@pytest.mark.parametrize("page", ["2", "999999999999999999999"])
def test_a_page_past_the_end_leads_back(client, practices, page):
    practices({"title": "Le jardin"})
    response = client.get(f"/pratiques/?page={page}")
    assert response.status_code == 200
    assert found(response) == []
    assert 'href="/pratiques/"' in text(response)


def test_the_address_shown_after_a_swap_holds_no_empty_field(client, index):
    response = client.get("/pratiques/?mode=group&annee_min=&annee_max=&page=2", headers={"HX-Request": "true", "HX-Target": "recherche"})
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
    assert 'name="theme"' not in text(response)


def test_a_theme_or_territory_is_refined_with_every_other_filter(client, practices):
    practices(
        {"title": "À Creil", "mode": "group"}, {"title": "À Lille", "mode": "group", "territories": ("com-59350",)}, {"mode": "community"}
    )
    response = client.get("/themes/lien-social/?mode=group&territoire=dep-60&theme=rsa")
    assert found(response) == ["À Creil"]
    assert re.findall(r'class="chip" href="([^"]*)"', text(response)) == [
        "/themes/lien-social/?mode=group",
        "/themes/lien-social/?territoire=dep-60",
    ]
    assert found(client.get("/territoires/reg-32/?mode=group&q=lille")) == ["À <mark>Lille</mark>"]


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


def facet_shown(page, parameter):
    """Values and numbers of one facet, in order, as they show."""
    part = re.search(rf'id="valeurs-{parameter}".*?(?=<fieldset|<details class="facet"|</form)', page, flags=re.DOTALL)
    values = r'name="\w+" value="([^"]*)"(?: checked)?> <span>([^<]*)</span>(?: <span class="count">(\d+))?'
    return re.findall(values, part[0]) if part else None


def test_filters_that_do_not_show_cost_nothing_until_they_are_asked_for(client, practices, requests_to_engine):
    practices(
        {"barriers": [{"nature": "funding", "viewpoint": "directors", "description": "", "intensity": 2, "outcome": "lifted", "lever": ""}]}
    )
    first = text(client.get("/pratiques/?q=jardin"))
    assert facet_shown(first, "frein") is None
    assert facet_shown(first, "echelle") is None
    more = re.search(r'id="plus-de-filtres" href="([^"]*)"', first)[1]
    assert more == "/pratiques/?q=jardin&amp;facettes=toutes"
    page = text(client.get("/pratiques/?q=jardin&facettes=toutes"))
    assert facet_shown(page, "frein") == [("funding", "Financement", "1")]
    assert facet_shown(page, "echelle") == [("municipality", "Commune", "1")]
    assert "Choisis ensemble, ces filtres valent pour un même frein." in page
    assert 'name="facettes" value="toutes"' in page


def test_what_is_selected_shows_wherever_it_stands(client, practices):
    practices({})
    page = text(client.get("/pratiques/?frein=funding&echelle=municipality"))
    assert facet_shown(page, "frein") == [("funding", "Financement", "0")]
    assert facet_shown(page, "echelle") == [("municipality", "Commune", "0")]
    assert facet_shown(page, "point_de_vue") is None


def test_a_value_among_many_is_found_by_its_name(client, practices, warm, django_assert_num_queries):
    practices({"territories": ("com-59350",), "keywords": ("Écoute", "Potager")}, {"territories": ("dep-60",)})
    assert "com-59350" not in text(client.get("/pratiques/"))
    with django_assert_num_queries(1):
        page = text(client.get("/pratiques/?nom_territoire=LILL"))
    assert facet_shown(page, "territoire") == [("com-59350", "Lille", "1")]
    assert facet_shown(text(client.get("/pratiques/?nom_theme=solit")), "theme") == [("isolement", "Lutte contre l’isolement", "2")]
    assert facet_shown(text(client.get("/pratiques/?nom_motcle=ecou")), "motcle") == [("écoute", "écoute", "1")]
    page = text(client.get("/pratiques/?nom_territoire=lille&territoire=dep-60"))
    assert facet_shown(page, "territoire") == [("com-59350", "Lille", "1"), ("dep-60", "Oise", "1")]


@pytest.mark.parametrize("name", ["zzz", 'a"b|c*(', "%00", "québec"])
def test_a_name_that_none_of_these_sheets_bears_is_said(client, practices, name):
    practices({})
    page = text(client.get("/pratiques/", {"nom_territoire": name}))
    assert facet_shown(page, "territoire") == []
    assert "Aucune de ces fiches" in page


def test_territories_are_a_tree_that_opens_where_something_is_chosen(client, practices):
    practices({"territories": ("dep-60",)}, {"territories": ("com-59350",)}, {"territories": ("iso-ca-qc",)})
    closed, opened = (facet_shown(text(client.get(f"/pratiques/{query}")), "territoire") for query in ("", "?territoire=reg-32"))
    assert closed == [("reg-32", "Hauts-de-France", "2"), ("iso-ca-qc", "Québec", "1")]
    assert opened == [
        ("reg-32", "Hauts-de-France", "2"),
        ("anc-31", "Nord-Pas-de-Calais (ancienne région)", "1"),
        ("dep-59", "Nord", "1"),
        ("anc-22", "Picardie (ancienne région)", "1"),
        ("dep-60", "Oise", "1"),
        ("iso-ca-qc", "Québec", "1"),
    ]


def test_what_is_misspelt_is_understood_and_said(client, practices):
    practices({"title": "Le potager partagé"})
    page = client.get("/pratiques/?q=potagger&mode=group")
    assert found(page) == ["Le <mark>potager</mark> partagé"]
    assert 'href="/pratiques/?q=potager&amp;mode=group">« potager »</a>' in text(page).replace("\N{NO-BREAK SPACE}", " ")


def test_sheets_that_answer_in_part_stand_apart(client, practices):
    practices({"title": "Un potager pour les locataires"}, {"title": "Un potager"})
    page = text(client.get("/pratiques/?q=potager+locataires+budget+vacances"))
    strict, looser = page.split('id="en-partie"')
    assert 'class="hit"' not in strict
    assert re.findall(r'<h3><a href="[^"]*">(.*?)</a></h3>', looser)[0] == "Un <mark>potager</mark> pour les <mark>locataires</mark>"


def test_a_search_is_exported_followed_and_saved_as_it_stands(client, practices):
    practices({"title": "Le jardin"})
    page = text(client.get("/themes/isolement/?mode=group&par_page=10&facettes=toutes"))
    asked = "?mode=group&amp;theme=isolement"
    exports = [f"/pratiques/export.{kind}{asked}" for kind in ("csv", "xlsx", "jsonl", "ris", "bib")]
    assert re.findall(r'href="(/pratiques/export[^"]*)"', page) == exports
    assert re.findall(r'href="(/compte/recherches[^"]*)"', page) == [f"/compte/recherches/enregistrer/{asked}"]
    assert re.findall(r'href="(/flux[^"]*)"', page) == [f"/flux/pratiques.xml{asked}"] * 2


def test_a_theme_is_introduced_in_the_words_of_its_editors(client, practices):
    Theme.objects.filter(slug="isolement").update(introduction="Rompre l'isolement.\n\nSans forcer <personne>.")
    page = text(client.get("/themes/isolement/"))
    assert "<p>Rompre l’isolement.</p><p>Sans forcer &lt;personne&gt;.</p>" in page


def test_a_territory_is_told_in_a_sentence_with_its_numbers(client, practices):
    practices({"theme": "isolement"}, {"theme": "isolement", "territories": ("com-59350",)}, {"theme": "rsa"}, {"territories": ("reg-11",)})
    told = r'<p class="lead">([^<]*)</p>'
    assert re.findall(told, text(client.get("/territoires/reg-32/"))) == [
        "3 fiches racontent ce qui se fait ici. "
        "Il y est surtout question de\N{NO-BREAK SPACE}: Lien social et vie locale (2), Insertion et emploi (1)."
    ]
    assert re.findall(told, text(client.get("/territoires/reg-11/"))) == ["1 fiche raconte ce qui se fait ici."]
    assert re.findall(told, text(client.get("/territoires/reg-32/?q=jardin"))) == []


def test_readers_are_told_how_sheets_are_ranked(client, index):
    assert 'href="/pratiques/classement/"' in text(client.get("/pratiques/"))
    assert "six fois plus" in text(client.get("/pratiques/classement/"))


def test_a_region_and_the_former_one_of_its_name_are_offered_once(client, practices):
    practices({"title": "Le jardin", "territories": ("reg-11",)})
    Territory.objects.create(code="anc-11", name="Île-de-France", kind="anc", ancestors=["reg-11", "iso-fr"], search_name="ile de france")
    Territory.objects.create(code="dep-75", name="Paris", kind="dep", ancestors=["reg-11", "anc-11", "iso-fr"], search_name="paris")
    offered = re.findall(r'<li><a href="([^"]*territoire=[^"]*)">', text(client.get("/pratiques/?territoire=dep-75")))
    assert offered == ["/pratiques/?territoire=reg-11"]
