"""What goes out by itself, at its minute: whole, or not at all."""

import logging
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from core.templatetags.core_tags import moment
from practices.domain.errors import Faulty, Forbidden, OutOfDate, Refused

from .. import notifications as mails
from ..models import EditorialEvent, EditorialRecord, ScheduledPiece, WorkState
from ..permissions import may_publish
from .proofs import request_files
from .publication import publish_revision
from .records import locked_record, note, set_work_state
from .whole import faults, hold_pieces, is_signed, lock_with_pieces, pieces_of

Kind = EditorialEvent.Kind
logger = logging.getLogger(__name__)

#: A time that went by since it was typed still means "soon": the form tells no seconds, and who reads once more before pressing is late.
MOST_LATE = timedelta(minutes=5)


@transaction.atomic
def schedule_content(*, page_id: int, revision_id: int, at, by) -> None:
    """Has this very version go out at `at`, a cahier with all its pieces: with the next sweep when that minute has just gone by.

    Raises Forbidden, OutOfDate, Faulty with all that is missing.
    """
    asked_at = timezone.now()
    record, revision = _allowed(page_id, revision_id, by)
    if at < asked_at - MOST_LATE:
        raise Faulty(_("This time is past: it is %(now)s. Choose a later one.") % {"now": moment(asked_at)})
    set_work_state(record, WorkState.SCHEDULED, scheduled_for=at, scheduled_revision_id=revision_id)
    hold_pieces(record, revision)
    note(record, Kind.SCHEDULED, by=by, comment=moment(at), revision=revision)
    if record.page.specific_class.needs_workflow:
        request_files(record, revision)
        mails.to_authors(record, "scheduled", at=moment(at))


@transaction.atomic
def publish_now(*, page_id: int, revision_id: int, by) -> None:
    """The same at once. Raises Forbidden, OutOfDate, Faulty."""
    record, revision = _allowed(page_id, revision_id, by)
    _publish_whole(record, revision, by)


@transaction.atomic
def unschedule_content(*, page_id: int, by) -> None:
    """Takes it off the schedule; it stays signed off. Raises Forbidden."""
    record = locked_record(page_id)
    if reason := may_publish(by, record):
        raise Forbidden(reason)
    if record.work_state == WorkState.SCHEDULED:
        take_off_schedule(record)
        note(record, Kind.UNSCHEDULED, by=by)


def take_off_schedule(record: EditorialRecord) -> None:
    """The caller holds the lock, and notes why."""
    state = WorkState.READY if record.page.specific_class.needs_workflow else WorkState.DRAFT
    set_work_state(record, state, scheduled_for=None, scheduled_revision=None)
    record.scheduled_pieces.all().delete()


def unschedule_cahiers(*, reason: str, piece_id: int | None = None, sheet: str = "") -> None:
    """A piece of theirs changed or left: the scheduled cahiers that hold it wait, and the editors are told. In the caller's transaction,
    which holds the piece."""
    rows = ScheduledPiece.objects.filter(piece_id=piece_id) if piece_id else ScheduledPiece.objects.filter(sheet=sheet)
    for page_id in sorted(set(rows.values_list("cahier_id", flat=True))):
        record = locked_record(page_id)
        if record.work_state == WorkState.SCHEDULED:
            take_off_schedule(record)
            note(record, Kind.UNSCHEDULED, comment=reason)
            mails.to_handlers(record, "unscheduled", reason=reason)


def publish_due() -> int:
    """Publishes what is due, one transaction each; returns how many went out. One that fails keeps no other waiting."""
    due = EditorialRecord.objects.filter(work_state=WorkState.SCHEDULED, scheduled_for__lte=timezone.now()).order_by("scheduled_for")
    return sum(_publish_due(page_id) for page_id in list(due.values_list("pk", flat=True)))


def _publish_due(page_id: int) -> bool:
    try:
        with transaction.atomic():
            lock_with_pieces(page_id)
            record = locked_record(page_id)
            revision, at = record.scheduled_revision, record.scheduled_for
            if record.work_state != WorkState.SCHEDULED or revision is None or at is None or at > timezone.now():
                return False
            _check(record, revision)
            _publish_whole(record, revision, by=None)
    except (OperationalError, InterfaceError):
        # The database itself failed: nothing went out, and the next sweep tries again.
        logger.exception("Content %s did not go out", page_id)
        return False
    except Refused as refusal:
        _keep_back(page_id, str(refusal))
        return False
    except Exception:
        logger.exception("Content %s did not go out", page_id)
        _keep_back(page_id, _("An unexpected error, kept in the journal of the site."))
        return False
    return True


def _allowed(page_id: int, revision_id: int, by) -> tuple[EditorialRecord, Revision]:
    revision = Revision.objects.filter(pk=revision_id).first()
    lock_with_pieces(page_id, revision)
    record = locked_record(page_id)
    if reason := may_publish(by, record):
        raise Forbidden(reason)
    if revision is None or record.page.latest_revision_id != revision_id:
        raise OutOfDate(_("Somebody saved this content since you read it: read it again first."))
    _check(record, revision)
    return record, revision


def _check(record: EditorialRecord, revision: Revision) -> None:
    """Raises Faulty with all that stands in the way, so that it is settled in one go."""
    if record.page.specific_class.needs_workflow and not is_signed(record):
        raise Faulty(_("The text has changed since it was signed off: ask for the sign-off again."))
    if found := faults(record, revision):
        raise Faulty(" ".join(found))


def _publish_whole(record: EditorialRecord, revision: Revision, by) -> None:
    """The pieces, then what gathers them, in the caller's transaction."""
    pieces = [piece for piece in pieces_of(revision) if piece.revision]
    record.scheduled_pieces.all().delete()
    for piece in pieces:
        assert piece.revision
        _publish_one(piece.record, piece.revision, by)
    _publish_one(record, revision, by)


def _publish_one(record: EditorialRecord, revision: Revision, by) -> None:
    publish_revision(record=record, revision=revision, by=by)
    note(record, Kind.PUBLISHED, by=by, revision=revision)
    if record.page.specific_class.needs_workflow:
        mails.to_authors(record, "published", url=mails.public_url(record))


def _keep_back(page_id: int, reason: str) -> None:
    """Off the schedule, with the reason told: what waits without a word would be waited for."""
    with transaction.atomic():
        record = locked_record(page_id)
        if record.work_state == WorkState.SCHEDULED:
            take_off_schedule(record)
            note(record, Kind.NOT_PUBLISHED, comment=reason)
            mails.to_handlers(record, "not_published", reason=reason)
