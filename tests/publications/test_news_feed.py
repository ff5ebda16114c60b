"""The Atom feed of the news: `/flux/actualites.xml?…`, the same filters as the list."""

from datetime import date, timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from django.conf import settings
from django.utils import timezone

from publications.domain.publication import withdraw_content
from publications.models import PublicContent
from tests.search.test_feeds import ATOM, ENTRY, FEED, check

from .factories import make_news, publish


def read(client, query="", **headers):
    response = client.get(f"/flux/actualites.xml{query}", headers=headers)
    assert response.status_code == 200, response.content
    return response


def entries(client, query=""):
    return [entry.title for entry in feedparser.parse(read(client, query).content).entries]


@pytest.fixture
def several(reference_data):
    publish(make_news(title="Trajets", type="event", date=date(2026, 9, 3), themes=["mobilite"], territories=["dep-60"]))
    publish(
        make_news(title="Droit & <textes>", type="law", date=date(2026, 9, 20), source="Légifrance", source_url="https://droit.example/")
    )
    publish(make_news(title="Lille", type="event", date=date(2026, 10, 5), territories=["com-59350"], summary="Une journée."))


def test_a_feed_is_what_the_standard_asks_for(client, several):
    response = read(client)
    feed = ElementTree.fromstring(response.content)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    check(feed, FEED)
    for entry in feed.findall(f"{ATOM}entry"):
        check(entry, ENTRY | {"author": (0, 99), "link": (1, 99)})
    parsed = feedparser.parse(response.content)
    assert (parsed.bozo, parsed.version, parsed.feed.language) == (False, "atom10", "fr")
    # An entry without an author has the feed's.
    assert parsed.feed.author == settings.WAGTAIL_SITE_NAME


def test_an_entry_says_what_it_is_and_from_whom(client, several):
    entry = feedparser.parse(read(client, "?type=law").content).entries[0]
    public = PublicContent.objects.get(title="Droit & <textes>")
    assert (entry.id, entry.link) == (f"{settings.SITE_URL}/c/{public.identifier}/", settings.SITE_URL + public.path)
    assert (entry.title_detail.type, entry.title, entry.author) == ("text/plain", "Droit & <textes>", "Légifrance")
    assert [link.href for link in entry.links if link.rel == "via"] == ["https://droit.example/"]
    assert [(tag.term, tag.label) for tag in entry.tags] == [("law", "Droit")]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Lille", "Droit & <textes>", "Trajets"]),
        ("?type=event", ["Lille", "Trajets"]),
        ("?theme=insertion-emploi", ["Trajets"]),
        ("?type=event&territoire=reg-32", ["Lille", "Trajets"]),
        ("?mois=2026-09", ["Droit & <textes>", "Trajets"]),
        ("?mois=2026-09&page=7", ["Droit & <textes>", "Trajets"]),
    ],
)
def test_it_has_the_filters_of_the_list(client, several, query, titles):
    assert entries(client, query) == titles
    feed = feedparser.parse(read(client, query).content).feed
    itself = query.replace("&page=7", "")
    assert {link.rel: link.href for link in feed.links} == {
        "self": f"{settings.SITE_URL}/flux/actualites.xml{itself}",
        "alternate": f"{settings.SITE_URL}/actualites/{itself}",
    }


def test_its_title_says_what_it_is_narrowed_to(client, several):
    title = feedparser.parse(read(client, "?type=event&territoire=reg-32&mois=2026-09").content).feed.title
    assert title.endswith("actualités, Événement, Hauts-de-France, septembre 2026")


@pytest.mark.parametrize(
    ("query", "field"), [("?type=fete", "type"), ("?theme=x", "theme"), ("?territoire=reg-999", "territoire"), ("?mois=hier", "mois")]
)
def test_an_unknown_value_is_refused_with_its_field(client, several, query, field):
    response = client.get(f"/flux/actualites.xml{query}")
    assert (response.status_code, [error["field"] for error in response.json()["errors"]]) == (422, [field])


def test_without_a_single_item_it_is_still_a_feed(client, reference_data):
    feed = ElementTree.fromstring(read(client).content)
    check(feed, FEED)
    assert feed.findall(f"{ATOM}entry") == []


def test_who_has_it_is_not_sent_it_again(client, several):
    first = read(client)
    assert client.get("/flux/actualites.xml", headers={"if-none-match": first["ETag"]}).status_code == 304
    publish(make_news(title="Une de plus"))
    assert client.get("/flux/actualites.xml", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_what_expired_or_was_taken_off_the_site_is_not_in_it(client, several, national_editor):
    yesterday = timezone.localdate() - timedelta(days=1)
    publish(make_news(title="Passée", date=yesterday, expires_on=yesterday))
    gone = publish(make_news(title="Retirée"))
    assert "Retirée" in entries(client)
    withdraw_content(page_id=gone.pk, by=national_editor)
    assert entries(client) == ["Lille", "Droit & <textes>", "Trajets"]


def test_only_reading_is_allowed(client, several):
    assert client.post("/flux/actualites.xml").status_code == 405


@pytest.mark.parametrize("number", [1, 12])
def test_it_costs_as_many_queries_whatever_it_holds(client, reference_data, django_assert_num_queries, number):
    for index in range(number):
        publish(make_news(title=f"Actualité {index}"))
    read(client)
    with django_assert_num_queries(1):
        assert len(entries(client)) == number
