"""What editors do with a submitted sheet."""

from django.db import transaction
from django.utils.translation import gettext as _

from .. import content, notifications
from ..models import PracticeEvent, PracticeRecord, ReviewState
from ..permissions import may_approve, may_decide
from .errors import Forbidden, Incomplete, OutOfDate
from .publication import publish_version
from .records import close_workflow, latest_version, locked_record, note, set_review_state

Kind = PracticeEvent.Kind


@transaction.atomic
def take_in_charge(*, page_id: int, by) -> PracticeRecord:
    """The editor says that she reads the sheet; the contributor sees « en relecture ». Raises Forbidden."""
    record = _checked(page_id, by, may_decide)
    if record.holder_id != by.pk or record.review_state != ReviewState.IN_REVIEW:
        set_review_state(record, ReviewState.IN_REVIEW, holder=by)
        note(record, Kind.TAKEN_IN_CHARGE, by=by)
    return record


@transaction.atomic
def approve_practice(*, page_id: int, by, revision_id: int, content_hash: str) -> PracticeRecord:
    """Publishes exactly the version that the approver read: its revision and the hash of its public content.

    Raises OutOfDate when the sheet changed since, Forbidden with who can approve instead, Incomplete.
    """
    record = _checked(page_id, by, may_approve)
    version = latest_version(record)
    if record.page.latest_revision_id != revision_id or content.public_hash(version) != content_hash:
        raise OutOfDate(_("The sheet has changed since you read it: read it again before you approve it."))
    if missing := content.missing(version):
        raise Incomplete(_("Some required answers are missing: ask the contributor for them."), missing)
    _task_state(record).approve(user=by)
    record.refresh_from_db()
    notifications.sheet_published(record, by)
    return record


def publish_approved(*, page_id: int, by) -> None:
    """Ends an approval: Wagtail's workflow calls it through practices.workflow, inside the transaction of `approve_practice`."""
    record = locked_record(page_id)
    revision = record.page.latest_revision
    publish_version(record=record, revision=revision, by=by)
    set_review_state(record, ReviewState.SETTLED, holder=None)
    note(record, Kind.PUBLISHED, by=by, revision=revision)


@transaction.atomic
def request_changes(*, page_id: int, by, comment: str) -> PracticeRecord:
    """Gives the sheet back to its contributor with what to change. Raises Forbidden."""
    record = _checked(page_id, by, may_decide)
    _task_state(record).reject(user=by, comment=comment)
    set_review_state(record, ReviewState.CHANGES_REQUESTED, holder=by)
    note(record, Kind.CHANGES_REQUESTED, by=by, comment=comment, revision=record.page.latest_revision)
    notifications.changes_requested(record, comment)
    return record


@transaction.atomic
def decline_practice(*, page_id: int, by, reason: str) -> PracticeRecord:
    """Ends the review without publishing, with a reason that the contributor reads. Raises Forbidden."""
    record = _checked(page_id, by, may_decide)
    close_workflow(record.page, by)
    set_review_state(record, ReviewState.DECLINED, holder=None)
    note(record, Kind.DECLINED, by=by, comment=reason)
    notifications.sheet_declined(record, reason)
    return record


@transaction.atomic
def ask_agreement(*, page_id: int, by) -> PracticeRecord:
    """Mails the contributor the link to accept the corrections made since her last agreement. Raises Forbidden."""
    record = _checked(page_id, by, may_decide)
    note(record, Kind.AGREEMENT_ASKED, by=by, revision=record.page.latest_revision)
    notifications.agreement_asked(record)
    return record


@transaction.atomic
def accept_corrections(*, page_id: int, revision_id: int, content_hash: str) -> PracticeRecord:
    """The contributor accepts the version that she was shown. The caller has checked that it is she (signed link or session).

    Raises OutOfDate when the sheet changed since or is no longer under review.
    """
    record = locked_record(page_id)
    version = latest_version(record)
    if not record.is_under_review or record.page.latest_revision_id != revision_id or content.public_hash(version) != content_hash:
        raise OutOfDate(_("The sheet has changed since these corrections were sent to you."))
    if record.accepted_hash != content_hash:
        record.accepted_revision_id, record.accepted_hash = revision_id, content_hash
        record.save()
        note(record, Kind.CORRECTIONS_ACCEPTED, by=record.page.owner, revision=record.accepted_revision)
        notifications.corrections_accepted(record)
    return record


def _task_state(record: PracticeRecord):
    return record.page.current_workflow_state.current_task_state


def _checked(page_id: int, by, rule) -> PracticeRecord:
    record = locked_record(page_id)
    if refusal := rule(by, record):
        raise Forbidden(refusal)
    return record
