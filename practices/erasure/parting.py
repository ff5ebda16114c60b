"""What becomes of a person's own sheets."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import PageLogEntry

from accounts.models import Departure
from accounts.permissions import is_kept_when_inactive
from accounts.personal_data import Leaving

from ..domain.absence import withdraw_practice
from ..domain.coauthors import pass_on
from ..domain.records import close_workflow, locked_record, note, set_review_state
from ..models import (
    GridReading,
    KeywordedPractice,
    PracticeDocument,
    PracticeEvent,
    PracticePage,
    PracticeRecord,
    PracticeTerritory,
    PublicState,
    ReviewState,
    ThemedPractice,
)
from .traces import revisions

NO_VERSIONS: dict[str, Any] = {"submitted_revision": None, "submitted_hash": "", "accepted_revision": None, "accepted_hash": ""}

#: Images and documents, by number.
Files = tuple[set[int], set[int]]


def part_with_sheets(leaving: Leaving) -> None:
    """Those that somebody writes with her become theirs. Of the others the drafts go, what was published stays or is withdrawn."""
    user = leaving.user
    images, documents = _sent_by(user)
    for pk in list(PracticePage.objects.filter(owner=user).values_list("pk", flat=True)):
        if pass_on(page_id=pk, by=user):
            continue
        more_images, more_documents = _part_with(locked_record(pk), leaving)
        images |= more_images
        documents |= more_documents
    _delete_unused(images, documents)


def _part_with(record: PracticeRecord, leaving: Leaving) -> Files:
    """Returns the files that the sheet has lost."""
    keeps = leaving.sheets == Departure.Sheets.KEEP
    GridReading.objects.filter(pk=record.pk).delete()
    if record.public_state == PublicState.NEVER and not record.submitted_at:
        return _throw_away(record)
    if record.public_state == PublicState.PUBLISHED and not keeps:
        withdraw_practice(page_id=record.pk, by=leaving.user)
        record = locked_record(record.pk)
    stays = record.public_state == PublicState.PUBLISHED or (record.public_state == PublicState.ARCHIVED and keeps)
    files = _settle(record) if stays else _empty(record)
    note(record, PracticeEvent.Kind.PERSON_ERASED, by=leaving.user, person=leaving.user)
    return files


def _throw_away(record: PracticeRecord) -> Files:
    files = _files_of(record.page)
    record.page.delete()
    # Last: Wagtail writes down the title of what is deleted.
    PageLogEntry.objects.filter(page_id=record.pk).delete()
    return files


def _settle(record: PracticeRecord) -> Files:
    """The public text stays; what she was writing after it goes."""
    page = record.page
    files = _files_of(page)
    close_workflow(page, None)
    set_review_state(record, ReviewState.SETTLED, holder=None, due_on=None, **NO_VERSIONS)
    later = page.revisions.filter(pk__gt=page.live_revision_id) if page.live_revision_id else page.revisions.none()
    PracticePage.objects.filter(pk=page.pk).update(
        latest_revision=page.live_revision_id, draft_title=page.title, has_unpublished_changes=False, owner=None
    )
    later.delete()
    return files


def _empty(record: PracticeRecord) -> Files:
    """A sheet that nobody reads any more keeps its number and its history, and no text."""
    page = record.page
    files = _files_of(page)
    close_workflow(page, None)
    state = ReviewState.DECLINED if record.public_state == PublicState.NEVER else ReviewState.SETTLED
    listed: dict[str, Any] = {"listed_title": _("Erased sheet"), "listed_words": "", "listed_themes": [], "listed_territories": []}
    words = {"gone_reason": "", "gone_note": "", "grid": {}, "relay_digest": "", "relay_accepted": None}
    set_review_state(record, state, holder=None, due_on=None, **listed, **NO_VERSIONS, **words)
    titles = {"title": _("Erased sheet"), "draft_title": _("Erased sheet"), "search_description": "", "seo_title": ""}
    loose = {"latest_revision": None, "live_revision": None, "owner": None, "live": False, "has_unpublished_changes": False}
    PracticePage.objects.filter(pk=page.pk).update(**_blank(), **titles, **loose)
    for tagged in (ThemedPractice, KeywordedPractice):
        tagged.objects.filter(content_object=page.pk).delete()
    for attached in (PracticeTerritory, PracticeDocument):
        attached.objects.filter(page=page.pk).delete()
    page.revisions.all().delete()
    for written in (record.comments, record.change_requests, record.coauthors, record.open_forms):
        written.all().delete()
    PageLogEntry.objects.filter(page_id=page.pk).update(label=_("Erased sheet"), data={})
    return files


def _blank() -> dict[str, Any]:
    """Every column of a sheet's own text, empty."""
    columns = [column for column in PracticePage._meta.local_concrete_fields if not column.primary_key]
    return {column.attname: _nothing(column) for column in columns}


def _nothing(column) -> Any:
    if column.has_default():
        return column.get_default()
    if column.null:
        return None
    return [] if isinstance(column, ArrayField) else column.to_python("")


def _files_of(page: PracticePage) -> Files:
    """Of all its versions."""
    versions = [revision.content for revision in page.revisions.iterator(chunk_size=100)]
    images = {page.image_id, *(version.get("image") for version in versions)} - {None}
    documents = set(page.document_rows.values_list("document_id", flat=True))
    documents |= {row["document"] for version in versions for row in version.get("document_rows") or []}
    return images, documents


def _sent_by(user) -> Files:
    """What she sent and never attached, or took off again. Editors send files for the site itself: theirs stay."""
    if is_kept_when_inactive(user):
        return set(), set()
    images = get_image_model().objects.filter(uploaded_by_user=user).values_list("pk", flat=True)
    return set(images), set(get_document_model().objects.filter(uploaded_by_user=user).values_list("pk", flat=True))


def _delete_unused(images: set[int], documents: set[int]) -> None:
    """A file that another sheet shows, or showed in a version that is kept, stays."""
    for pk in images:
        if not PracticePage.objects.filter(image=pk).exists() and not revisions().filter(content__image=pk).exists():
            get_image_model().objects.filter(pk=pk).first().delete()
    for pk in documents:
        used = PracticeDocument.objects.filter(document=pk).exists()
        if not used and not revisions().filter(content__document_rows__contains=[{"document": pk}]).exists():
            get_document_model().objects.filter(pk=pk).first().delete()
