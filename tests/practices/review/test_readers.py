"""Asking somebody to read a sheet: who may be asked by whom, what each act changes, and the mails that it sends and does not send."""

import pytest

from accounts.models import User
from practices.domain import review, reviewers, submission
from practices.domain.errors import Forbidden, OutOfDate
from practices.models import CoAuthor, Review, ReviewState

from ..factories import correct, fresh, make_editor, make_submitted, make_user
from .conftest import ask, decide, filled, give, in_days

pytestmark = pytest.mark.usefixtures("reference_data")


def kinds(record):
    return [event.kind for event in record.events.all()]


def test_a_person_without_an_account_is_asked_by_mail(record, editor, mails):
    mails()
    asked = ask(record, editor, "Dehors@Essai.example", name="Yves")
    assert (asked.email, asked.name, asked.reviewer, asked.round, asked.revision_id) == (
        "dehors@essai.example",
        "Yves",
        None,
        1,
        fresh(record.pk).page.latest_revision_id,
    )
    assert mails() == [("dehors@essai.example", "review_asked")]
    assert fresh(record.pk).review_state == ReviewState.IN_REVIEW
    assert kinds(record)[-2:] == ["taken_in_charge", "review_asked"]


def test_a_member_is_known_by_the_address_of_her_account(record, editor, reader, mails):
    mails()
    asked = ask(record, editor, reader.email.upper())
    assert (asked.reviewer, asked.email) == (reader, "")
    assert mails() == [(reader.email, "review_asked")]


def test_nobody_is_asked_twice_in_a_round(record, editor, reader, mails):
    ask(record, editor, reader.email)
    ask(record, editor)
    mails()
    for address in (reader.email, "dehors@essai.example"):
        with pytest.raises(OutOfDate):
            ask(record, editor, address)
    assert (mails(), record.reviews.count()) == ([], 2)


def test_who_writes_the_sheet_is_not_asked_to_read_it(record, editor, contributor, reader, mails):
    coauthor = make_user("coautrice@essai.example")
    CoAuthor.objects.create(record=record, user=coauthor, role="read", accepted_at=record.submitted_at)
    CoAuthor.objects.create(record=record, email="invitee@essai.example", role="edit")
    mails()
    for address in (contributor.email, coauthor.email, "Invitee@essai.example", "contact@essai.example"):
        with pytest.raises(Forbidden):
            ask(record, editor, address)
    assert (mails(), Review.objects.count(), fresh(record.pk).review_state) == ([], 0, "submitted")
    assert ask(record, editor, reader.email).reviewer == reader


def test_who_may_not_decide_asks_nobody(record, contributor, reader):
    elsewhere = make_editor("Île-de-France", "ailleurs@essai.example")
    for person in (elsewhere, contributor, reader):
        with pytest.raises(Forbidden):
            ask(record, person)
    own = make_submitted(make_editor("Hauts-de-France", "autrice-et-redactrice@essai.example"))
    with pytest.raises(Forbidden):
        ask(own, own.page.owner)
    assert Review.objects.count() == 0


@pytest.mark.parametrize("days", [-1, 91])
def test_the_day_is_within_three_months(record, editor, days):
    with pytest.raises(OutOfDate):
        ask(record, editor, due_on=in_days(days))
    assert ask(record, editor, due_on=in_days(90)).due_on == in_days(90)


def test_a_reading_is_kept_alone_then_given_in_once(record, editor, reader, mails):
    asked = ask(record, editor, reader.email)
    mails()
    kept = reviewers.save_review(page_id=record.pk, review_id=asked.pk, grid=filled(_1="yes"), remarks="Brouillon")
    assert (kept.done_at, mails(), "review_done" in kinds(record)) == (None, [], False)
    done = give(asked, _4=("no", "On reconnaît une personne."))
    assert (done.grid["4"], mails(), kinds(record)[-1]) == (
        {"answer": "no", "comment": "On reconnaît une personne."},
        [(editor.email, "review_done")],
        "review_done",
    )
    for again in (give, lambda review: reviewers.refuse_review(page_id=record.pk, review_id=review.pk)):
        with pytest.raises(OutOfDate):
            again(asked)
    assert (Review.objects.get().grid["4"]["answer"], mails()) == ("no", [])


