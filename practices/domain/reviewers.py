"""Readers of a sheet: who is asked to read it, what they answer, and what happens when they do not."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User

from ..models import PracticeEvent, PracticeRecord, Review, ReviewState
from ..models.record import UNDER_REVIEW
from ..permissions import may_assign, may_review
from ..review import notifications as mails
from ..review.grid import Answers, Grid, is_empty
from .errors import Faulty, Forbidden, OutOfDate
from .records import locked_record, note, set_review_state

Kind = PracticeEvent.Kind

LONGEST_TERM = timedelta(days=90)
USUAL_TERM = timedelta(days=15)
REMINDED_BEFORE = timedelta(days=3)
REMINDED_AFTER = timedelta(days=2)
SILENT_AFTER = timedelta(days=7)
KEPT_FOR = timedelta(days=365)


@transaction.atomic
def assign_reviewer(*, page_id: int, by, email: str, due_on: date, name: str = "") -> Review:
    """Asks somebody to read the newest version until that day; the mail holds the link. A member is known by the address of her account.

    Asking again somebody who gave up makes a new link; the former opens nothing. Raises Forbidden, OutOfDate.
    """
    record = _assigning(page_id, by)
    today = timezone.localdate()
    if not today <= due_on <= today + LONGEST_TERM:
        raise OutOfDate(_("Choose a day between today and three months from now."))
    member = User.objects.filter(email__iexact=email, is_active=True).first()
    if refusal := may_review(record, user=member, email=email):
        raise Forbidden(refusal)
    review = _begin(record, by, due_on=due_on, reviewer=member, email="" if member else email.lower(), name="" if member else name)
    mails.review_asked(review)
    return review


@transaction.atomic
def read_oneself(*, page_id: int, by) -> Review:
    """The editor takes a grid of her own: until it is done she sees nobody else's. Raises Forbidden, OutOfDate."""
    record = _assigning(page_id, by)
    return _begin(record, by, due_on=timezone.localdate() + USUAL_TERM, reviewer=by)


@transaction.atomic
def take_back_review(*, page_id: int, review_id: int, by) -> Review:
    """The editors no longer ask for this reading; its link opens nothing any more. Raises Forbidden, OutOfDate."""
    record = _assigning(page_id, by)
    review = _awaited(record, review_id)
    _give_up(review, "removed", by=by)
    if review.reviewer_id != by.pk:
        mails.review_closed(review)
    return review


@transaction.atomic
def save_review(*, page_id: int, review_id: int, grid: Grid, remarks: str, done: bool = False) -> Review:
    """Keeps a reader's answers; once `done`, the editors see them and they no longer change. Raises Forbidden, OutOfDate; Faulty for a
    reading given in that says nothing.
    """
    record = locked_record(page_id)
    review = _awaited(record, review_id)
    if refusal := _why_not_read(record, review):
        raise Forbidden(refusal)
    if done and not remarks and is_empty(grid):
        raise Faulty(_("Your reading says nothing yet: answer one question at least, or write a remark."))
    review.grid, review.remarks = grid, remarks
    if done:
        review.done_at = timezone.now()
    review.save()
    if done:
        note(record, Kind.REVIEW_DONE, by=review.reviewer, revision=review.revision)
        mails.review_done(review)
    return review


@transaction.atomic
def refuse_review(*, page_id: int, review_id: int) -> Review:
    """The reader would rather not; the editors are told. Raises OutOfDate."""
    record = locked_record(page_id)
    review = _awaited(record, review_id)
    _give_up(review, "refused", by=review.reviewer)
    mails.review_refused(review)
    return review


def keep_decision(record: PracticeRecord, by, answers: Answers) -> None:
    """The answers that a decision rests on, kept as the deciding editor's own grid unless she had given one. The caller holds the lock."""
    review = record.reviews.filter(round=record.round, reviewer=by).first()
    if review is None:
        review = Review(record=record, round=record.round, reviewer=by, asked_by=by, due_on=timezone.localdate())
    elif review.done_at:
        return
    review.grid = {key: {"comment": "", **review.grid.get(key, {}), "answer": answer} for key, answer in answers.items()}
    review.revision = record.page.latest_revision
    review.done_at, review.given_up_at, review.given_up_why = timezone.now(), None, ""
    review.save()


