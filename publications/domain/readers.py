"""Members who are asked to read a content: each alone until she is done, then side by side for the editors."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from practices.domain.errors import Faulty, Forbidden, OutOfDate

from .. import notifications as mails
from ..grid import Grid
from ..models import ContentReading, EditorialEvent, EditorialRecord, WorkState
from ..permissions import may_handle, may_read
from .records import locked_record, note

Kind = EditorialEvent.Kind

LONGEST_TERM = timedelta(days=90)
USUAL_TERM = timedelta(days=15)
REMINDED_BEFORE = timedelta(days=3)
REMINDED_AFTER = timedelta(days=2)


@transaction.atomic
def ask_reader(*, page_id: int, by, email: str, due_on: date) -> ContentReading:
    """Asks a member to read the newest version until that day; she is told by mail. Raises Forbidden, OutOfDate, Faulty."""
    record = _reading(page_id, by)
    today = timezone.localdate()
    if not today <= due_on <= today + LONGEST_TERM:
        raise Faulty(_("Choose a day between today and three months from now."))
    reader = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if reason := may_read(reader, record):
        raise Forbidden(reason)
    former = record.readings.filter(round=record.round, reader=reader).first()
    if former and former.given_up_at is None:
        raise OutOfDate(_("This person is already asked to read this text, or has read it."))
    if former:
        former.delete()
    reading = ContentReading.objects.create(
        record=record, round=record.round, reader=reader, asked_by=by, due_on=due_on, revision=record.page.latest_revision
    )
    note(record, Kind.READING_ASKED, by=by, person=reader, revision=reading.revision)
    mails.to_reader(reading, "reading_asked")
    return reading


@transaction.atomic
def take_back_reading(*, page_id: int, reading_id: int, by) -> None:
    """The editors no longer ask for it. Raises Forbidden, OutOfDate."""
    record = _reading(page_id, by)
    _close(record, _awaited(record, reading_id), by)


@transaction.atomic
def save_reading(*, page_id: int, reading_id: int, by, grid: Grid, remarks: str, advice: str, done: bool = False) -> None:
    """Keeps a reader's answers; once `done`, the editors see them and they no longer change. Raises Forbidden, OutOfDate."""
    record = locked_record(page_id)
    reading = _own(record, reading_id, by)
    reading.grid, reading.remarks, reading.advice = grid, remarks, advice
    if done:
        reading.done_at = timezone.now()
        note(record, Kind.READING_DONE, by=by, revision=reading.revision)
    reading.save()
    if done:
        mails.to_handlers(record, "reading_done", by=by, reader=str(by))


@transaction.atomic
def refuse_reading(*, page_id: int, reading_id: int, by) -> None:
    """The reader would rather not; the editors are told. Raises Forbidden, OutOfDate."""
    record = locked_record(page_id)
    reading = _own(record, reading_id, by)
    reading.given_up_at = timezone.now()
    reading.save()
    note(record, Kind.READING_GIVEN_UP, by=by, person=by)
    mails.to_handlers(record, "reading_refused", by=by, reader=str(by))


def close_readings(record: EditorialRecord, by) -> None:
    """The step is over: nobody is asked to read this round any more. The caller holds the lock."""
    for reading in list(awaited_readings(record)):
        _close(record, reading, by)


def awaited_readings(record: EditorialRecord) -> QuerySet[ContentReading]:
    return record.readings.filter(round=record.round, done_at=None, given_up_at=None).select_related("reader")


def send_reading_reminders() -> int:
    """Reminds readers before and after their day; returns how many mails."""
    today = timezone.localdate()
    awaited = ContentReading.objects.filter(
        done_at=None, given_up_at=None, record__work_state=WorkState.READING, round=F("record__round"), reader__is_active=True
    )
    # Who was asked yesterday for the day after tomorrow needs no reminder.
    before = Q(reminded_before_at=None, due_on__gte=today, due_on__lte=today + REMINDED_BEFORE, asked_at__date__lte=today - REMINDED_AFTER)
    after = Q(reminded_after_at=None, due_on__lte=today - REMINDED_AFTER)
    return sum(_remind(*row, today) for row in list(awaited.filter(before | after).values_list("record_id", "pk")))


@transaction.atomic
def _remind(page_id: int, reading_id: int, today: date) -> int:
    record = locked_record(page_id)
    reading = awaited_readings(record).filter(pk=reading_id).first()
    if reading is None:
        return 0
    name = "reminded_after_at" if reading.due_on < today else "reminded_before_at"
    if getattr(reading, name):
        return 0
    setattr(reading, name, timezone.now())
    reading.save()
    return mails.to_reader(reading, "reading_due")


def _reading(page_id: int, by) -> EditorialRecord:
    record = locked_record(page_id)
    if reason := may_handle(by, record):
        raise Forbidden(reason)
    if record.work_state != WorkState.READING:
        raise OutOfDate(_("This content is not at the reading step."))
    return record


def _own(record: EditorialRecord, reading_id: int, by) -> ContentReading:
    reading = _awaited(record, reading_id)
    if reading.reader_id != by.pk:
        raise Forbidden(_("This reading is asked of somebody else."))
    if reason := may_read(by, record):
        raise Forbidden(reason)
    return reading


def _awaited(record: EditorialRecord, reading_id: int) -> ContentReading:
    reading = awaited_readings(record).filter(pk=reading_id).first()
    if reading is None or record.work_state != WorkState.READING:
        raise OutOfDate(_("This reading is no longer awaited."))
    return reading


def _close(record: EditorialRecord, reading: ContentReading, by) -> None:
    reading.given_up_at = timezone.now()
    reading.save()
    note(record, Kind.READING_GIVEN_UP, by=by, person=reading.reader)
    mails.to_reader(reading, "reading_closed")
