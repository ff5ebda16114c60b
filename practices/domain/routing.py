"""Which editors handle a sheet: the region in charge, handing over to another, and regions where nobody reacts."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.models import Collection

from accounts.models import User
from territories.queries import region_in_charge

from .. import notifications
from ..models import UNDER_REVIEW, PracticeDocument, PracticeEvent, PracticePage, PracticeRecord, RegionPage, ReviewState
from ..permissions import may_hand_over
from .errors import Forbidden, OutOfDate
from .publication import write_public_record
from .records import latest_version, lock_places, locked_record, note, set_review_state
from .reviewers import close_reviews

#: How long a sheet may wait for its region to react before the national editors are told.
UNATTENDED_AFTER = timedelta(days=5)


def region_for(codes: Iterable[str], scale: str) -> RegionPage:
    """The region in charge: the first territory's, or the national page (domain reference, « Region in charge »)."""
    return RegionPage.objects.get(region_code=region_in_charge(codes, scale))


def place_in_region(*, record: PracticeRecord, region: RegionPage, by) -> None:
    """Moves the page below its region; its editors have it from now on."""
    lock_places(record.page.get_parent(), region)
    MovePageAction(record.page, region, pos="last-child", user=by).execute(skip_permission_checks=True)
    record.region, record.unattended_told_at = region, None
    record.page.refresh_from_db()


@transaction.atomic
def hand_over_practice(*, page_id: int, by, region_id: int, reason: str) -> PracticeRecord:
    """Moves the sheet to another region, whose editors are told; the contributor reads the reason. Raises Forbidden, OutOfDate.

    Readings that are done go with the sheet; those still awaited end: their readers were asked by editors who no longer have it.
    """
    record = locked_record(page_id)
    if refusal := may_hand_over(by, record):
        raise Forbidden(refusal)
    target = RegionPage.objects.get(pk=region_id)
    if target.pk == record.region_id:
        raise OutOfDate(_("The sheet is already in this region."))
    origin = record.region_in_charge
    # Before the sheet moves: readers hear it from the editors who asked them.
    close_reviews(record, by)
    place_in_region(record=record, region=target, by=by)
    _move_files(record)
    # What the first region promised does not bind the other.
    due_on = None if record.is_under_review else record.due_on
    state = ReviewState.SUBMITTED if record.is_under_review else record.review_state
    set_review_state(record, state, holder=None, due_on=due_on)
    note(record, PracticeEvent.Kind.HANDED_OVER, by=by, comment=reason, region_from=origin.title, region_to=target.title)
    if record.public_state == "published":
        write_public_record(record=record, page=PracticePage.objects.get(pk=page_id))
    notifications.sheet_handed_over(record, origin, reason)
    return record


def without_active_editors(regions: QuerySet[RegionPage]) -> QuerySet[RegionPage]:
    """Those whose group has no active member."""
    return regions.exclude(Exists(User.objects.filter(is_active=True, groups=OuterRef("group_id"))))


def unattended(now) -> QuerySet[PracticeRecord]:
    """Sheets under review that nobody of their region has taken up for too long: nobody holds them, or nobody is left to."""
    deserted = without_active_editors(RegionPage.objects.exclude(region_code=""))
    waiting = Q(review_state=ReviewState.SUBMITTED, holder=None) | Q(region__in=deserted.values("pk"))
    records = PracticeRecord.objects.filter(waiting, review_state__in=UNDER_REVIEW, state_since__lt=now - UNATTENDED_AFTER)
    return records.exclude(region__region_code="")


@transaction.atomic
def tell_unattended() -> int:
    """Tells the national editors, once, of the sheets that nobody handles; returns how many."""
    now = timezone.now()
    found = unattended(now).filter(unattended_told_at=None).select_related("page", "region").order_by("state_since")
    records = list(found.select_for_update(of=("self",), skip_locked=True))
    for record in records:
        record.noted_states = record.both_states
        record.unattended_told_at = now
        record.save(update_fields=["unattended_told_at"])
        note(record, PracticeEvent.Kind.UNATTENDED)
    if records:
        notifications.sheets_unattended(records)
    return len(records)


def collection_of(region: RegionPage) -> Collection:
    """Where the files of a region's sheets lie; the national editors' are at the root, where no other group reaches."""
    return Collection.objects.filter(name=region.group.name, depth=2).first() or Collection.get_first_root_node()


def _move_files(record: PracticeRecord) -> None:
    """Puts its files where its editors reach them. Those that another sheet bears too stay where they are: its editors must keep them."""
    versions = [record.page, latest_version(record)]
    images = {version.image_id for version in versions if version.image_id}
    documents = {row.document_id for version in versions for row in version.document_rows.all()}
    images -= set(PracticePage.objects.filter(image__in=images).exclude(pk=record.pk).values_list("image_id", flat=True))
    others = PracticeDocument.objects.filter(document__in=documents).exclude(page=record.pk)
    documents -= set(others.values_list("document_id", flat=True))
    if images or documents:
        collection = collection_of(record.region_in_charge)
        get_image_model().objects.filter(pk__in=images).update(collection=collection)
        Document.objects.filter(pk__in=documents).update(collection=collection)
