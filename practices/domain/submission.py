"""Handing a sheet to the editors of its region, and taking it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import content, notifications
from ..consents import note_consents
from ..models import PracticeEvent, PracticePage, PracticeRecord, ReviewState
from ..permissions import may_be_given, may_submit, may_take_back
from .errors import Forbidden, Incomplete, OutOfDate
from .files import hand_to_region
from .records import close_workflow, latest_version, list_for_editors, locked_record, note, set_review_state
from .reviewers import close_reviews
from .routing import place_in_region, region_for


@transaction.atomic
def submit_practice(*, page_id: int, by) -> PracticeRecord:
    """Sends the newest version to the editors of the region in charge. Submitting twice is submitting once.

    Raises Forbidden, or Incomplete with the fields that are missing.
    """
    record = locked_record(page_id)
    if record.is_under_review and record.page.owner_id == by.pk:
        return record
    if refusal := may_submit(by, record):
        raise Forbidden(refusal)
    page = latest_version(record)
    if missing := [*content.missing(page), *content.missing_files(page)]:
        raise Incomplete(_("Some answers are still missing."), missing)
    start_review(record=record, page=page, by=by)
    note_consents(record, page, by)
    notifications.sheet_submitted(record)
    return record


def start_review(*, record: PracticeRecord, page: PracticePage, by) -> None:
    """Moves a first submission to its region and opens the review of the page's newest version. The caller holds the lock."""
    revision = page.latest_revision or page.save_revision(user=by)
    if record.is_under_review:
        close_reviews(record, by)
    if record.region_id is None:
        place_in_region(record=record, region=region_for(page.territory_codes, page.scale), by=by)
    hand_to_region(record, page)
    _open_workflow(PracticePage.objects.get(pk=page.pk), by)
    list_for_editors(record, page)
    set_review_state(
        record,
        ReviewState.SUBMITTED,
        submitted_at=timezone.now(),
        submitted_revision=revision,
        submitted_hash=content.public_hash(page),
        accepted_revision=None,
        accepted_hash="",
        holder=_who_asked(record),
        due_on=None,
        unattended_told_at=None,
        round=record.round + 1,
    )
    note(record, PracticeEvent.Kind.SUBMITTED, by=by, revision=revision)


@transaction.atomic
def take_back_practice(*, page_id: int, by) -> PracticeRecord:
    """The contributor takes her sheet back to change it. Raises Forbidden, OutOfDate."""
    record = locked_record(page_id)
    if refusal := may_take_back(by, record):
        raise Forbidden(refusal)
    if not record.is_under_review:
        raise OutOfDate(_("This sheet is not under review."))
    close_workflow(record.page, by)
    close_reviews(record, by)
    # Before the holder is forgotten: the mail is for who was reading the sheet.
    notifications.sheet_taken_back(record)
    set_review_state(record, ReviewState.DRAFT, holder=None)
    note(record, PracticeEvent.Kind.TAKEN_BACK, by=by)
    return record


def _who_asked(record: PracticeRecord):
    """The editor who asked for changes goes on with the sheet that answers her, while she may."""
    answered = record.review_state == ReviewState.CHANGES_REQUESTED
    return record.holder if answered and may_be_given(record.holder, record) is None else None


def _open_workflow(page: PracticePage, by) -> None:
    state = page.current_workflow_state
    if state is None:
        page.get_workflow().start(page, by)
    elif state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(by)
