"""Superseded versions are forgotten, those that count never; a draft that waits is recalled once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Revision

from core.models import OutgoingMail
from practices import pruning
from practices.domain import drafts, review, submission
from practices.domain.draft_reminders import remind_of_drafts
from practices.domain.records import note
from practices.models import OpenForm, PracticeEvent, PracticePage, PracticeRecord, Review
from practices.pruning import prune_revisions, prune_writing
from practices.queries import correctors

from .factories import approve, correct, fresh, make_draft, make_editor, make_published, make_submitted, make_user

pytestmark = pytest.mark.usefixtures("reference_data")


def versions(record) -> list[int]:
    return list(Revision.objects.filter(object_id=str(record.pk)).order_by("pk").values_list("pk", flat=True))


def write(record, times):
    """So many sittings of its contributor."""
    for number in range(times):
        Revision.objects.filter(object_id=str(record.pk)).update(created_at=timezone.now() - timedelta(hours=2))
        drafts.save_draft(page_id=record.pk, by=record.page.owner, values={"summary": f"Séance {number}."})
    return fresh(record.pk)


def test_a_draft_keeps_its_last_ten_versions():
    record = write(make_draft(make_user()), 13)
    other = write(make_draft(make_user("autre@essai.example")), 9)
    kept = versions(record)[-10:]
    assert prune_revisions() == 4
    assert versions(record) == kept
    assert len(versions(other)) == 10
    assert fresh(record.pk).page.latest_revision.as_object().summary == "Séance 12."
    assert prune_revisions() == 0


def test_submitted_accepted_published_read_and_told_versions_stay():
    owner, editor = make_user(), make_editor("Hauts-de-France")
    record = make_published(owner, editor)
    live = record.page.live_revision_id
    record = write(record, 1)
    told = record.page.latest_revision_id
    note(record, PracticeEvent.Kind.VERSION_RESTORED, by=owner, revision=record.page.latest_revision)
    record = write(record, 1)
    read = record.page.latest_revision_id
    Review.objects.create(
        record=record, round=1, email="lectrice@essai.example", due_on=timezone.localdate(), revision_id=read, done_at=timezone.now()
    )
    record = write(record, 1)
    submission.submit_practice(page_id=record.pk, by=owner)
    sent = fresh(record.pk).submitted_revision_id
    review.request_changes(page_id=record.pk, by=editor, comment="Qui a vu cet effet ?")
    record = write(fresh(record.pk), 14)
    last = versions(record)[-10:]
    prune_revisions()
    assert versions(record) == sorted({live, told, read, sent, *last})
    record = fresh(record.pk)
    assert (record.submitted_revision_id, record.page.live_revision_id) == (sent, live)
    assert prune_revisions() == 0


def test_nothing_is_forgotten_of_a_sheet_under_review_so_that_who_corrected_it_is_known():
    owner, editor = make_user(), make_editor("Hauts-de-France")
    other = make_editor("Hauts-de-France", "deuxieme@essai.example")
    record = make_submitted(owner)
    correct(record, editor, summary="Corrigé par la première.")
    for number in range(12):
        correct(record, other, summary=f"Corrigé par la deuxième, {number}.")
    assert prune_revisions() == 0
    assert correctors(fresh(record.pk)) == {editor.pk, other.pk}
    approve(record, make_editor(None))
    assert prune_revisions() > 0
    assert fresh(record.pk).page.live_revision_id in versions(record)


def test_versions_of_other_pages_are_left_alone():
    from home.models import HomePage

    home = HomePage.objects.get()
    for _time in range(12):
        home.save_revision()
    assert prune_revisions() == 0
    assert Revision.objects.filter(object_id=str(home.pk)).count() == 12


def test_a_sweep_forgets_a_bounded_number_and_the_next_goes_on(monkeypatch):
    record = write(make_draft(make_user()), 16)
    monkeypatch.setattr(pruning, "BATCH", 3)
    assert [prune_revisions() for _sweep in range(4)] == [3, 3, 1, 0]
    assert len(versions(record)) == 10


def test_a_sweep_that_finds_nothing_asks_twice():
    make_draft(make_user())
    with _queries() as queries:
        prune_writing()
    assert len(queries) == 2


def _queries():
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)


def test_forms_that_were_open_long_ago_are_forgotten():
    record = make_draft(make_user())
    for key, days in (("a" * 16, 9), ("b" * 16, 7)):
        OpenForm.objects.create(record=record, user=record.page.owner, key=key, at=timezone.now() - timedelta(days=days))
    assert prune_writing() == (0, 1)
    assert OpenForm.objects.get().key == "b" * 16


@pytest.mark.django_db(transaction=True)
def test_sweeps_and_writers_at_once_forget_only_what_is_past(reference_data):
    records = [write(make_draft(make_user(f"autrice{number}@essai.example")), 12) for number in range(3)]
    gate, faults = Barrier(6), []

    def run(act):
        gate.wait()
        try:
            act()
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    def writes(record):
        return lambda: drafts.save_draft(page_id=record.pk, by=record.page.owner, values={"summary": "Pendant ce temps."})

    acts = [prune_revisions] * 3 + [writes(record) for record in records]
    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert faults == []
    prune_revisions()
    for record in records:
        assert len(versions(record)) == 10
        assert fresh(record.pk).page.latest_revision.as_object().summary == "Pendant ce temps."


# --- drafts that wait ---


def forgotten(record, days=31):
    """Nobody has touched it for so long."""
    then = timezone.now() - timedelta(days=days)
    PracticeRecord.objects.filter(pk=record.pk).update(state_since=then)
    PracticePage.objects.filter(pk=record.pk).update(latest_revision_created_at=then)
    Revision.objects.filter(object_id=str(record.pk)).update(created_at=then)
    return fresh(record.pk)


def mails():
    return list(OutgoingMail.objects.filter(template="practices/mail/draft_waiting.txt").values_list("to", flat=True))


def test_a_draft_untouched_for_a_month_is_recalled_once(settings):
    owner = make_user(name="Nadia Essai")
    record = forgotten(make_draft(owner, title="Café & <thé>"))
    assert [remind_of_drafts(), remind_of_drafts()] == [1, 0]
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == (owner.email, "Votre brouillon « Café & <thé> » vous attend")
    assert f"{settings.SITE_URL}/mes-fiches/{record.identifier}/" in mail.body
    assert record.events.filter(kind="reminded").count() == 1


def test_writing_again_makes_a_draft_young_again():
    record = forgotten(make_draft(make_user()))
    remind_of_drafts()
    drafts.save_draft(page_id=record.pk, by=record.page.owner, values={"summary": "Repris."})
    assert (fresh(record.pk).draft_reminded_at, remind_of_drafts()) == (None, 0)
    forgotten(record)
    assert remind_of_drafts() == 1


def test_a_draft_with_a_title_only_is_recalled_too():
    page = drafts.begin_draft(owner=make_user(), title="Un titre")
    forgotten(page.record)
    assert remind_of_drafts() == 1


def test_no_mail_for_what_is_young_nobody_s_a_demo_s_an_inactive_account_s_or_no_longer_a_draft():
    owner = make_user()
    forgotten(make_draft(owner), days=29)
    forgotten(make_submitted(owner))
    unowned = forgotten(make_draft(owner))
    PracticePage.objects.filter(pk=unowned.pk).update(owner=None)
    demo = forgotten(make_draft(owner))
    PracticeRecord.objects.filter(pk=demo.pk).update(is_demo=True)
    forgotten(make_draft(make_user("partie@essai.example", is_active=False)))
    assert (remind_of_drafts(), mails()) == (0, [])


def test_reminder_and_its_trace_are_written_together(monkeypatch):
    record = forgotten(make_draft(make_user()))
    monkeypatch.setattr("practices.notifications.draft_waiting", _broken)
    with pytest.raises(RuntimeError):
        remind_of_drafts()
    assert (fresh(record.pk).draft_reminded_at, record.events.filter(kind="reminded").count(), mails()) == (None, 0, [])


def _broken(record):
    raise RuntimeError
