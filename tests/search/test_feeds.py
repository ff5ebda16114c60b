"""The Atom feed of any search: `/flux/pratiques.xml?…`."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import feedparser
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.search.factories import change, withdraw

ATOM = "{http://www.w3.org/2005/Atom}"
#: RFC 4287, 4.1.1 and 4.1.2: elements of a feed and of an entry → how many there may be.
FEED = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "author": (0, 99), "link": (0, 99), "entry": (0, 50)}
ENTRY = {
    "id": (1, 1),
    "title": (1, 1),
    "updated": (1, 1),
    "published": (0, 1),
    "author": (1, 99),
    "category": (0, 99),
    "link": (1, 99),
    "rights": (0, 1),
    "summary": (0, 1),
}


def whole(**fields):
    return {"authors": [], "image": None, "documents": [], **fields}


def read(client, query="", **headers):
    response = client.get(f"/flux/pratiques.xml{query}", headers=headers)
    assert response.status_code == 200, response.content
    return response


def check(element, allowed):
    """Every element is one that the RFC knows here, as many times as it allows; dates and addresses are what they must be."""
    names = [child.tag.removeprefix(ATOM) for child in element]
    assert set(names) <= set(allowed)
    assert [name for name, (least, most) in allowed.items() if not least <= names.count(name) <= most] == []
    for child in element:
        name = child.tag.removeprefix(ATOM)
        if name in ("updated", "published"):
            datetime.strptime(child.text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if name in ("id", "title", "rights", "summary"):
            assert child.text.strip()
        if name == "author":
            assert [(person.tag, bool(person.text.strip())) for person in child] == [(f"{ATOM}name", True)]
        if name == "link":
            assert child.get("href").startswith("http")
    alternates = [link.get("type") for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
    assert len(alternates) == len(set(alternates)) == 1


def test_a_feed_is_what_the_standard_asks_for(practices, client):
    practices(whole(title="Un"), whole(title="Deux", authors=[{"name": "A", "role": ""}, {"name": "B", "role": ""}], themes=["rsa"]))
    response = read(client)
    feed = ElementTree.fromstring(response.content)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.tag == f"{ATOM}feed"
    check(feed, FEED)
    for entry in feed.findall(f"{ATOM}entry"):
        check(entry, ENTRY)
    parsed = feedparser.parse(response.content)
    assert (parsed.bozo, parsed.version, parsed.feed.language) == (False, "atom10", "fr")


def test_an_entry_says_who_what_when_and_under_which_licence(practices, client):
    authors = [{"name": "Équipe du secteur nord", "role": "polyvalence"}, {"name": "M. Essai", "role": ""}]
    [made] = practices(whole(title="Jardin & <potager>", authors=authors, themes=["rsa"], licence="CC-BY-SA-4.0"))
    [entry] = feedparser.parse(read(client).content).entries
    assert entry.id == f"{settings.SITE_URL}/p/{made.identifier}/"
    assert (entry.title_detail.type, entry.title) == ("text/plain", "Jardin & <potager>")
    assert (entry.summary, entry.link) == (made.data["summary"], settings.SITE_URL + made.get_absolute_url())
    assert (entry.published, entry.updated) == (made.data["published_at"], made.data["updated_at"])
    assert [author.name for author in entry.authors] == ["Équipe du secteur nord", "M. Essai"]
    assert [(tag.term, tag.scheme) for tag in entry.tags] == [
        ("isolement", f"{settings.SITE_URL}/themes/"),
        ("rsa", f"{settings.SITE_URL}/themes/"),
    ]
    assert entry.rights == "Creative Commons BY-SA 4.0"
    assert [link.href for link in entry.links if link.rel == "license"] == ["https://creativecommons.org/licenses/by-sa/4.0/"]


def test_without_authors_the_organisation_is_the_author(practices, client):
    practices(whole(organisation={"name": "CCAS de Creil", "type": "ccas"}))
    [entry] = feedparser.parse(read(client).content).entries
    assert [author.name for author in entry.authors] == ["CCAS de Creil"]


def test_the_newest_fifty_come_first_whatever_the_order_asked_for(practices, client):
    made = practices(*[whole(title=f"Jardin {number:02}") for number in range(53)], whole(title="Fresque", summary="Un mur."))
    parsed = feedparser.parse(read(client, "?q=jardin&tri=titre&page=2&par_page=10").content)
    assert [entry.title for entry in parsed.entries] == [practice.title for practice in made[:53]][:2:-1]


def test_a_feed_leads_to_its_page_and_to_itself(practices, client):
    practices(whole())
    feed = feedparser.parse(read(client, "?q=jardin&mode=group&theme=isolement&theme=RSA&tri=titre&inconnu=1").content).feed
    query = "?q=jardin&theme=isolement&theme=rsa&mode=group"
    links = {link.rel: link.href for link in feed.links}
    assert links == {"self": f"{settings.SITE_URL}/flux/pratiques.xml{query}", "alternate": f"{settings.SITE_URL}/pratiques/{query}"}
    assert feed.id == links["self"]
    said = " ".join(feed.title.split())
    theme, other = "Lutte contre l’isolement", "Accompagnement des allocataires du RSA"
    assert said == f"Observatoire des pratiques : « jardin », {theme}, {other}, Travail social avec les groupes"


def test_an_empty_feed_is_valid_and_always_the_same(practices, client):
    practices(whole())
    first, again = read(client, "?q=introuvable"), read(client, "?q=introuvable")
    feed = ElementTree.fromstring(first.content)
    check(feed, FEED)
    assert (feed.findall(f"{ATOM}entry"), first["ETag"]) == ([], again["ETag"])


def test_who_has_the_feed_is_told_so(practices, client):
    [made] = practices(whole())
    first = read(client)
    assert first["Last-Modified"]
    for headers in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        response = client.get(reverse("search:feed"), headers=headers)
        assert (response.status_code, response.content) == (304, b"")
    practices(whole(title="Une autre"))
    changed = read(client, **{"if-none-match": first["ETag"]})
    assert changed["ETag"] != first["ETag"]
    withdraw(made)
    assert made.identifier not in read(client).content.decode()


def test_a_change_brings_a_new_date(practices, client, drained):
    [made] = practices(whole())
    change(made, title="Le jardin, suite", updated_at="2026-11-20T10:00:00Z")
    drained()
    response = read(client)
    assert (response["Last-Modified"], b"2026-11-20T10:00:00Z" in response.content) == ("Fri, 20 Nov 2026 10:00:00 GMT", True)


def test_an_unknown_value_is_refused_with_its_field(practices, client):
    response = client.get("/flux/pratiques.xml?mode=magie&inconnu=1")
    assert response.status_code == 422
    assert [(error["field"], error["value"]) for error in response.json()["errors"]] == [("mode", "magie")]


def test_any_text_makes_a_feed_that_can_be_read(practices, client):
    hard = "]]> &amp; <b> \x0b \x1b \ufffe \uffff \ud83c\udf3b".encode("utf-16", "surrogatepass").decode("utf-16")
    practices(whole(title=f"Titre {hard}", summary=hard, authors=[{"name": hard, "role": ""}]))
    [entry] = ElementTree.fromstring(read(client).content).findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}summary").text == "]]> &amp; <b> \ufffd \ufffd \ufffd \ufffd 🌻"


@pytest.mark.parametrize("number", [1, 20])
def test_a_feed_asks_the_engine_and_the_database_once(practices, client, warm, number):
    practices(*[whole() for _ in range(number)])
    read(client)
    with CaptureQueriesContext(connection) as queries:
        read(client)
    assert len(queries) == 1


def test_the_database_gives_the_feed_when_there_is_no_engine(practices, client, settings):
    practices(whole(title="Un"), whole(title="Deux"))
    settings.ELASTICSEARCH_URL = []
    assert [entry.title for entry in feedparser.parse(read(client).content).entries] == ["Deux", "Un"]
