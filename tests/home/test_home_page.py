"""The first page of the site, from the real engine and without it."""

import re

import pytest

from search import engine
from search.breaker import breaker
from search.rebuild import rebuild
from tests.search.factories import make_practice


@pytest.fixture
def indexed(elasticsearch, settings, home):
    """Makes public sheets, all of them in the engine."""
    settings.ELASTICSEARCH_INDEX_PREFIX = f"{settings.ELASTICSEARCH_INDEX_PREFIX}-home"
    breaker.close()

    def make(number, **fields):
        for _ in range(number):
            make_practice(**fields)
        rebuild()
        elasticsearch.indices.refresh(index=engine.alias())

    return make


def text(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_one_request_to_the_engine_and_few_queries(client, indexed, monkeypatch, django_assert_num_queries, number):
    indexed(number)
    client.get("/")
    requests = []
    transport = engine.client().transport
    perform = transport.perform_request
    monkeypatch.setattr(transport, "perform_request", lambda *args, **options: requests.append(args) or perform(*args, **options))
    with django_assert_num_queries(5):
        page = text(client.get("/"))
    assert (len(requests), page.count('<li class="card">')) == (1, number)


def test_it_shows_how_many_sheets_there_are_the_latest_and_each_theme(client, indexed):
    indexed(7, title="Le jardin", theme="isolement")
    indexed(1, title="Le dernier café", theme="rsa")
    page = text(client.get("/"))
    assert re.search(r'class="hero__lead">\s*8 actions collectives', page)
    titles = re.findall(r'<li class="card">.*?<h3><a href="[^"]*">([^<]*)</a>', page, re.S)
    assert titles == ["Le dernier café"] + ["Le jardin"] * 5
    themes = re.findall(r'<li><a href="/themes/([\w-]+)/">[^<]*</a><span class="count">(\d+)', page)
    assert len(themes) == 12
    assert [(slug, count) for slug, count in themes if count != "0"] == [("lien-social", "7"), ("insertion-emploi", "1")]


def test_without_an_engine_it_shows_the_same(client, home):
    make_practice(title="Le jardin")
    page = text(client.get("/"))
    assert re.findall(r'<h3><a href="[^"]*">([^<]*)</a>', page) == ["Le jardin"]
    assert re.search(r'class="hero__lead">\s*1 action collective,', page)


def test_before_the_first_sheet_it_counts_nothing_and_still_invites(client, home):
    page = text(client.get("/"))
    lead = re.search(r'class="hero__lead">(.*?)</p>', page, re.S)[1].strip()
    assert (lead.startswith("Relues dans leur région"), 'class="card"' in page, 'href="/deposer/"' in page) == (True, False, True)


def test_its_words_are_the_editors(client, home):
    home.headline, home.sections = "Un autre titre", [("call", {"heading": "Racontez <vous>", "text": "Un quart d’heure."})]
    home.save_revision().publish()
    page = text(client.get("/"))
    assert "<h1>Un autre titre</h1>" in page
    assert "Racontez &lt;vous&gt;" in page


def test_a_page_of_text_costs_few_queries(client, privacy, django_assert_num_queries):
    client.get("/vos-donnees/")
    with django_assert_num_queries(6):
        assert client.get("/vos-donnees/").status_code == 200
