"""Who of the editors holds a sheet, until when, and who is reminded of it."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User

from .. import notifications
from ..models import UNDER_REVIEW, PracticeEvent, PracticeRecord, ReviewState
from ..permissions import may_be_given, may_handle
from .errors import Forbidden, OutOfDate
from .records import locked_record, note, set_review_state

Kind = PracticeEvent.Kind

LONGEST_TERM = timedelta(days=365)
REMINDED_BEFORE = timedelta(days=2)


@transaction.atomic
def give_practice(*, page_id: int, by, holder_id: int) -> PracticeRecord:
    """Gives a sheet under review to an editor of its region, who is told by mail. Raises Forbidden, OutOfDate."""
    record = _under_review(page_id, by)
    holder = User.objects.filter(pk=holder_id).first()
    if refusal := may_be_given(holder, record):
        raise Forbidden(refusal)
    if record.holder_id != holder_id:
        record.holder = holder
        record.save(update_fields=["holder"])
        note(record, Kind.HELD, by=by, person=holder)
        if holder_id != by.pk:
            notifications.sheet_given(record, by)
    return record


@transaction.atomic
def release_practice(*, page_id: int, by) -> PracticeRecord:
    """Nobody holds the sheet any more: it awaits a reader again. Raises Forbidden, OutOfDate."""
    record = _under_review(page_id, by)
    if record.holder_id is None:
        raise OutOfDate(_("Nobody holds this sheet."))
    former = record.holder
    set_review_state(record, ReviewState.SUBMITTED, holder=None)
    note(record, Kind.RELEASED, by=by, person=former)
    return record


@transaction.atomic
def set_due_date(*, page_id: int, by, due_on: date) -> PracticeRecord:
    """Says until when the editors mean to answer, or the contributor is asked to. Raises Forbidden, OutOfDate."""
    record = _handled(page_id, by)
    if not record.is_under_review and record.review_state != ReviewState.CHANGES_REQUESTED:
        raise OutOfDate(_("This sheet awaits nothing: a due date would tell nobody anything."))
    today = timezone.localdate()
    if not today <= due_on <= today + LONGEST_TERM:
        raise OutOfDate(_("Choose a day between today and one year from now."))
    if record.due_on != due_on:
        record.due_on = due_on
        record.save(update_fields=["due_on"])
        note(record, Kind.DUE_SET, by=by, comment=date_format(due_on, "j F Y"))
    return record


@transaction.atomic
def remind_holder(*, page_id: int, by) -> PracticeRecord:
    """Reminds the editor who holds a sheet under review, once a day at most. Raises Forbidden, OutOfDate."""
    record = _under_review(page_id, by)
    if record.holder is None or not record.holder.is_active:
        raise OutOfDate(_("Nobody holds this sheet: give it to somebody first."))
    _remind(record, record.holder, by)
    notifications.holder_reminded(record, by)
    return record


@transaction.atomic
def remind_contributor(*, page_id: int, by) -> PracticeRecord:
    """Reminds the contributor of the changes asked for, once a day at most. Raises Forbidden, OutOfDate."""
    record = _handled(page_id, by)
    if record.review_state != ReviewState.CHANGES_REQUESTED:
        raise OutOfDate(_("Nothing is asked of the contributor of this sheet."))
    owner = record.page.owner
    if owner is None or not owner.is_active:
        raise OutOfDate(_("This sheet has no contributor who can be reminded."))
    _remind(record, owner, by)
    notifications.contributor_reminded(record)
    return record


def remind_holders() -> int:
    """Reminds who holds a sheet under review two days before its due date, and once it is past; returns how many mails."""
    today = timezone.localdate()
    due = PracticeRecord.objects.filter(review_state__in=UNDER_REVIEW, due_on__lte=today + REMINDED_BEFORE, holder__is_active=True)
    return sum(_remind_if_due(pk, today) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _remind_if_due(page_id: int, today: date) -> bool:
    record = locked_record(page_id)
    if not record.is_under_review or record.holder is None or record.due_on is None or record.due_on > today + REMINDED_BEFORE:
        return False
    late = record.due_on < today
    since = record.due_on + timedelta(days=1) if late else record.due_on - REMINDED_BEFORE
    if _reminders(record, record.holder).filter(Q(actor=None, at__date__gte=since) | Q(at__date=today)).exists():
        return False
    note(record, Kind.REMINDED, person=record.holder)
    notifications.holder_reminded(record)
    return True


def _remind(record: PracticeRecord, person, by) -> None:
    if _reminders(record, person).filter(at__date=timezone.localdate()).exists():
        raise OutOfDate(_("This person was already reminded today."))
    note(record, Kind.REMINDED, by=by, person=person)


def _reminders(record: PracticeRecord, person):
    return record.events.filter(kind=Kind.REMINDED, person=person)


def _handled(page_id: int, by) -> PracticeRecord:
    record = locked_record(page_id)
    if refusal := may_handle(by, record):
        raise Forbidden(refusal)
    return record


def _under_review(page_id: int, by) -> PracticeRecord:
    record = _handled(page_id, by)
    if not record.is_under_review:
        raise OutOfDate(_("This sheet is not under review."))
    return record
