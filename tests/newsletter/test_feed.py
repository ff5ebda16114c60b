"""The Atom feed of the letter: the numbers that anybody can read on the site."""

from xml.etree import ElementTree

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.utils import timezone

from tests.search.test_feeds import ATOM, ENTRY, FEED, check

from .factories import make_issue

pytestmark = pytest.mark.usefixtures("reference_data")

ADDRESS = "/flux/lettre.xml"


def left(number, **values):
    return make_issue(number=number, state="sent", begun_at=timezone.now(), **values)


def test_it_is_what_the_standard_asks_for_with_the_newest_number_first(client):
    left(1, subject="Premiers <pas> & cie", preheader="Trois fiches.")
    left(2)
    make_issue(subject="Un brouillon")
    response = client.get(ADDRESS)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    feed = ElementTree.fromstring(response.content)
    check(feed, FEED)
    for entry in feed.findall(f"{ATOM}entry"):
        # An entry without an author has the feed’s.
        check(entry, ENTRY | {"author": (0, 0)})
    parsed = feedparser.parse(response.content)
    assert (parsed.bozo, parsed.version) == (False, "atom10")
    assert [(entry.title, entry.link, entry.get("summary", "")) for entry in parsed.entries] == [
        ("Ce que disent les habitants", f"{settings.SITE_URL}/lettre/2/", ""),
        ("Premiers <pas> & cie", f"{settings.SITE_URL}/lettre/1/", "Trois fiches."),
    ]
    assert client.get(ADDRESS, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_it_is_there_before_the_first_number(client):
    assert feedparser.parse(client.get(ADDRESS).content).entries == []


@pytest.mark.parametrize("number", [1, 4])
def test_it_costs_one_query_whatever_it_holds(client, django_assert_num_queries, number):
    for each in range(number):
        left(each + 1)
    client.get(ADDRESS)
    with django_assert_num_queries(1):
        client.get(ADDRESS)


def test_the_pages_of_the_letter_lead_to_it(client):
    left(1)
    for address in ("/lettre/archives/", "/lettre/1/"):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        assert [link["href"] for link in page.select('link[type="application/atom+xml"]')] == [ADDRESS], address
