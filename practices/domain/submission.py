"""Handing a sheet to the editors of its region, and taking it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction

from territories.queries import region_in_charge

from .. import content, notifications
from ..models import PracticeEvent, PracticePage, PracticeRecord, RegionPage, ReviewState
from ..permissions import may_write
from .errors import Forbidden, Incomplete, OutOfDate
from .records import close_workflow, latest_version, locked_record, note, set_review_state


@transaction.atomic
def submit_practice(*, page_id: int, by) -> PracticeRecord:
    """Sends the newest version to the editors of the region in charge. Submitting twice is submitting once.

    Raises Forbidden, or Incomplete with the fields that are missing.
    """
    record = locked_record(page_id)
    if record.is_under_review and record.page.owner_id == by.pk:
        return record
    if refusal := may_write(by, record):
        raise Forbidden(refusal)
    page = latest_version(record)
    if missing := content.missing(page):
        raise Incomplete(_("Some answers are still missing."), missing)
    start_review(record=record, page=page, by=by)
    notifications.sheet_submitted(record)
    return record


def start_review(*, record: PracticeRecord, page: PracticePage, by) -> None:
    """Moves a first submission to its region and opens the review of the page's newest version. The caller holds the lock."""
    revision = page.latest_revision or page.save_revision(user=by)
    if record.region_id is None:
        place_in_region(record=record, region=region_of(page), by=by)
    _open_workflow(PracticePage.objects.get(pk=page.pk), by)
    set_review_state(
        record,
        ReviewState.SUBMITTED,
        submitted_at=timezone.now(),
        submitted_revision=revision,
        submitted_hash=content.public_hash(page),
        accepted_revision=None,
        accepted_hash="",
        holder=None,
        round=record.round + 1,
    )
    note(record, PracticeEvent.Kind.SUBMITTED, by=by, revision=revision)


def region_of(page: PracticePage) -> RegionPage:
    """The region in charge: the first territory's, or the national page (domain reference, « Region in charge »)."""
    return RegionPage.objects.get(region_code=region_in_charge(page.territory_codes, page.scale))


def place_in_region(*, record: PracticeRecord, region: RegionPage, by) -> None:
    """Moves the page below its region; its editors have it from now on."""
    MovePageAction(record.page, region, pos="last-child", user=by).execute(skip_permission_checks=True)
    record.region = region
    record.page.refresh_from_db()


@transaction.atomic
def take_back_practice(*, page_id: int, by) -> PracticeRecord:
    """The contributor takes her sheet back to change it. Raises Forbidden, OutOfDate."""
    record = locked_record(page_id)
    if record.page.owner_id != by.pk:
        raise Forbidden(_("This sheet is not yours."))
    if not record.is_under_review:
        raise OutOfDate(_("This sheet is not under review."))
    close_workflow(record.page, by)
    # Before the holder is forgotten: the mail is for who was reading the sheet.
    notifications.sheet_taken_back(record)
    set_review_state(record, ReviewState.DRAFT, holder=None)
    note(record, PracticeEvent.Kind.TAKEN_BACK, by=by)
    return record


def _open_workflow(page: PracticePage, by) -> None:
    state = page.current_workflow_state
    if state is None:
        page.get_workflow().start(page, by)
    elif state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(by)
