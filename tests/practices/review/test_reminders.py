"""What the clock does to readings and requests: one reminder before the day, one after, then the editor has it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from practices.domain import change_requests, review, reviewers, submission
from practices.models import PracticeEvent, Review
from practices.review.letters import Asked
from practices.review.notifications import reader_name

from ..factories import fresh
from .conftest import ask, give, in_days

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def on(monkeypatch):
    """`on(days)`: it is so many days later."""

    real = timezone.now()

    def later(days):
        moment = real + timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        # The field keeps the clock that it was declared with.
        monkeypatch.setitem(PracticeEvent._meta.get_field("at").__dict__, "_get_default", lambda: moment)

    return later


def sweep(mails):
    reviewers.send_review_reminders()
    change_requests.send_change_reminders()
    return mails()


def test_a_reader_is_reminded_before_and_after_then_the_editor_has_it_back(record, editor, mails, on):
    ask(record, editor, due_on=in_days(10))
    mails()
    told = {}
    for day in range(20):
        on(day)
        if sent := sweep(mails):
            told[day] = sent
        assert sweep(mails) == []
    assert told == {
        7: [("dehors@essai.example", "review_soon")],
        12: [("dehors@essai.example", "review_late")],
        17: [(editor.email, "review_silent")],
    }
    assert Review.objects.get().given_up_why == "silent"
    assert [event.kind for event in record.events.all()][-1] == "review_given_up"


def test_who_was_just_asked_for_a_near_day_is_not_reminded_at_once(record, editor, mails, on):
    ask(record, editor, due_on=in_days(2))
    mails()
    assert sweep(mails) == []
    on(1)
    assert sweep(mails) == []
    on(2)
    assert sweep(mails) == [("dehors@essai.example", "review_soon")]


def test_nobody_is_reminded_of_what_is_done_given_up_or_closed(record, editor, reader, contributor, mails, on):
    give(ask(record, editor, reader.email, due_on=in_days(5)))
    refused = ask(record, editor, due_on=in_days(5))
    reviewers.refuse_review(page_id=record.pk, review_id=refused.pk)
    reviewers.read_oneself(page_id=record.pk, by=editor)
    mails()
    for day in (4, 8, 40):
        on(day)
        assert sweep(mails) == []
    ask(record, editor, "autre@essai.example", due_on=timezone.localdate() + timedelta(days=3))
    submission.take_back_practice(page_id=record.pk, by=contributor)
    mails()
    on(60)
    assert sweep(mails) == []


def test_a_worker_that_slept_sends_the_last_word_only(record, editor, mails, on):
    ask(record, editor, due_on=in_days(5))
    mails()
    on(30)
    assert sweep(mails) == [(editor.email, "review_silent")]
    assert sweep(mails) == []


def test_a_contributor_is_reminded_before_and_after_her_day(record, editor, contributor, mails, on):
    review.request_changes(page_id=record.pk, by=editor, comment="Qui ?", asked=[Asked("context", "D’où vient-elle ?")], due_on=in_days(10))
    mails()
    told = {}
    for day in range(30):
        on(day)
        if sent := sweep(mails):
            told[day] = sent
        assert sweep(mails) == []
    assert told == {7: [(contributor.email, "changes_reminded")], 12: [(contributor.email, "changes_late")]}
    reminders = PracticeEvent.objects.filter(record=record, kind="reminded")
    assert [event.person for event in reminders] == [contributor, contributor]


def test_no_reminder_without_a_day_or_once_she_has_answered(record, editor, contributor, mails, on):
    review.request_changes(page_id=record.pk, by=editor, comment="Qui ?")
    on(40)
    mails()
    assert sweep(mails) == []
    submission.submit_practice(page_id=record.pk, by=contributor)
    review.request_changes(page_id=record.pk, by=editor, comment="Et quand ?", due_on=timezone.localdate() + timedelta(days=5))
    submission.submit_practice(page_id=record.pk, by=contributor)
    mails()
    on(44)
    assert (sweep(mails), fresh(record.pk).due_on) == ([], None)


def test_a_year_after_nothing_says_who_by_mail_was_asked(record, editor, reader, on):
    give(ask(record, editor, name="Yves"), remarks="Clair.")
    give(ask(record, editor, reader.email))
    on(364)
    assert reviewers.forget_readers() == 0
    on(366)
    assert (reviewers.forget_readers(), reviewers.forget_readers()) == (1, 0)
    forgotten, member = Review.objects.order_by("pk")
    assert (forgotten.email, forgotten.name, forgotten.remarks) == ("", "", "Clair.")
    assert (reader_name(forgotten), reader_name(member)) == ("une personne qui n’est plus nommée", "Samia Relue")
