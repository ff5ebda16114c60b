"""The search in everything: sheets and what the observatory publishes, by one question in one request."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import fromstring

import pytest
from django.utils import timezone

from search import index
from search.breaker import breaker
from search.everything import find_everything
from search.params import SearchParams
from search.sources import CONTENTS
from tests.search.conftest import titles
from tests.search.content_factories import make_content
from tests.search.factories import make_practice

TODAY = timezone.localdate()
PAST = {"kind": "news", "type": "event", "listed_until": TODAY - timedelta(days=3), "date": str(TODAY - timedelta(days=3))}


def text(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def found(response):
    """Titles of the hits, in order, without their marks."""
    hits = re.findall(r'<li class="hit">\s*<h2><a href="[^"]*">(.*?)</a>', text(response), flags=re.DOTALL)
    return [re.sub("</?mark>", "", hit) for hit in hits]


def tabs(response):
    """(label, number, current) of each, in order."""
    inside = re.search(r'<nav class="tabs".*?</nav>', text(response), flags=re.DOTALL)[0]
    links = re.findall(r'<a href="[^"]*"( aria-current="page")?>(.*?) <span class="count">(\d+)</span></a>', inside)
    return [(label, int(number), bool(current)) for current, label, number in links]


@pytest.fixture
def one_of_each(practices, contents):
    """A garden in each section; two publications."""
    practices({"title": "Le jardin partagé"})
    contents(
        {"title": "Cahier des jardins", "kind": "cahier", "type": "", "number": 3},
        {"title": "Jardins et lien social", "kind": "article", "type": "synthesis", "authors": ("Ada Benali",)},
        {"title": "Grille pour un jardin", "kind": "tool", "type": "grid"},
        {"title": "Mon jardin", "kind": "voice", "type": "person_concerned", "said_by": "Samira"},
        {"title": "Fête des jardins", "kind": "news", "type": "event", "date": str(TODAY)},
        {"title": "Ce que font les jardins", "kind": "dossier", "type": ""},
    )


def test_one_question_finds_every_kind_with_a_number_for_each(client, one_of_each):
    response = client.get("/recherche/?q=jardin")
    assert sorted(found(response)) == [
        "Cahier des jardins",
        "Ce que font les jardins",
        "Fête des jardins",
        "Grille pour un jardin",
        "Jardins et lien social",
        "Le jardin partagé",
        "Mon jardin",
    ]
    assert tabs(response) == [
        ("Tout", 7, True),
        ("Fiches de pratique", 1, False),
        ("Publications", 2, False),
        ("Outils", 1, False),
        ("Paroles", 1, False),
        ("Actualités", 1, False),
        ("Dossiers", 1, False),
    ]


@pytest.mark.parametrize(
    ("section", "expected"),
    [("fiches", ["Le jardin partagé"]), ("publications", ["Cahier des jardins", "Jardins et lien social"]), ("paroles", ["Mon jardin"])],
)
def test_a_tab_narrows_the_list_and_leaves_the_numbers_of_the_others(client, one_of_each, section, expected):
    response = client.get(f"/recherche/?q=jardin&rubrique={section}")
    assert sorted(found(response)) == expected
    assert sum(number for _label, number, _current in tabs(response)[1:]) == tabs(response)[0][1] == 7
    assert [current for _label, _number, current in tabs(response)].index(True) > 0


def test_each_result_says_what_it_is(client, one_of_each):
    page = text(client.get("/recherche/?q=jardin"))
    for said in (
        "<li>Fiche de pratique</li>",
        "<li>Cahier n° 3</li>",
        "<li>Article : synthèse</li>",
        "<li>Outil : grille</li>",
        "<li>Parole : personne concernée, Samira</li>",
        "<li>Dossier</li>",
        "<li>Ada Benali</li>",
    ):
        assert said in page


def test_words_are_understood_as_they_are_for_sheets(everything, contents):
    contents(
        {"title": "Un mémento", "texts": ["L’intervention sociale d’intérêt collectif en pratique."]},
        {"title": "Une rencontre", "texts": ["Avec les habitant·e·s du quartier."]},
        {"title": "Ailleurs", "texts": ["Rien de tel."]},
    )
    assert titles(everything("q=ISIC")) == ["Un mémento"]
    assert titles(everything("q=habitants")) == ["Une rencontre"]
    assert titles(everything("q=%22du quartier%22")) == ["Une rencontre"]
    assert titles(everything("q=titre:ailleurs")) == ["Ailleurs"]


def test_what_a_title_says_comes_before_what_a_text_says_whatever_the_kind(practices, contents, everything):
    practices({"title": "Une permanence", "context": "On y parle de médiation."}, *({"title": f"Fiche {n}"} for n in range(8)))
    contents({"title": "La médiation, un guide"}, {"title": "Un kit", "texts": ["On y parle de médiation."]})
    assert titles(everything("q=médiation"))[0] == "La médiation, un guide"
    practices({"title": "La médiation au pied des tours"})
    assert set(titles(everything("q=médiation"))[:2]) == {"La médiation, un guide", "La médiation au pied des tours"}


def test_a_theme_a_territory_and_a_type_filter_all_of_it(everything, practices, contents):
    practices({"title": "Fiche RSA", "theme": "rsa"}, {"title": "Fiche isolement"})
    contents(
        {"title": "Outil RSA", "themes": ("rsa",), "type": "kit"},
        {"title": "Guide RSA", "themes": ("rsa",), "territories": ("com-59350",)},
        {"title": "Parole", "kind": "voice", "type": "professional"},
    )
    assert sorted(titles(everything("theme=insertion-emploi"))) == ["Fiche RSA", "Guide RSA", "Outil RSA"]
    assert titles(everything("theme=rsa&territoire=dep-59")) == ["Guide RSA"]
    assert titles(everything("type=kit")) == ["Outil RSA"]
    assert titles(everything("type=professional")) == ["Parole"]
    counts = everything("theme=rsa").counts
    assert counts["rubrique"] == {"outils": 2, "fiches": 1}
    assert counts["type"] == {"guide": 1, "kit": 1}
    assert counts["theme"]["isolement"] == 2


def test_what_was_not_understood_is_said_and_the_rest_is_searched(client, one_of_each):
    response = client.get("/recherche/?q=jardin&rubrique=zzz&type=yyy&theme=isolement&page=x")
    assert response.status_code == 200
    for value in ("zzz", "yyy", "« x »"):
        assert value in text(response)
    assert len(found(response)) == 7


def test_a_query_too_long_is_said_and_asks_the_engine_nothing(client, contents, requests_to_engine):
    requests_to_engine.clear()
    response = client.get("/recherche/", {"q": "jardin " * 100})
    assert (response.status_code, found(response), requests_to_engine) == (200, [], [])
    assert "500" in text(response)


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_costs_one_query_and_one_request(client, practices, contents, warm, requests_to_engine, django_assert_num_queries, number):
    practices(*({"title": "Le jardin"} for _ in range(number)))
    contents(*({"title": "Un jardin", "kind": kind} for kind in ("tool", "news", "article") for _ in range(number)))
    requests_to_engine.clear()
    with django_assert_num_queries(1):
        response = client.get("/recherche/?q=jardin&theme=isolement&territoire=reg-32&par_page=100")
    assert len(found(response)) == 4 * number
    assert len(requests_to_engine) == 1


def test_news_that_is_past_stands_lower_and_says_so(client, everything, contents):
    contents({"title": "Journée des jardins", **PAST}, {"title": "Journée", "kind": "news", "type": "event", "texts": ["Aux jardins."]})
    coming, over = {"title": "Rencontre"}, {"title": "Rencontre passée", **PAST}
    contents(over, coming)
    assert titles(everything("q=rencontre")) == ["Rencontre", "Rencontre passée"]
    page = text(client.get("/recherche/?q=rencontre"))
    assert page.count("passée depuis le") == 1


def test_a_slip_is_forgiven_where_neither_index_has_the_word(everything, practices, contents):
    contents({"title": "Un potager"})
    results = everything("q=potagger")
    assert (titles(results), results.suggestion) == (["Un potager"], "potager")


def test_a_word_that_only_a_sheet_has_is_not_corrected_into_one_of_a_content(everything, practices, contents):
    practices({"title": "Le marchoir", "theme": "rsa"})
    contents({"title": "Un mouchoir"})
    results = everything("q=marchoir&theme=isolement")
    assert (titles(results), results.suggestion) == ([], None)
    assert titles(everything("q=marchoir")) == ["Le marchoir"]


def test_where_nothing_has_all_of_it_what_has_some_is_shown_as_such(client, contents):
    contents({"title": "Un potager"}, {"title": "Ailleurs"})
    page = client.get("/recherche/?q=potager+apiculture")
    assert found(page) == []
    assert re.findall(r'<h3><a href="[^"]*">(.*?)</a></h3>', text(page)) == ["Un <mark>potager</mark>"]
    assert "Rien ne répond à tout" in text(page)


def test_passages_are_marked_and_nothing_typed_or_written_becomes_markup(client, contents):
    contents({"title": "<img src=x>", "summary": "<script>alert(1)</script>", "texts": ["Un jardin & des <b>gens</b>."]})
    page = text(client.get("/recherche/?q=jardin"))
    assert "Un <mark>jardin</mark> &amp; des &lt;b&gt;gens" in page
    for hostile in ("<img src=x>", "<script>alert"):
        assert hostile not in page + text(client.get(f"/recherche/?q={hostile}&rubrique={hostile}"))


def test_pages_follow_each_other_without_gap_across_kinds(everything, practices, contents):
    practices(*({"title": f"Fiche {number}"} for number in range(11)))
    contents(*({"title": f"Outil {number}"} for number in range(12)))
    pages = [titles(everything(f"par_page=10&page={page}")) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [10, 10, 3, 0]
    assert len(set(sum(pages, []))) == 23


def test_order_by_title_mixes_the_kinds(everything, practices, contents):
    practices({"title": "Le beau jardin"}, {"title": "Un dé"})
    contents({"title": "L’atelier"}, {"title": "Carnet"})
    assert titles(everything("tri=titre")) == ["L’atelier", "Le beau jardin", "Carnet", "Un dé"]


def test_words_that_are_nothing_find_nothing(everything, one_of_each):
    assert everything("q=!!!").count == 0
    assert everything("q=-jardin").count == 0


def test_a_search_in_everything_has_a_feed_of_its_newest(client, practices, contents):
    practices({"title": "Le jardin", "published_at": datetime(2026, 3, 1, tzinfo=UTC)})
    contents({"title": "Un jardin", "kind": "news", "published_at": datetime(2026, 3, 2, tzinfo=UTC)}, {"title": "Ailleurs"})
    page = text(client.get("/recherche/?q=jardin&theme=isolement"))
    address = "/flux/recherche.xml?q=jardin&theme=isolement"
    assert page.count(address.replace("&", "&amp;")) == 2
    feed = fromstring(client.get(address).content)
    name = "{http://www.w3.org/2005/Atom}"
    assert [entry.findtext(f"{name}title") for entry in feed.iter(f"{name}entry")] == ["Un jardin", "Le jardin"]
    ids = [entry.findtext(f"{name}id") for entry in feed.iter(f"{name}entry")]
    assert [re.sub(r"[0-9a-z]{8}/$", "", address.split("/", 3)[3]) for address in ids] == ["c/oc-", "p/op-"]
    assert client.get("/flux/recherche.xml?rubrique=zzz").status_code == 422


# Beside the sheets


def test_a_search_in_sheets_leads_to_everything_with_its_number_and_back(client, one_of_each, requests_to_engine):
    requests_to_engine.clear()
    page = text(client.get("/pratiques/?q=jardin&theme=lien-social&mode=group"))
    assert len(requests_to_engine) == 1
    assert '<a href="/recherche/?q=jardin&amp;theme=lien-social">Chercher partout : 6 autres résultats</a>' in page
    back = text(client.get("/recherche/?q=jardin&theme=lien-social"))
    assert '<a href="/pratiques/?q=jardin&amp;theme=lien-social">' in back


@pytest.mark.parametrize("number", [1, 12])
@pytest.mark.parametrize(("path", "queries"), [("/themes/lien-social/", 1), ("/territoires/anc-22/", 2)])
def test_a_theme_and_a_territory_show_everything_tagged_in_one_request(
    client, practices, contents, warm, requests_to_engine, django_assert_num_queries, path, queries, number
):
    practices(*({"title": "Une fiche"} for _ in range(number)))
    kinds = ("cahier", "article", "tool", "voice", "news", "dossier")
    contents(*({"title": f"Un {kind}", "kind": kind, "type": ""} for kind in kinds for _ in range(number)))
    contents({"title": "Hors sujet", "themes": ("rsa",), "territories": ("reg-11",)})
    requests_to_engine.clear()
    with django_assert_num_queries(queries):
        page = text(client.get(path))
    assert len(requests_to_engine) == 1
    shown = re.findall(r'<h3 id="aussi-(\w+)"><a href="([^"]*)">([^<]*) <span class="count">(\d+)', page)
    assert [(section, label, int(count)) for section, _url, label, count in shown] == [
        ("publications", "Publications", 2 * number),
        ("outils", "Outils", number),
        ("paroles", "Paroles", number),
        ("actualites", "Actualités", number),
        ("dossiers", "Dossiers", number),
    ]
    assert len(re.findall(r'<a href="/outils/contenu-\d+/">', page)) == sum(min(int(count), 3) for *_others, count in shown)
    assert "Hors sujet" not in page
    for _section, url, _label, count in shown:
        assert tabs(client.get(url.replace("&amp;", "&")))[0][1] == 7 * number
        assert f'<p class="toolbar__count" role="status">{count} ' in text(client.get(url.replace("&amp;", "&")))


def test_what_is_past_comes_last_on_the_page_of_a_theme(client, contents):
    contents({"title": "À venir", "kind": "news", "type": "event"}, {"title": "Déjà passée", **PAST})
    page = text(client.get("/themes/isolement/"))
    assert page.index("À venir") < page.index("Déjà passée")
    assert "passée depuis le" in page


def test_a_theme_without_contents_shows_its_sheets_alone(client, practices, contents):
    practices({"title": "Le jardin"})
    page = text(client.get("/themes/isolement/"))
    assert found(client.get("/themes/isolement/")) == ["Le jardin"]
    assert 'id="aussi"' not in page


# Without the engine


@pytest.fixture
def without_engine(vocabulary, settings, free_port):
    settings.ELASTICSEARCH_URL = [f"http://127.0.0.1:{free_port}"]
    yield
    breaker.close()


def test_without_the_engine_everything_is_still_found_and_counted(client, without_engine):
    make_practice("Le jardin")
    make_content("Un jardin en kit", texts=["Avec des voisins."])
    make_content("Journée des jardins", **PAST)
    response = client.get("/recherche/?q=jardin")
    assert found(response)[-1] == "Journée des jardins"
    assert sorted(found(response)) == ["Journée des jardins", "Le jardin", "Un jardin en kit"]
    assert tabs(response) == [
        ("Tout", 3, True),
        ("Fiches de pratique", 1, False),
        ("Publications", 0, False),
        ("Outils", 1, False),
        ("Paroles", 0, False),
        ("Actualités", 1, False),
        ("Dossiers", 0, False),
    ]
    assert 'class="notice' in text(response)
    assert found(client.get("/recherche/?q=voisins+kit")) == ["Un jardin en kit"]
    assert found(client.get("/recherche/?rubrique=fiches")) == ["Le jardin"]
    assert found(client.get("/recherche/?type=guide&tri=titre")) == ["Un jardin en kit"]
    assert found(client.get("/recherche/?theme=rsa")) == []
    assert len(found(client.get("/recherche/?territoire=reg-32&tri=recent"))) == 3


def test_without_the_engine_a_theme_still_shows_everything_tagged(client, without_engine):
    make_practice("Le jardin")
    for number in range(4):
        make_content(f"Guide {number}")
    make_content("Passée", **PAST)
    make_content("À venir", kind="news", type="event")
    page = text(client.get("/themes/isolement/"))
    assert re.findall(r'<h3 id="aussi-(\w+)"><a href="[^"]*">[^<]* <span class="count">(\d+)', page) == [
        ("outils", "4"),
        ("actualites", "2"),
    ]
    assert re.findall(r'<a href="/outils/contenu-\d+/">([^<]*)</a>', page) == ["Guide 3", "Guide 2", "Guide 1", "À venir", "Passée"]
    assert "Chercher partout : 4 autres résultats" in text(client.get("/pratiques/?q=guide"))


def test_while_the_index_of_contents_is_missing_sheets_and_contents_are_found_in_the_database(client, practices, contents, elasticsearch):
    practices({"title": "Le jardin"})
    contents({"title": "Un jardin"})
    elasticsearch.indices.delete(index=index.live(elasticsearch, CONTENTS))
    results = find_everything(SearchParams(q="jardin"))
    assert (results.degraded, sorted(titles(results)), breaker.is_open) == (True, ["Le jardin", "Un jardin"], False)
    assert found(client.get("/pratiques/?q=jardin")) == ["Le jardin"]
    assert client.get("/themes/isolement/").status_code == 200
