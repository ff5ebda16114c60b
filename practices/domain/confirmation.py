"""« Toujours en cours ? »: asked of who holds a public sheet, a year after somebody last said so. docs/decisions/confirmation.md."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.templatetags.core_tags import partial_date

from ..life import notifications
from ..models import PracticeEvent, PracticeRecord, PublicState
from ..permissions import may_confirm
from ..vocabulary import Status
from .amendments import publish_amended
from .errors import Faulty, Forbidden, OutOfDate
from .publication import rewrite_about
from .records import locked_record, mark_confirmed, note

ASK_AFTER = timedelta(days=365)
REMIND_AFTER = timedelta(days=30)
DOUBT_AFTER = timedelta(days=60)
#: Sheets handled in one sweep: what was imported in one go is not asked about in one go.
MOST_AT_ONCE = 100

Kind = PracticeEvent.Kind


def follow_up() -> None:
    """Asks, reminds, and says on the sheet that nobody answered: each sheet in a transaction of its own."""
    now = timezone.now()
    _each(_to_ask(now), _ask)
    _each(_asked(now - REMIND_AFTER).filter(confirmation_reminded_at=None), _remind)
    _each(_asked(now - DOUBT_AFTER), _doubt)


@transaction.atomic
def confirm_practice(*, page_id: int, by) -> PracticeRecord:
    """The action goes on, and its sheet holds. Raises Forbidden."""
    record = _checked(page_id, by)
    mark_confirmed(record)
    record.save()
    note(record, Kind.CONFIRMED, by=by)
    rewrite_about(record)
    return record


@transaction.atomic
def end_practice(*, page_id: int, by, end_date: str) -> PracticeRecord:
    """The action ended, at this partial date: the public sheet says so at once. Raises Forbidden, OutOfDate, Faulty."""
    record = _checked(page_id, by)
    if not end_date:
        raise Faulty(_("Write when the action ended: a year is enough."))
    if record.is_under_review or record.review_state == "changes_requested":
        raise OutOfDate(_("A new version of this sheet is under review: say in it that the action has ended."))
    mark_confirmed(record)
    revision = publish_amended(record=record, by=by, amend=lambda values: {"status": Status.ENDED.value, "end_date": end_date})
    said = _("The action ended: %(date)s.") % {"date": partial_date(end_date)}
    note(record, Kind.CONFIRMED, by=by, comment=said, revision=revision)
    return record


@transaction.atomic
def put_off_confirmation(*, page_id: int, by) -> PracticeRecord:
    """She wants to bring the sheet up to date first: silence is counted anew from today. Raises Forbidden."""
    record = _checked(page_id, by)
    if record.confirmation_asked_at:
        record.confirmation_asked_at, record.confirmation_reminded_at = timezone.now(), None
        record.save()
    return record


def _to_ask(now) -> QuerySet[PracticeRecord]:
    """Public sheets whose last word is a year old. What has ended no longer changes: it is not asked about."""
    last_word = Q(confirmed_at=None) | Q(confirmed_at__lte=now - ASK_AFTER)
    return (
        _public().filter(last_word, confirmation_asked_at=None, first_published_at__lte=now - ASK_AFTER).exclude(page__status=Status.ENDED)
    )


def _asked(before) -> QuerySet[PracticeRecord]:
    """Public sheets about which nobody answered a question that old."""
    return _public().filter(confirmation_asked_at__lte=before, unconfirmed_since=None).exclude(page__status=Status.ENDED)


def _public() -> QuerySet[PracticeRecord]:
    return PracticeRecord.objects.filter(public_state=PublicState.PUBLISHED)


def _each(due: QuerySet[PracticeRecord], act: Callable[[PracticeRecord], Any]) -> None:
    for pk in due.order_by("first_published_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE]:
        with transaction.atomic():
            record = locked_record(pk)
            # Somebody may have answered, or taken the sheet away, since the list was read.
            if due.filter(pk=pk).exists():
                act(record)


def _ask(record: PracticeRecord) -> None:
    record.confirmation_asked_at = timezone.now()
    record.save()
    note(record, Kind.CONFIRMATION_ASKED)
    notifications.confirmation_asked(record)


def _remind(record: PracticeRecord) -> None:
    record.confirmation_reminded_at = timezone.now()
    record.save()
    note(record, Kind.REMINDED)
    notifications.confirmation_asked(record, again=True)


def _doubt(record: PracticeRecord) -> None:
    record.unconfirmed_since = timezone.now()
    record.save()
    rewrite_about(record)


def _checked(page_id: int, by) -> PracticeRecord:
    record = locked_record(page_id)
    if refusal := may_confirm(by, record):
        raise Forbidden(refusal)
    return record
