"""What search engines are told: every public page, and none besides."""

import re
from xml.etree import ElementTree

import pytest

from home import sitemap
from publications.domain.consents import withdraw_consents
from publications.domain.publication import withdraw_content
from tests.practices.factories import make_draft, make_editor, make_published, make_submitted, make_user
from tests.publications.cahiers import gather, make_article, make_cahier
from tests.publications.factories import make_voice
from tests.search.factories import make_practice
from themes.models import Theme

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(client, address="/sitemap.xml"):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8")
    tree = ElementTree.fromstring(b"".join(response.streaming_content))
    return [found.text.removeprefix("http://127.0.0.1:8000") for found in tree.iterfind(".//s:loc", NAMESPACE)]


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "http://127.0.0.1:8000"


def test_every_public_page_is_there_and_no_other(client, privacy):
    owner, editor = make_user(), make_editor("Hauts-de-France")
    live = make_published(owner, editor)
    make_draft(owner)
    make_submitted(owner)
    privacy.unpublish()
    retired = Theme.objects.get(slug="isolement")
    retired.successor = Theme.objects.get(slug="vie-de-quartier")
    retired.save()
    found = locations(client)
    themes = [f"/themes/{theme.slug}/" for theme in Theme.objects.exclude(pk=retired.pk)]
    lists = ["/publications/", "/actualites/", "/outils/", "/paroles/", "/dossiers/", "/lettre/", "/lettre/archives/"]
    assert found == [
        "/",
        "/qui-sommes-nous/",
        "/relecture-des-fiches/",
        "/donnees-ouvertes/",
        "/accessibilite/",
        "/mentions-legales/",
        "/pratiques/",
        "/themes/",
        *themes,
        *lists,
        f"/pratiques/hauts-de-france/{live.slug}/",
    ]
    assert {address: client.get(address).status_code for address in found} == dict.fromkeys(found, 200)


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_as_many_queries_whatever_it_holds(client, home, django_assert_num_queries, number):
    for _ in range(number):
        make_practice()
    locations(client)  # content types are asked for once in the life of a process
    with django_assert_num_queries(6):
        assert len([address for address in locations(client) if address.startswith("/pratiques/hauts")]) == number


def test_contents_are_there_with_the_sheets_that_a_cahier_cites_and_leave_with_them(client, reference_data):
    sheet = make_published(make_user(), make_editor("Hauts-de-France"))
    cahier, voice = make_cahier(), make_voice()
    article = make_article(cahier)
    gather(cahier, article, sheet.identifier, voice)
    make_article(cahier, title="Brouillon", slug="brouillon")
    whole = "/publications/faire-groupe/"
    contents = {whole, f"{whole}du-guichet/", f"{whole}fiches/{sheet.identifier}/", f"/paroles/{voice.slug}/"}

    def listed():
        return {address for address in locations(client) if address.startswith(("/publications/faire", "/paroles/j"))}

    assert listed() == contents
    assert {address: client.get(address).status_code for address in contents} == dict.fromkeys(contents, 200)
    withdraw_content(page_id=article.pk, by=make_editor(None))
    withdraw_consents(page_id=voice.pk)
    assert listed() == {whole, f"{whole}fiches/{sheet.identifier}/"}


def test_past_the_limit_it_is_a_list_of_lists(client, home, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(sitemap, "SHEETS_A_PART", 2)
    sheets = [make_practice().get_absolute_url() for _ in range(5)]
    parts = locations(client)
    assert parts == ["/sitemap.xml?partie=1", "/sitemap.xml?partie=2", "/sitemap.xml?partie=3"]
    first, *others = [locations(client, part) for part in parts]
    assert first[0] == "/"
    assert [first[-2:], *others] == [sheets[:2], sheets[2:4], sheets[4:]]
    with django_assert_num_queries(2):
        locations(client, "/sitemap.xml?partie=2")


@pytest.mark.parametrize("part", ["0", "2", "-1", "x", "1" * 50, "١"])
def test_a_part_that_does_not_exist_is_not_found(client, home, part):
    assert client.get("/sitemap.xml", {"partie": part}).status_code == 404


def test_dates_are_those_of_the_last_change(client, home):
    practice = make_practice()
    body = b"".join(client.get("/sitemap.xml").streaming_content).decode()
    when = re.search(rf"{practice.get_absolute_url()}</loc><lastmod>([^<]*)</lastmod>", body)[1]
    assert when == practice.updated_at.isoformat(timespec="seconds")


def test_robots_are_kept_out_of_what_is_private_and_shown_the_list(client, db):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /gestion/",
        "Disallow: /compte/",
        "Disallow: /deposer/",
        "Disallow: /mes-fiches/",
        "Disallow: /relecture/",
        "Disallow: /pratiques/export.",
        "Disallow: /pratiques/*/fiche.pdf",
        "",
        "Sitemap: http://127.0.0.1:8000/sitemap.xml",
    ]
