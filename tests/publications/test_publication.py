"""How a content becomes public and leaves the public; nothing but the domain does either."""

import pytest

from practices.domain.errors import Forbidden, OutOfDate
from publications.domain.publication import publish_content, withdraw_content
from publications.models import EditorialEvent, NewsIndexPage, NewsPage, PublicContent
from tests.practices.factories import make_editor

from .factories import make_news, publish
from .forms import news_form

ADDRESS = "/actualites/une-journee-d-etude/"


@pytest.fixture
def signed_in(client, national_editor):
    client.force_login(national_editor)
    return client


def test_a_national_editor_writes_and_publishes_a_news_item_in_one_press(signed_in):
    index = NewsIndexPage.objects.get()
    answer = signed_in.post(f"/gestion/pages/add/publications/newspage/{index.pk}/", news_form(**{"action-publish-content": "1"}))
    assert answer.status_code == 302
    page = signed_in.get(ADDRESS)
    assert page.status_code == 200
    assert "<b>Lille</b>" in page.content.decode()
    assert ADDRESS in signed_in.get("/actualites/").content.decode()


def test_a_news_item_that_was_only_saved_is_not_found(signed_in):
    index = NewsIndexPage.objects.get()
    signed_in.post(f"/gestion/pages/add/publications/newspage/{index.pk}/", news_form())
    assert NewsPage.objects.get().title == "Une journée d’étude"
    assert signed_in.get(ADDRESS).status_code == 404
    assert ADDRESS not in signed_in.get("/actualites/").content.decode()


def test_wagtails_own_way_to_publish_publishes_nothing(signed_in):
    page = make_news(slug="une-journee-d-etude")
    signed_in.post(f"/gestion/pages/{page.pk}/edit/", news_form(**{"action-publish": "1"}))
    assert not NewsPage.objects.get().live
    assert not PublicContent.objects.exists()


def test_a_regional_editor_publishes_nothing(reference_data):
    page = make_news()
    with pytest.raises(Forbidden):
        publish_content(page_id=page.pk, revision_id=page.latest_revision_id, by=make_editor("Hauts-de-France"))
    assert not PublicContent.objects.exists()


def test_a_version_saved_since_it_was_read_is_not_published(national_editor):
    page = make_news()
    read = page.latest_revision_id
    page.save_revision()
    with pytest.raises(OutOfDate):
        publish_content(page_id=page.pk, revision_id=read, by=national_editor)
    assert not PublicContent.objects.exists()


def test_a_content_taken_off_the_site_leaves_a_note_at_its_address(client, national_editor):
    page = publish(make_news(slug="une-journee-d-etude"))
    withdraw_content(page_id=page.pk, by=national_editor, words="Elle est reportée.")
    answer = client.get(ADDRESS)
    assert answer.status_code == 410
    assert "Elle est reportée." in answer.content.decode()
    assert not PublicContent.objects.exists()
    assert [event.kind for event in EditorialEvent.objects.all()] == ["withdrawn"]


def test_the_public_object_says_themes_and_places_with_those_above(reference_data):
    publish(make_news(themes=["mobilite"], territories=["com-59350"]))
    public = PublicContent.objects.get()
    assert public.data["themes"] == [{"slug": "mobilite", "label": "Mobilité"}]
    assert public.filters["theme"] == ["mobilite", "insertion-emploi"]
    assert {"com-59350", "dep-59", "reg-32", "anc-31"} <= set(public.filters["territoire"])
