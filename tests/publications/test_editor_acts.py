"""From the page editor: a content is scheduled, goes out at its minute, and is taken off the site; refusals say why."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from publications.domain.schedule import publish_due
from publications.models import EditorialEvent, EditorialRecord, NewsIndexPage, PublicContent
from tests.practices.factories import make_editor

from .factories import make_news, publish
from .forms import news_form

ADDRESS = "/actualites/une-journee-d-etude/"


@pytest.fixture
def signed_in(client, national_editor):
    client.force_login(national_editor)
    return client


def schedule(client, page, *, days=1, **values):
    at = timezone.localtime() + timedelta(days=days)
    posted = {"at": at.strftime("%Y-%m-%dT%H:%M"), "revision": page.latest_revision_id, **values}
    return client.post(f"/gestion/contenus/{page.pk}/programmer/", posted)


def make_due(page):
    EditorialRecord.objects.filter(pk=page.pk).update(scheduled_for=timezone.now() - timedelta(seconds=1))


def test_an_editor_saves_an_item_schedules_it_and_it_goes_out_at_its_minute(signed_in):
    index = NewsIndexPage.objects.get()
    saved = signed_in.post(f"/gestion/pages/add/publications/newspage/{index.pk}/", news_form(**{"action-schedule-content": "1"}))
    record = EditorialRecord.objects.select_related("page").get()
    assert (saved.status_code, saved.url) == (302, f"/gestion/contenus/{record.pk}/programmer/")
    assert signed_in.get(saved.url).status_code == 200
    assert schedule(signed_in, record.page).status_code == 302
    assert publish_due() == 0
    assert signed_in.get(ADDRESS).status_code == 404
    make_due(record.page)
    assert publish_due() == 1
    assert signed_in.get(ADDRESS).status_code == 200
    assert [event.kind for event in EditorialEvent.objects.all()] == ["scheduled", "published"]


def test_what_goes_out_is_the_version_that_was_scheduled(signed_in):
    page = make_news(slug="une-journee-d-etude")
    schedule(signed_in, page)
    page.title = "Corrigé depuis"
    page.save_revision()
    make_due(page)
    publish_due()
    assert PublicContent.objects.get().title == "Une journée d’étude"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"days": -1}, "Ce moment est passé"),
        ({"at": "bientôt"}, "Donnez un jour et une heure"),
        ({"at": ""}, "Donnez un jour et une heure"),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words(signed_in, changes, words):
    page = make_news()
    answer = schedule(signed_in, page, **changes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert EditorialRecord.objects.get().work_state == "draft"


def test_a_version_saved_since_it_was_read_is_not_scheduled(signed_in):
    page = make_news()
    read = page.latest_revision_id
    page.save_revision()
    answer = schedule(signed_in, page, revision=read)
    assert answer.status_code == 422
    assert EditorialRecord.objects.get().work_state == "draft"
    assert schedule(signed_in, page).status_code == 302


def test_it_is_taken_off_the_schedule(signed_in):
    page = make_news()
    schedule(signed_in, page)
    assert "Ne plus la programmer" in signed_in.get(f"/gestion/contenus/{page.pk}/programmer/").content.decode()
    assert signed_in.post(f"/gestion/contenus/{page.pk}/programmer/", {"unschedule": "1"}).status_code == 302
    record = EditorialRecord.objects.get()
    assert (record.work_state, record.scheduled_for) == ("draft", None)


def test_its_editor_says_when_it_goes_out_and_why_it_did_not(signed_in, monkeypatch):
    page = make_news()
    editor = f"/gestion/pages/{page.pk}/edit/"
    assert "toute seule le" not in signed_in.get(editor).content.decode()
    schedule(signed_in, page)
    assert "toute seule le" in signed_in.get(editor).content.decode()
    monkeypatch.setattr(type(page), "obstacles", lambda self: ["Une image manque."])
    make_due(page)
    publish_due()
    assert "La parution programmée n’a pas eu lieu : Une image manque." in " ".join(signed_in.get(editor).content.decode().split())


@pytest.mark.parametrize("act", ["programmer", "retirer"])
def test_a_regional_editor_does_neither(client, reference_data, act):
    page = publish(make_news())
    client.force_login(make_editor("Hauts-de-France"))
    for method in (client.get, client.post):
        assert method(f"/gestion/contenus/{page.pk}/{act}/").status_code == 302
    assert PublicContent.objects.count() == 1


@pytest.mark.parametrize("act", ["programmer", "retirer"])
def test_what_does_not_exist_is_not_found(signed_in, act):
    assert signed_in.get(f"/gestion/contenus/999999/{act}/").status_code == 404


def test_an_editor_takes_an_item_off_the_site_and_puts_it_back(signed_in):
    page = publish(make_news(slug="une-journee-d-etude"))
    editor = f"/gestion/pages/{page.pk}/edit/"
    assert f"/gestion/contenus/{page.pk}/retirer/" in signed_in.get(editor).content.decode()
    assert signed_in.post(f"/gestion/contenus/{page.pk}/retirer/", {"words": "La journée est annulée."}).status_code == 302
    gone = signed_in.get(ADDRESS)
    assert (gone.status_code, "La journée est annulée." in gone.content.decode()) == (410, True)
    said = BeautifulSoup(gone.content, "html.parser").main
    assert said.select_one(".lead").get_text() == "Ce qui a été publié ici a été retiré du site."
    assert [link["href"] for link in said.select(".actions a")] == ["/actualites/", "/recherche/"]
    assert f"/gestion/contenus/{page.pk}/retirer/" not in signed_in.get(editor).content.decode()
    assert signed_in.post(f"/gestion/contenus/{page.pk}/retirer/", {"words": ""}).status_code == 302
    signed_in.post(editor, news_form(**{"action-publish-content": "1"}))
    assert signed_in.get(ADDRESS).status_code == 200


def test_an_item_taken_off_the_site_does_not_come_back_by_itself(signed_in):
    page = publish(make_news())
    page.save_revision()
    schedule(signed_in, page)
    signed_in.post(f"/gestion/contenus/{page.pk}/retirer/", {"words": ""})
    make_due(page)
    publish_due()
    assert not PublicContent.objects.exists()


def test_wagtail_s_checks_of_what_is_written_look_at_previews_and_at_no_public_page(signed_in):
    page = publish(make_news(slug="une-journee-d-etude"))
    checked = [b"wagtail-userbar" in signed_in.get(each).content for each in (f"/gestion/pages/{page.pk}/view_draft/", ADDRESS)]
    assert checked == [True, False]
