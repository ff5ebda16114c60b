"""What the contributor is asked to change, field by field: asked with the editors' letter, answered by her, settled by them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import notifications
from ..models import ChangeRequest, PracticeEvent, PracticeRecord, ReviewState
from ..permissions import may_decide, may_write
from ..review import notifications as mails
from ..review.letters import Asked
from .errors import Forbidden, OutOfDate
from .records import locked_record, note

Kind = PracticeEvent.Kind

LONGEST_TERM = timedelta(days=365)
REMINDED_BEFORE = timedelta(days=3)
REMINDED_AFTER = timedelta(days=2)


def write_requests(record: PracticeRecord, by, asked: Sequence[Asked], due_on: date | None) -> list[ChangeRequest]:
    """Puts these in place of what was asked before: what is still wanted is among them. The caller holds the lock. Raises OutOfDate."""
    today = timezone.localdate()
    if due_on and not today <= due_on <= today + LONGEST_TERM:
        raise OutOfDate(_("Choose a day between today and one year from now."))
    settle_all(record)
    return ChangeRequest.objects.bulk_create(
        ChangeRequest(record=record, round=record.round, field=each.field, text=each.text, due_on=due_on, asked_by=by) for each in asked
    )


def settle_all(record: PracticeRecord) -> None:
    """Nothing is asked any more. The caller holds the lock."""
    record.change_requests.filter(settled_at=None).update(settled_at=timezone.now())


@transaction.atomic
def answer_requests(*, page_id: int, by, answers: Mapping[int, tuple[str, bool]]) -> PracticeRecord:
    """Keeps what the contributor answers to each request: her words, and whether it is done. Raises Forbidden, OutOfDate.

    Words or « done »: the request is answered; neither: it awaits an answer again.
    """
    record = locked_record(page_id)
    if refusal := may_write(by, record):
        raise Forbidden(refusal)
    open_requests = {request.pk: request for request in record.change_requests.filter(settled_at=None)}
    if answers.keys() - open_requests.keys():
        raise OutOfDate(_("These requests have changed since you opened this page."))
    for pk, (text, done) in answers.items():
        request = open_requests[pk]
        answered = bool(text or done)
        if (request.answer, bool(request.answered_at)) != (text, answered):
            request.answer, request.answered_at = text, timezone.now() if answered else None
            request.save(update_fields=["answer", "answered_at"])
    return record


@transaction.atomic
def settle_request(*, page_id: int, request_id: int, by) -> ChangeRequest:
    """An editor is content with what was done about one request. Raises Forbidden, OutOfDate."""
    record = locked_record(page_id)
    if refusal := may_decide(by, record):
        raise Forbidden(refusal)
    request = record.change_requests.filter(pk=request_id, settled_at=None).first()
    if request is None:
        raise OutOfDate(_("This request is already settled."))
    request.settled_at = timezone.now()
    request.save(update_fields=["settled_at"])
    return request


def send_change_reminders() -> int:
    """Reminds contributors before and after the day by which they were asked to answer, once each; returns how many mails."""
    today = timezone.localdate()
    asked = PracticeRecord.objects.filter(review_state=ReviewState.CHANGES_REQUESTED, due_on__lte=today + REMINDED_BEFORE)
    reminded = asked.annotate(reminded_at=Max("events__at", filter=Q(events__kind=Kind.REMINDED)))
    due = [record.pk for record in reminded if _reminder_due(record, record.reminded_at, today)]
    return sum(_remind(pk, today) for pk in due)


@transaction.atomic
def _remind(page_id: int, today: date) -> int:
    record = locked_record(page_id)
    last = record.events.filter(kind=Kind.REMINDED).aggregate(at=Max("at"))["at"]
    owner = record.page.owner
    if owner is None or not owner.is_active or not _reminder_due(record, last, today):
        return 0
    note(record, Kind.REMINDED, person=owner)
    if record.due_on and record.due_on < today:
        mails.changes_late(record)
    else:
        notifications.contributor_reminded(record)
    return 1


def _reminder_due(record: PracticeRecord, reminded_at, today: date) -> bool:
    """Whether a reminder is to be sent today; what the editors sent by hand meanwhile counts as one."""
    if record.review_state != ReviewState.CHANGES_REQUESTED or record.due_on is None:
        return False
    last = timezone.localdate(reminded_at) if reminded_at else None
    if record.due_on < today:
        return today >= record.due_on + REMINDED_AFTER and (last is None or last <= record.due_on)
    since = max(record.due_on - REMINDED_BEFORE, timezone.localdate(record.state_since) + timedelta(days=1))
    return today >= since and (last is None or last < since)
