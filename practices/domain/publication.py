"""Writing the public record: the only code that decides what the public reads."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision
from wagtail.signals import page_published

from core.public_records import digest, search_vector

from ..identifiers import sheet_slug
from ..life import genealogy
from ..models import PracticePage, PracticeRecord, PublicPractice, PublicState
from ..public import Sheet
from ..signals import public_practice_changed
from .records import list_for_editors, locked_record


def publish_version(*, record: PracticeRecord, revision: Revision, by) -> None:
    """Makes this very revision the live content and writes the public record. The caller holds the lock and has checked the right."""
    action = PublishPageRevisionAction(revision, user=by)
    page = action.object
    now = timezone.now()
    if not record.slug:
        record.slug = free_slug(page.title, record)
    page.slug = record.slug
    action.execute(skip_permission_checks=True)
    make_public(record)
    record.first_published_at = record.first_published_at or now
    record.page = page
    list_for_editors(record, page)
    write_public_record(record=record, page=page, at=now)


def publish_new_page(*, record: PracticeRecord, page: PracticePage, by) -> None:
    """As `publish_version`, for a page that this transaction made, live in its first version (`new_pages`)."""
    page_published.send(PracticePage, instance=page, revision=page.live_revision)
    now = page.first_published_at
    record.public_state, record.first_published_at = PublicState.PUBLISHED, now
    list_for_editors(record, page)
    write_public_record(record=record, page=page, at=now)


def make_public(record: PracticeRecord) -> None:
    """The record of a sheet that is public, in memory: no trace of its absence is left in it, the history keeps that."""
    record.public_state = PublicState.PUBLISHED
    record.gone_at, record.gone_reason, record.gone_note, record.gone_from = None, "", "", {}


def write_public_record(*, record: PracticeRecord, page: PracticePage, at=None) -> bool:
    """Writes the public record from a live page and saves the record; False when nothing that the public reads has changed.

    `at`: when the text changed; the date that the record has keeps it, where only what is said about the text did (`rewrite_about`).
    """
    changed_at, record.content_changed_at = record.content_changed_at, at or timezone.now()
    sheet = Sheet(page, record)
    data = sheet.data
    content_hash = digest([{key: value for key, value in data.items() if key != "updated_at"}, sheet.filters])
    known = _what_is_public(record)
    if known.get("content_hash") == content_hash:
        record.content_changed_at = changed_at
        record.save()
        return False
    record.public_version += 1
    record.save()
    _write_row(record, sheet, content_hash, anew=not known)
    public_practice_changed.send(
        PublicPractice,
        identifier=record.identifier,
        version=record.public_version,
        deleted=False,
        relatives=genealogy.named(data, known.get("data__adapted_from")),
    )
    return True


def _what_is_public(record: PracticeRecord) -> Mapping[str, Any]:
    """What the public reads until now, in short; empty when it reads nothing."""
    if not record.public_version:
        return {}
    row = PublicPractice.objects.filter(identifier=record.identifier)
    return row.values("content_hash", "data__adapted_from").first() or {}


def _write_row(record: PracticeRecord, sheet: Sheet, content_hash: str, *, anew: bool) -> None:
    """One statement: who writes holds the lock on the record."""
    first_year, last_year = sheet.years
    assert record.first_published_at, "a public sheet has a date of first publication"
    values = {
        "region_slug": record.region_in_charge.slug,
        "slug": record.slug,
        "title": sheet.page.title,
        "data": sheet.data,
        "filters": sheet.filters,
        "first_year": first_year,
        "last_year": last_year,
        "text": search_vector(sheet.weighted_texts()),
        "version": record.public_version,
        "content_hash": content_hash,
        "first_published_at": record.first_published_at,
        "updated_at": record.content_changed_at,
    }
    if anew:
        PublicPractice.objects.create(identifier=record.identifier, **values)
    else:
        PublicPractice.objects.filter(identifier=record.identifier).update(**values)


def rewrite_about(record: PracticeRecord) -> bool:
    """Writes what the public reads about a text that has not changed: its last confirmation, whether its team can be written to."""
    page = PracticePage.objects.get(pk=record.pk)
    return write_public_record(record=record, page=page, at=record.content_changed_at)


def rewrite_relatives(identifiers: list[str]) -> int:
    """The same for the sheets that a change elsewhere concerns, one transaction each; returns how many changed."""
    written = 0
    for page_id in PracticeRecord.objects.filter(identifier__in=identifiers).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            record = locked_record(page_id)
            if record.public_state == PublicState.PUBLISHED:
                written += rewrite_about(record)
    return written


def refresh_stale_records() -> int:
    """Writes again the public records whose labels changed, one transaction each; returns how many changed."""
    written = 0
    for identifier in list(PublicPractice.objects.filter(stale=True).values_list("identifier", flat=True)):
        with transaction.atomic():
            record = locked_record(PracticeRecord.objects.get(identifier=identifier).pk)
            if record.public_state == PublicState.PUBLISHED:
                written += write_public_record(record=record, page=record.page)
                PublicPractice.objects.filter(identifier=identifier).update(stale=False)
    return written


def free_slug(title: str, record: PracticeRecord) -> str:
    """The sheet's slug; the whole identifier where the region already has the short one."""
    slug = sheet_slug(title, record.identifier)
    taken = PracticeRecord.objects.filter(region=record.region, slug=slug).exists()
    return sheet_slug(title, record.identifier, tail=8) if taken else slug
