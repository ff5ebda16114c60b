"""Who holds a content at its step, until when, and who is reminded of it."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.templatetags.core_tags import day
from practices.domain.errors import Faulty, Forbidden, OutOfDate

from .. import notifications as mails
from ..models import EditorialEvent, EditorialRecord, WorkState
from ..permissions import UNDER_WAY, may_be_given, may_handle
from .records import locked_record, note

Kind = EditorialEvent.Kind

LONGEST_TERM = timedelta(days=365)
REMINDED_BEFORE = timedelta(days=2)
REMINDED_AFTER = timedelta(days=1)


@transaction.atomic
def give_content(*, page_id: int, by, holder_id: int) -> None:
    """Gives it to somebody who handles its step, herself included; who gets it is told. Raises Forbidden."""
    record = _handled(page_id, by)
    holder = User.objects.filter(pk=holder_id).first()
    if reason := may_be_given(holder, record):
        raise Forbidden(reason)
    if holder and record.holder_id != holder.pk:
        record.holder = holder
        record.save(update_fields=["holder"])
        note(record, Kind.HELD, by=by, person=holder)
        if holder.pk != by.pk:
            mails.to_editor(holder, record, "content_given", by=str(by))


@transaction.atomic
def release_content(*, page_id: int, by) -> None:
    """Nobody holds it any more. Raises Forbidden, OutOfDate."""
    record = _handled(page_id, by)
    if record.holder_id is None:
        raise OutOfDate(_("Nobody holds this content."))
    note(record, Kind.RELEASED, by=by, person=record.holder)
    record.holder = None
    record.save(update_fields=["holder"])


@transaction.atomic
def set_due_date(*, page_id: int, by, due_on: date) -> None:
    """Another day for its step. Raises Forbidden, OutOfDate, Faulty."""
    record = _handled(page_id, by)
    if record.work_state not in (*UNDER_WAY, WorkState.CHANGES_REQUESTED):
        raise OutOfDate(_("This content is at no step: a due date would tell nobody anything."))
    today = timezone.localdate()
    if not today <= due_on <= today + LONGEST_TERM:
        raise Faulty(_("Choose a day between today and one year from now."))
    record.due_on, record.reminded_before_at, record.reminded_after_at = due_on, None, None
    record.save(update_fields=["due_on", "reminded_before_at", "reminded_after_at"])
    note(record, Kind.DUE_SET, by=by, comment=day(due_on))


def send_step_reminders() -> int:
    """Reminds those who handle a step, or the authors of corrections, before and after its day; returns how many mails."""
    today = timezone.localdate()
    awaited = EditorialRecord.objects.filter(work_state__in=(*UNDER_WAY, WorkState.CHANGES_REQUESTED))
    before = Q(reminded_before_at=None, due_on__gte=today, due_on__lte=today + REMINDED_BEFORE, state_since__date__lt=today)
    after = Q(reminded_after_at=None, due_on__lte=today - REMINDED_AFTER)
    return sum(_remind(page_id, today) for page_id in list(awaited.filter(before | after).values_list("pk", flat=True)))


@transaction.atomic
def _remind(page_id: int, today: date) -> int:
    record = locked_record(page_id)
    if record.due_on is None or record.work_state not in (*UNDER_WAY, WorkState.CHANGES_REQUESTED):
        return 0
    name = "reminded_after_at" if record.due_on < today else "reminded_before_at"
    if getattr(record, name):
        return 0
    setattr(record, name, timezone.now())
    record.save(update_fields=[name])
    if record.work_state == WorkState.CHANGES_REQUESTED:
        return mails.to_authors(record, "corrections_due", due=day(record.due_on))
    return mails.to_handlers(record, "step_due")


def _handled(page_id: int, by) -> EditorialRecord:
    record = locked_record(page_id)
    if reason := may_handle(by, record):
        raise Forbidden(reason)
    return record
