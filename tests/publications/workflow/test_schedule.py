"""Out at its minute, or kept back with the reason; errata and the versions of before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.templatetags.core_tags import moment
from practices.domain.errors import Faulty, Forbidden, OutOfDate
from publications.domain import schedule
from publications.domain.errata import publish_erratum
from publications.domain.publication import publish_content, withdraw_content
from publications.models import EditorialRecord, PublicContent, PublicVersion, VoiceConsent
from tests.practices.factories import make_editor
from tests.publications.factories import agree, make_voice

from .world import edit, kinds, record_of, revision_id, sent, signed_tool, state, to_ready

TOMORROW = timedelta(days=1)


@pytest.fixture
def tool(author, editor):
    page = signed_tool("Ali Essai", users={"Ali Essai": author}, slug="la-grille")
    to_ready(page, editor)
    sent()
    return page


def put(page, by, after=TOMORROW):
    schedule.schedule_content(page_id=page.pk, revision_id=revision_id(page), at=timezone.now() + after, by=by)


def its_minute_comes(page):
    EditorialRecord.objects.filter(pk=page.pk).update(scheduled_for=timezone.now() - timedelta(seconds=5))


def test_what_is_scheduled_goes_out_at_its_minute_and_not_before(tool, editor, author):
    put(tool, editor)
    assert sent() == [("scheduled", author.email)]
    assert (schedule.publish_due(), PublicContent.objects.count()) == (0, 0)
    its_minute_comes(tool)
    assert (schedule.publish_due(), state(tool)) == (1, "settled")
    assert PublicContent.objects.get().path == "/outils/la-grille/"
    assert sent() == [("published", author.email)]
    assert kinds(tool)[-2:] == ["scheduled", "published"]


def test_only_national_editors_schedule_and_only_what_is_signed_off(tool, editor, other_editor):
    with pytest.raises(Forbidden):
        put(tool, make_editor("Hauts-de-France"))
    with pytest.raises(Faulty):
        put(tool, editor, -TOMORROW)
    draft = signed_tool("Ali Essai", title="Un brouillon")
    with pytest.raises(Forbidden):
        put(draft, editor)
    assert (state(tool), state(draft), sent()) == ("ready", "draft", [])


def test_a_minute_that_went_by_while_the_editor_read_once_more_is_taken_as_soon(tool, editor):
    put(tool, editor, -timedelta(minutes=4, seconds=50))
    assert state(tool) == "scheduled"
    assert (schedule.publish_due(), state(tool)) == (1, "settled")


def test_a_time_that_is_well_past_is_refused_with_the_time_that_it_is(tool, editor):
    begun = moment(timezone.now())
    with pytest.raises(Faulty) as refusal:
        put(tool, editor, -timedelta(minutes=6))
    told = [f"Ce moment est passé : nous sommes le {now}. Choisissez-en un autre." for now in (begun, moment(timezone.now()))]
    assert str(refusal.value).split() in [each.split() for each in told]
    assert (state(tool), sent()) == ("ready", [])


def test_a_version_saved_since_is_not_scheduled(tool, editor):
    with pytest.raises(OutOfDate):
        schedule.schedule_content(page_id=tool.pk, revision_id=1, at=timezone.now() + TOMORROW, by=editor)


def test_what_goes_through_the_workflow_has_no_other_way_out(tool, editor):
    with pytest.raises(Forbidden):
        publish_content(page_id=tool.pk, revision_id=revision_id(tool), by=editor)
    assert not PublicContent.objects.exists()


def test_it_is_taken_off_the_schedule_and_stays_signed_off(tool, editor):
    put(tool, editor)
    schedule.unschedule_content(page_id=tool.pk, by=editor)
    its_minute_comes(tool)
    assert (schedule.publish_due(), state(tool), kinds(tool)[-1]) == (0, "ready", "unscheduled")


def test_a_voice_whose_consent_ended_is_kept_back_and_the_editors_are_told_why(editor, other_editor):
    voice = make_voice(agreed=())
    agree(voice, "site", "print", by=editor)
    to_ready(voice, editor)
    put(voice, editor)
    VoiceConsent.objects.update(expires_on=timezone.localdate() - TOMORROW)
    sent()
    its_minute_comes(voice)
    assert (schedule.publish_due(), state(voice), kinds(voice)[-1]) == (0, "ready", "not_published")
    assert record_of(voice).events.last().comment
    assert sent() == [("not_published", editor.email), ("not_published", other_editor.email)]
    assert not PublicContent.objects.exists()


def test_an_unexpected_error_keeps_it_back_whole_and_no_other(tool, editor, monkeypatch):
    other = signed_tool("Ali Essai", title="Une autre", slug="une-autre")
    to_ready(other, editor)
    put(tool, editor)
    put(other, editor)
    its_minute_comes(tool)
    its_minute_comes(other)
    write = schedule.publish_revision

    def fails_once(*, record, **values):
        write(record=record, **values)
        if record.pk == tool.pk:
            raise RuntimeError("cassé")

    monkeypatch.setattr(schedule, "publish_revision", fails_once)
    assert schedule.publish_due() == 1
    assert (state(tool), state(other)) == ("ready", "settled")
    assert [public.title for public in PublicContent.objects.all()] == ["Une autre"]


def test_an_erratum_is_said_on_the_page_and_the_former_version_stays_readable_and_dated(client, tool, editor, author):
    schedule.publish_now(page_id=tool.pk, revision_id=revision_id(tool), by=editor)
    sent()
    with pytest.raises(Faulty):
        publish_erratum(page_id=tool.pk, revision_id=revision_id(tool), by=editor, text="Rien n’a changé.")
    edit(tool, purpose="Préparer une réunion de quartier.")
    with pytest.raises(Forbidden):
        publish_erratum(page_id=tool.pk, revision_id=revision_id(tool), by=make_editor("Hauts-de-France"), text="Une erreur.")
    publish_erratum(page_id=tool.pk, revision_id=revision_id(tool), by=editor, text="L’outil sert aux réunions de quartier.")
    assert sent() == [("erratum", author.email)]
    assert (record_of(tool).edition, kinds(tool)[-1]) == (2, "erratum")
    today = client.get("/outils/la-grille/").content.decode()
    assert "L’outil sert aux réunions de quartier." in today
    assert "réunion de quartier" in today
    former = client.get("/outils/la-grille/versions/1/")
    assert "réunion de palier" in former.content.decode()
    assert "réunion de quartier" not in former.content.decode()
    assert former["X-Robots-Tag"] == "noindex"
    assert client.get("/outils/la-grille/versions/2/").status_code == 404


def test_a_version_that_goes_through_the_steps_leaves_the_former_one_too(tool, editor):
    schedule.publish_now(page_id=tool.pk, revision_id=revision_id(tool), by=editor)
    edit(tool, title="La grille, revue")
    to_ready(tool, editor)
    schedule.publish_now(page_id=tool.pk, revision_id=revision_id(tool), by=editor)
    assert [(row.edition, row.data["title"]) for row in PublicVersion.objects.all()] == [(1, "La grille du palier")]
    assert PublicContent.objects.get().data["version"] == 2


def test_versions_of_what_was_taken_off_the_site_are_gone_with_it(client, tool, editor):
    schedule.publish_now(page_id=tool.pk, revision_id=revision_id(tool), by=editor)
    edit(tool, title="La grille, corrigée")
    publish_erratum(page_id=tool.pk, revision_id=revision_id(tool), by=editor, text="Le titre.")
    withdraw_content(page_id=tool.pk, by=editor)
    assert client.get("/outils/la-grille/versions/1/").status_code == 410