def close_reviews(record: PracticeRecord, by) -> None:
    """The sheet is decided, gone, or comes anew: nobody is asked to read this round of it any more. The caller holds the lock."""
    for review in list(awaited_reviews(record).select_related("reviewer", "asked_by")):
        review.record = record
        _give_up(review, "removed", by=by)
        if by is None or review.reviewer_id != by.pk:
            mails.review_closed(review)


def awaited_reviews(record: PracticeRecord) -> QuerySet[Review]:
    return record.reviews.filter(round=record.round, done_at=None, given_up_at=None)


def forget_readers() -> int:
    """A year after a reading ended nothing says any more who without an account was asked for it; what was answered stays."""
    past = timezone.now() - KEPT_FOR
    ended = Review.objects.filter(Q(done_at__lt=past) | Q(given_up_at__lt=past)).exclude(email="")
    return ended.update(name="", email="")


def send_review_reminders() -> int:
    """Reminds readers before and after their day, then gives a silent one's reading back to the editors; returns how many mails."""
    today = timezone.localdate()
    awaited = Review.objects.filter(done_at=None, given_up_at=None, record__review_state__in=UNDER_REVIEW, round=F("record__round"))
    asked = awaited.exclude(reviewer=F("asked_by"))
    # Who was asked yesterday for the day after tomorrow needs no reminder.
    before = Q(reminded_before_at=None, due_on__gte=today, due_on__lte=today + REMINDED_BEFORE, asked_at__date__lte=today - REMINDED_AFTER)
    after = Q(reminded_after_at=None, due_on__lte=today - REMINDED_AFTER)
    silent = Q(due_on__lte=today - SILENT_AFTER)
    due = asked.filter(before | after | silent).values_list("record_id", "pk")
    return sum(_remind(page_id, pk, today) for page_id, pk in list(due))


@transaction.atomic
def _remind(page_id: int, review_id: int, today: date) -> int:
    record = locked_record(page_id)
    try:
        review = _awaited(record, review_id)
    except OutOfDate:
        return 0
    if review.due_on <= today - SILENT_AFTER:
        _give_up(review, "silent")
        return mails.review_silent(review)
    if review.due_on <= today - REMINDED_AFTER:
        if review.reminded_after_at:
            return 0
        review.reminded_after_at, send = timezone.now(), mails.review_late
    else:
        if review.reminded_before_at:
            return 0
        review.reminded_before_at, send = timezone.now(), mails.review_soon
    review.save()
    return send(review)


def _assigning(page_id: int, by) -> PracticeRecord:
    record = locked_record(page_id)
    if refusal := may_assign(by, record):
        raise Forbidden(refusal)
    return record


def _begin(record: PracticeRecord, by, *, due_on: date, reviewer=None, email: str = "", name: str = "") -> Review:
    """One reading a reader and round: one that was given up begins anew, under a new link."""
    which: dict[str, Any] = {"reviewer": reviewer} if reviewer else {"email": email}
    former = record.reviews.filter(round=record.round, **which).first()
    if former and former.given_up_at is None:
        raise OutOfDate(_("This person is already asked to read this sheet, or has read it."))
    if former is not None:
        former.delete()
    review = Review.objects.create(
        record=record,
        round=record.round,
        reviewer=reviewer,
        email=email,
        name=name,
        asked_by=by,
        due_on=due_on,
        revision=record.page.latest_revision,
    )
    if record.review_state == ReviewState.SUBMITTED:
        set_review_state(record, ReviewState.IN_REVIEW, holder=record.holder or by)
        note(record, Kind.TAKEN_IN_CHARGE, by=by)
    note(record, Kind.REVIEW_ASKED, by=by, person=reviewer, revision=review.revision)
    return review


def _awaited(record: PracticeRecord, review_id: int) -> Review:
    """A reading of this round that is neither done nor given up."""
    review = awaited_reviews(record).select_related("reviewer", "asked_by", "revision").filter(pk=review_id).first()
    if review is None or not record.is_under_review:
        raise OutOfDate(_("This reading is no longer awaited."))
    review.record = record
    return review


def _why_not_read(record: PracticeRecord, review: Review):
    return may_review(record, user=review.reviewer, email=review.email)


def _give_up(review: Review, why: str, by=None) -> None:
    review.given_up_at, review.given_up_why = timezone.now(), why
    review.save()
    note(review.record, Kind.REVIEW_GIVEN_UP, by=by, person=review.reviewer)
