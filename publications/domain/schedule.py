"""What goes out by itself, at its minute."""

import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.domain.errors import Faulty, Forbidden, OutOfDate

from ..models import EditorialEvent, EditorialRecord, WorkState
from ..permissions import may_publish
from .publication import publish_revision
from .records import locked_record, note, set_work_state

logger = logging.getLogger(__name__)


@transaction.atomic
def schedule_content(*, page_id: int, revision_id: int, at, by) -> None:
    """Has this very version go out at `at`. Raises Forbidden, OutOfDate, Faulty (a time that is past)."""
    record = locked_record(page_id)
    if reason := may_publish(by, record):
        raise Forbidden(reason)
    if record.page.latest_revision_id != revision_id:
        raise OutOfDate(_("Somebody saved this content since you read it: read it again first."))
    if at <= timezone.now():
        raise Faulty(_("This time is past."))
    set_work_state(record, WorkState.SCHEDULED, scheduled_for=at, scheduled_revision_id=revision_id)
    note(record, EditorialEvent.Kind.SCHEDULED, by=by, comment=at.isoformat(), revision=record.scheduled_revision)


@transaction.atomic
def unschedule_content(*, page_id: int, by) -> None:
    """Takes it off the schedule; it stays signed off. Raises Forbidden."""
    record = locked_record(page_id)
    if reason := may_publish(by, record):
        raise Forbidden(reason)
    if record.work_state == WorkState.SCHEDULED:
        state = WorkState.READY if record.page.specific_class.needs_workflow else WorkState.DRAFT
        set_work_state(record, state, scheduled_for=None, scheduled_revision=None)
        note(record, EditorialEvent.Kind.UNSCHEDULED, by=by)


def publish_due() -> int:
    """Publishes what is due, one transaction each; returns how many went out. One that fails keeps no other waiting."""
    due = EditorialRecord.objects.filter(work_state=WorkState.SCHEDULED, scheduled_for__lte=timezone.now()).order_by("scheduled_for")
    return sum(_publish(page_id) for page_id in list(due.values_list("pk", flat=True)))


def _publish(page_id: int) -> bool:
    try:
        with transaction.atomic():
            record = locked_record(page_id)
            revision, at = record.scheduled_revision, record.scheduled_for
            if record.work_state != WorkState.SCHEDULED or revision is None or at is None or at > timezone.now():
                return False
            publish_revision(record=record, revision=revision, by=None)
            note(record, EditorialEvent.Kind.PUBLISHED, revision=revision)
    except Exception:
        logger.exception("Content %s did not go out", page_id)
        return False
    return True
