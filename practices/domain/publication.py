"""Writing and withdrawing the public record: the only code that decides what the public reads."""

import hashlib
import json

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from ..identifiers import sheet_slug
from ..models import PracticeEvent, PracticePage, PracticeRecord, PublicPractice, PublicState, ReviewState
from ..permissions import may_withdraw
from ..public import Sheet
from ..signals import public_practice_changed
from .errors import Forbidden, OutOfDate
from .records import close_workflow, locked_record, note, set_review_state

SEARCH_CONFIG = "french_unaccent"


def publish_version(*, record: PracticeRecord, revision: Revision, by) -> None:
    """Makes this very revision the live content and writes the public record. The caller holds the lock and has checked the right."""
    action = PublishPageRevisionAction(revision, user=by)
    page = action.object
    now = timezone.now()
    if not record.slug:
        record.slug = free_slug(page.title, record)
    page.slug = record.slug
    action.execute(skip_permission_checks=True)
    record.public_state = PublicState.PUBLISHED
    record.first_published_at = record.first_published_at or now
    record.page = page
    write_public_record(record=record, page=page, at=now)


def publish_new_page(*, record: PracticeRecord, page: PracticePage, revision: Revision, by) -> None:
    """As `publish_version`, for a page that this transaction created live: it is not read and written all over again."""
    now = timezone.now()
    page.live_revision, page.first_published_at, page.last_published_at = revision, now, now
    Page.objects.filter(pk=page.pk).update(live_revision=revision, first_published_at=now, last_published_at=now)
    page_published.send(PracticePage, instance=page, revision=revision)
    log(instance=page, action="wagtail.publish", user=by, revision=revision, content_changed=True)
    record.public_state, record.first_published_at = PublicState.PUBLISHED, now
    write_public_record(record=record, page=page, at=now)


def write_public_record(*, record: PracticeRecord, page: PracticePage, at=None) -> bool:
    """Writes the public record from a live page and saves the record; False when nothing that the public reads has changed."""
    changed_at, record.content_changed_at = record.content_changed_at, at or timezone.now()
    sheet = Sheet(page, record)
    data = sheet.data
    content_hash = _hash([{key: value for key, value in data.items() if key != "updated_at"}, sheet.filters])
    if PublicPractice.objects.filter(identifier=record.identifier, content_hash=content_hash).exists():
        record.content_changed_at = changed_at
        record.save()
        return False
    record.public_version += 1
    record.save()
    first_year, last_year = sheet.years
    assert record.first_published_at, "a public sheet has a date of first publication"
    PublicPractice.objects.update_or_create(
        identifier=record.identifier,
        defaults={
            "region_slug": record.region_in_charge.slug,
            "slug": record.slug,
            "title": page.title,
            "data": data,
            "filters": sheet.filters,
            "first_year": first_year,
            "last_year": last_year,
            "text": _search_vector(sheet),
            "version": record.public_version,
            "content_hash": content_hash,
            "first_published_at": record.first_published_at,
            "updated_at": record.content_changed_at,
        },
    )
    public_practice_changed.send(PublicPractice, identifier=record.identifier, version=record.public_version, deleted=False)
    return True


def withdraw_practice(*, page_id: int, by, reason: str = "") -> None:
    """Takes a sheet away from the public; its address answers 410 with a note. Raises Forbidden, OutOfDate."""
    _remove(page_id=page_id, by=by, reason=reason, state=PublicState.WITHDRAWN, kind=PracticeEvent.Kind.WITHDRAWN)


def archive_practice(*, page_id: int, by, reason: str) -> None:
    """As `withdraw_practice`, decided by an editor, with a reason."""
    _remove(page_id=page_id, by=by, reason=reason, state=PublicState.ARCHIVED, kind=PracticeEvent.Kind.ARCHIVED)


@transaction.atomic
def _remove(*, page_id: int, by, reason: str, state: str, kind: str) -> None:
    record = locked_record(page_id)
    if refusal := may_withdraw(by, record, state):
        raise Forbidden(refusal)
    if record.public_state != PublicState.PUBLISHED:
        raise OutOfDate(_("This sheet is not public."))
    public = PublicPractice.objects.only("region_slug", "filters").get(identifier=record.identifier)
    record.gone_from = {"region": public.region_slug, "theme": public.filters["theme"]}
    # A version under review falls with the sheet: editors must not publish what its author took away.
    close_workflow(record.page, by)
    record.public_state, record.gone_at, record.gone_reason = state, timezone.now(), reason
    record.public_version += 1
    set_review_state(record, ReviewState.SETTLED, holder=None)
    PracticePage.objects.filter(pk=page_id).update(live=False, has_unpublished_changes=True)
    public.delete()
    note(record, kind, by=by, comment=reason)
    public_practice_changed.send(PublicPractice, identifier=record.identifier, version=record.public_version, deleted=True)


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


def _search_vector(sheet: Sheet):
    parts = [SearchVector(Value(text[:200_000]), weight=weight, config=SEARCH_CONFIG) for weight, text in sheet.weighted_texts().items()]
    return parts[0] + parts[1] + parts[2]


def _hash(value) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