def test_the_mail_of_a_reading_goes_to_who_holds_the_sheet_once_who_asked_left(record, editor, reader, mails):
    asked = ask(record, editor, reader.email)
    holder = make_editor("Hauts-de-France", "tenante@essai.example")
    review.take_in_charge(page_id=record.pk, by=holder)
    User.objects.filter(pk=editor.pk).update(is_active=False)
    mails()
    give(asked)
    assert mails() == [(holder.email, "review_done")]


def test_a_reader_gives_up_and_the_editor_hears_of_it(record, editor, reader, mails):
    asked = ask(record, editor, reader.email)
    mails()
    reviewers.refuse_review(page_id=record.pk, review_id=asked.pk)
    gone = Review.objects.get()
    assert (gone.given_up_why, bool(gone.given_up_at), mails(), kinds(record)[-1]) == (
        "refused",
        True,
        [(editor.email, "review_refused")],
        "review_given_up",
    )
    with pytest.raises(OutOfDate):
        give(asked)


def test_an_editor_takes_a_reading_back_and_may_ask_anew(record, editor, mails):
    asked = ask(record, editor)
    elsewhere = make_editor("Île-de-France", "ailleurs@essai.example")
    mails()
    with pytest.raises(Forbidden):
        reviewers.take_back_review(page_id=record.pk, review_id=asked.pk, by=elsewhere)
    reviewers.take_back_review(page_id=record.pk, review_id=asked.pk, by=editor)
    assert (Review.objects.get().given_up_why, mails()) == ("removed", [("dehors@essai.example", "review_closed")])
    with pytest.raises(OutOfDate):
        reviewers.take_back_review(page_id=record.pk, review_id=asked.pk, by=editor)
    again = ask(record, editor)
    assert (again.given_up_at, Review.objects.get() == again, again.pk == asked.pk) == (None, True, False)


def test_a_reading_of_another_sheet_is_not_taken_back(record, editor, contributor):
    asked = ask(record, editor)
    other = make_submitted(contributor, title="Une autre")
    with pytest.raises(OutOfDate):
        reviewers.take_back_review(page_id=other.pk, review_id=asked.pk, by=editor)
    assert Review.objects.get().given_up_at is None


def test_who_becomes_a_coauthor_no_longer_reads(record, editor, reader):
    asked = ask(record, editor, reader.email)
    CoAuthor.objects.create(record=record, user=reader, role="comment", accepted_at=record.submitted_at)
    with pytest.raises(Forbidden):
        give(asked)
    assert Review.objects.get().done_at is None


def test_a_decision_closes_the_readings_that_are_awaited(record, editor, reader, mails):
    done, awaited = ask(record, editor, reader.email), ask(record, editor)
    give(done)
    mails()
    decide(record, editor)
    assert [(row.done_at is None, row.given_up_why) for row in record.reviews.order_by("pk")] == [(False, ""), (True, "removed")]
    assert sorted(mails()) == [("contributrice@essai.example", "published"), ("dehors@essai.example", "review_closed")]
    with pytest.raises(OutOfDate):
        give(awaited)


@pytest.mark.parametrize("act", ["changes", "decline", "take_back"])
def test_any_end_of_a_round_closes_its_readings(record, editor, contributor, mails, act):
    ask(record, editor)
    mails()
    if act == "changes":
        review.request_changes(page_id=record.pk, by=editor, comment="Qui ?")
    elif act == "decline":
        review.decline_practice(page_id=record.pk, by=editor, reason="Hors du champ.")
    else:
        submission.take_back_practice(page_id=record.pk, by=contributor)
    assert ("dehors@essai.example", "review_closed") in mails()
    assert Review.objects.get().given_up_why == "removed"


def test_a_new_round_asks_anew(record, editor, contributor):
    give(ask(record, editor))
    review.request_changes(page_id=record.pk, by=editor, comment="Qui ?")
    submission.submit_practice(page_id=record.pk, by=contributor)
    again = ask(record, editor)
    assert (again.round, record.reviews.count()) == (2, 2)


def test_a_reader_who_edits_the_region_may_still_decide(record, editor, mails):
    own = reviewers.read_oneself(page_id=record.pk, by=editor)
    assert (own.reviewer, own.asked_by) == (editor, editor)
    give(own)
    assert ((editor.email, "review_done") in mails(), decide(record, editor).public_state) == (False, "published")


def test_correcting_the_text_keeps_the_version_that_readers_were_given(record, editor):
    asked = ask(record, editor)
    correct(record, editor, summary="Corrigé entre-temps.")
    asked.refresh_from_db()
    assert asked.revision.as_object().summary != "Corrigé entre-temps."
