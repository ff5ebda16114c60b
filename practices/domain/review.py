"""What editors do with a submitted sheet."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from .. import content, notifications
from ..models import PracticeEvent, PracticeRecord, ReviewState
from ..permissions import may_approve, may_decide
from ..review import grid as review_grid
from ..review.grid import Answer, Answers
from ..review.letters import Asked
from .change_requests import settle_all, write_requests
from .errors import Blocked, Forbidden, Incomplete, OutOfDate
from .publication import publish_version
from .records import close_workflow, latest_version, locked_record, mark_confirmed, note, set_review_state
from .reviewers import close_reviews, keep_decision

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
def approve_practice(
    *, page_id: int, by, revision_id: int, content_hash: str, grid: Answers | None = None, letter: str = ""
) -> PracticeRecord:
    """Publishes exactly the version that the approver read: its revision and the hash of its public content.

    `grid`: the decision's answers, those to 5-8 shown on the sheet. `letter`: what the contributor reads, else the usual words.
    Raises OutOfDate when the sheet changed since, Forbidden with who can approve instead, Incomplete, Blocked.
    """
    record = _checked(page_id, by, may_approve)
    version = latest_version(record)
    if record.page.latest_revision_id != revision_id or content.public_hash(version) != content_hash:
        raise OutOfDate(_("The sheet has changed since you read it: read it again before you approve it."))
    if missing := content.missing(version):
        raise Incomplete(_("Some required answers are missing: ask the contributor for them."), missing)
    _decide_by_grid(record, by, grid or {})
    close_reviews(record, by)
    settle_all(record)
    _task_state(record).approve(user=by, comment=letter)
    record.refresh_from_db()
    notifications.sheet_published(record, by, letter)
    return record


def _decide_by_grid(record: PracticeRecord, by, given: Answers) -> None:
    """Keeps the answers of the decision, those of the readers standing where it leaves them. Raises Blocked."""
    decision = {key: Answer(given.get(key, Answer.UNSET)).value for key in review_grid.BY_KEY}
    done = record.reviews.filter(round=record.round, done_at__isnull=False).exclude(reviewer=by)
    if standing := review_grid.obstacles(decision, [review_grid.answers(review.grid) for review in done]):
        named = ", ".join(f"{criterion.key}. {criterion.label}" for criterion in standing)
        raise Blocked(_("This sheet cannot be published while the grid says “no” to: %(criteria)s.") % {"criteria": named}, standing)
    record.grid = review_grid.shown(decision)
    record.save(update_fields=["grid"])
    if any(answer != Answer.UNSET for answer in decision.values()):
        keep_decision(record, by, decision)


def publish_approved(*, page_id: int, by, letter: str = "") -> None:
    """Ends an approval: Wagtail's workflow calls it through practices.workflow, inside the transaction of `approve_practice`."""
    record = locked_record(page_id)
    revision = record.page.latest_revision
    if record.first_published_at:
        # Sending a new version is saying that the action goes on.
        mark_confirmed(record)
    publish_version(record=record, revision=revision, by=by)
    set_review_state(record, ReviewState.SETTLED, holder=None)
    note(record, Kind.PUBLISHED, by=by, comment=letter, revision=revision)


@transaction.atomic
def request_changes(*, page_id: int, by, comment: str, asked: Sequence[Asked] = (), due_on: date | None = None) -> PracticeRecord:
    """Gives the sheet back to its contributor with a letter, and what to change where. Raises Forbidden, OutOfDate."""
    record = _checked(page_id, by, may_decide)
    write_requests(record, by, asked, due_on)
    close_reviews(record, by)
    _task_state(record).reject(user=by, comment=comment)
    set_review_state(record, ReviewState.CHANGES_REQUESTED, holder=by, due_on=due_on)
    note(record, Kind.CHANGES_REQUESTED, by=by, comment=comment, revision=record.page.latest_revision)
    notifications.changes_requested(record, comment)
    return record


@transaction.atomic
def decline_practice(*, page_id: int, by, reason: str) -> PracticeRecord:
    """Ends the review without publishing, with a letter that the contributor reads. Raises Forbidden."""
    record = _checked(page_id, by, may_decide)
    close_reviews(record, by)
    settle_all(record)
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
