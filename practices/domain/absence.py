"""A sheet leaves the public, and comes back at the same address. docs/decisions/withdrawn-and-back.md."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import content, notifications
from ..life import notifications as life_notifications
from ..models import PracticeEvent, PracticePage, PracticeRecord, PublicPractice, PublicState, ReviewState
from ..permissions import Reason, may_restore, may_suspend, may_withdraw
from ..signals import public_practice_changed
from .errors import Forbidden, OutOfDate
from .publication import make_public, write_public_record
from .records import close_workflow, latest_version, locked_record, note, set_review_state
from .reviewers import close_reviews

Kind = PracticeEvent.Kind


@transaction.atomic
def withdraw_practice(*, page_id: int, by, reason: str = "", public_note: str = "") -> None:
    """Its contributor takes a sheet away from the public; `reason` is for the editors, `public_note` for those who come to its address.

    Raises Forbidden, OutOfDate.
    """
    record = locked_record(page_id)
    _allowed(may_withdraw(by, record, PublicState.WITHDRAWN))
    if record.is_under_review:
        # Before the holder is forgotten: the mail is for who was reading the new version.
        notifications.sheet_taken_back(record)
    record.gone_note = public_note
    _remove(record, by=by, reason=reason, state=PublicState.WITHDRAWN, kind=Kind.WITHDRAWN)


@transaction.atomic
def archive_practice(*, page_id: int, by, reason: str) -> None:
    """An editor takes a sheet away from the public for good, with a reason that its contributor gets. Raises Forbidden, OutOfDate."""
    record = locked_record(page_id)
    _allowed(may_withdraw(by, record, PublicState.ARCHIVED))
    _remove(record, by=by, reason=reason, state=PublicState.ARCHIVED, kind=Kind.ARCHIVED)
    life_notifications.sheet_archived(record, reason)


@transaction.atomic
def suspend_practice(*, page_id: int, by) -> None:
    """An editor sets a sheet aside at once, after a report; nothing is decided yet. Raises Forbidden, OutOfDate."""
    record = locked_record(page_id)
    _allowed(may_suspend(by, record))
    _remove(record, by=by, reason="", state=PublicState.ARCHIVED, kind=Kind.SUSPENDED)
    life_notifications.sheet_suspended(record)


@transaction.atomic
def restore_practice(*, page_id: int, by) -> PracticeRecord:
    """The text that was public is so again, under the same address and identifier. Raises Forbidden, OutOfDate."""
    record = locked_record(page_id)
    _allowed(may_restore(by, record))
    page = PracticePage.objects.get(pk=page_id)
    # A version that she had begun waits for her again.
    begun = content.public_hash(latest_version(record)) != content.public_hash(page)
    PracticePage.objects.filter(pk=page_id).update(live=True, has_unpublished_changes=begun)
    page.live = True
    made_by_editors = record.public_state == PublicState.ARCHIVED
    make_public(record)
    set_review_state(record, ReviewState.DRAFT if begun else ReviewState.SETTLED, holder=None)
    write_public_record(record=record, page=page, at=timezone.now())
    note(record, Kind.RESTORED, by=by)
    if made_by_editors:
        life_notifications.sheet_restored(record)
    return record


def _remove(record: PracticeRecord, *, by, reason: str, state: str, kind: str) -> None:
    if record.public_state != PublicState.PUBLISHED:
        raise OutOfDate(_("This sheet is not public."))
    public = PublicPractice.objects.only("region_slug", "filters").get(identifier=record.identifier)
    record.gone_from = {"region": public.region_slug, "theme": public.filters["theme"]}
    # A version under review falls with the sheet: editors must not publish what its author took away.
    close_workflow(record.page, by)
    close_reviews(record, by)
    record.public_state, record.gone_at, record.gone_reason = state, timezone.now(), reason
    record.public_version += 1
    set_review_state(record, ReviewState.SETTLED, holder=None)
    PracticePage.objects.filter(pk=record.pk).update(live=False, has_unpublished_changes=True)
    public.delete()
    note(record, kind, by=by, comment=reason)
    public_practice_changed.send(PublicPractice, identifier=record.identifier, version=record.public_version, deleted=True)


def _allowed(refusal: Reason) -> None:
    if refusal:
        raise Forbidden(refusal)
