"""An address that was given to people keeps leading to what it named, whatever its content is called today."""

import pytest

from publications.domain.publication import withdraw_content
from publications.models import ArticlePage, CahierPage, PublicationIndexPage

from .factories import make_content, make_news, publish


@pytest.fixture
def news(reference_data):
    return publish(make_news(slug="premier-nom"))


def renamed(page, slug, run):
    page.slug = slug
    page.save_revision()
    with run(execute=True):
        return publish(page)


def test_the_old_address_leads_to_the_new_one(client, news, django_capture_on_commit_callbacks):
    renamed(news, "second-nom", django_capture_on_commit_callbacks)
    answer = client.get("/actualites/premier-nom/")
    assert (answer.status_code, answer.url) == (301, "/actualites/second-nom/")
    assert client.get("/actualites/second-nom/").status_code == 200


def test_each_of_its_old_addresses_leads_to_the_latest_one(client, news, django_capture_on_commit_callbacks):
    news = renamed(news, "second-nom", django_capture_on_commit_callbacks)
    renamed(news, "troisieme-nom", django_capture_on_commit_callbacks)
    for old in ("premier-nom", "second-nom"):
        assert client.get(f"/actualites/{old}/").url == "/actualites/troisieme-nom/"


def test_a_name_that_comes_back_leads_to_what_bears_it(client, news, django_capture_on_commit_callbacks):
    renamed(news, "second-nom", django_capture_on_commit_callbacks)
    publish(make_news(title="Une autre", slug="premier-nom"))
    assert "Une autre" in client.get("/actualites/premier-nom/").content.decode()


def test_the_old_address_of_what_was_taken_off_the_site_says_so(client, news, national_editor, django_capture_on_commit_callbacks):
    news = renamed(news, "second-nom", django_capture_on_commit_callbacks)
    withdraw_content(page_id=news.pk, by=national_editor, words="Elle est reportée.")
    answer = client.get("/actualites/premier-nom/", follow=True)
    assert (answer.status_code, "Elle est reportée." in answer.content.decode()) == (410, True)


def test_what_lies_below_follows(client, reference_data, django_capture_on_commit_callbacks):
    cahier = publish(make_content(CahierPage, PublicationIndexPage.objects.get(), title="Cahier", slug="cahier-1"))
    publish(make_content(ArticlePage, cahier, title="Article", slug="article"))
    renamed(cahier, "faire-groupe", django_capture_on_commit_callbacks)
    assert client.get("/publications/faire-groupe/article/").status_code == 200
    assert client.get("/publications/cahier-1/article/").url == "/publications/faire-groupe/article/"
    assert client.get("/publications/cahier-1/").url == "/publications/faire-groupe/"
