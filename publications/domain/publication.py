"""Writing the public record: the only code that decides what the public reads of the observatory's contents."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Revision

from core.public_records import digest, search_vector
from practices.domain.errors import Faulty, Forbidden, OutOfDate
from practices.models import PublicState

from ..fingerprint import fingerprint
from ..models import EditorialEvent, EditorialPage, EditorialRecord, PublicContent, PublicVersion, WorkState
from ..permissions import may_publish, may_withdraw
from ..public import Content
from ..signals import public_content_changed
from .records import locked_record, note, set_work_state


@transaction.atomic
def publish_content(*, page_id: int, revision_id: int, by) -> None:
    """A national editor publishes the version that she read. Raises Forbidden, OutOfDate, Faulty."""
    record = locked_record(page_id)
    if reason := may_publish(by, record):
        raise Forbidden(reason)
    if record.page.specific_class.needs_workflow:
        raise Forbidden(_("This content goes out from the board of publications."))
    if record.page.latest_revision_id != revision_id:
        raise OutOfDate(_("Somebody saved this content since you read it: read it again first."))
    publish_revision(record=record, revision=Revision.objects.get(pk=revision_id), by=by)
    note(record, EditorialEvent.Kind.PUBLISHED, by=by, revision=record.page.latest_revision)


@transaction.atomic
def withdraw_content(*, page_id: int, by, words: str = "") -> None:
    """Takes a public content off the site at once; `words` are read at its address. Raises Forbidden."""
    record = locked_record(page_id)
    if reason := may_withdraw(by, record):
        raise Forbidden(reason)
    take_off(record=record, by=by, words=words)


def take_off(*, record: EditorialRecord, by, words: str = "") -> None:
    """The same without asking who may: the caller has checked the right and holds the lock."""
    page = record.page.specific
    UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
    record.public_state, record.gone_at, record.gone_note = PublicState.WITHDRAWN, timezone.now(), words
    record.public_version += 1
    if record.work_state == WorkState.SCHEDULED:
        # A version that was to go out would bring the content back by itself.
        state = WorkState.READY if page.needs_workflow else WorkState.DRAFT
        set_work_state(record, state, scheduled_for=None, scheduled_revision=None)
        record.scheduled_pieces.all().delete()
    record.save()
    PublicContent.objects.filter(identifier=record.identifier).delete()
    note(record, EditorialEvent.Kind.WITHDRAWN, by=by, comment=words)
    public_content_changed.send(PublicContent, identifier=record.identifier, version=record.public_version, deleted=True)


def publish_revision(*, record: EditorialRecord, revision: Revision, by) -> None:
    """Makes this very revision the live content and writes the public record. The caller holds the lock and has checked the right.

    Raises Faulty where the content itself may not be public (`EditorialPage.obstacles`).
    """
    live = record.page.live_revision if record.public_state == PublicState.PUBLISHED else None
    action = PublishPageRevisionAction(revision, user=by)
    if obstacles := action.object.obstacles():
        raise Faulty(" ".join(obstacles))
    action.execute(skip_permission_checks=True)
    now = timezone.now()
    _begin_edition(record, live, revision)
    record.page = action.object
    record.public_state, record.gone_at, record.gone_note = PublicState.PUBLISHED, None, ""
    record.first_published_at = record.first_published_at or now
    set_work_state(record, WorkState.SETTLED, scheduled_for=None, scheduled_revision=None)
    write_public_record(record=record, page=action.object, at=now)


def _begin_edition(record: EditorialRecord, live: Revision | None, revision: Revision) -> None:
    """Another text begins another edition; what went through the workflow stays readable as it was."""
    if live and fingerprint(live) == fingerprint(revision):
        return
    former = PublicContent.objects.filter(identifier=record.identifier).first()
    kind = record.page.specific_class
    if former and kind.needs_workflow:
        data = {key: value for key, value in former.data.items() if key not in kind.present_only}
        PublicVersion.objects.create(record=record, edition=record.edition, data=data, published_at=former.updated_at)
    record.edition += 1


def write_public_record(*, record: EditorialRecord, page: EditorialPage, at=None) -> bool:
    """Writes the public record from a live page and saves the record; False when nothing that the public reads has changed."""
    changed_at, record.content_changed_at = record.content_changed_at, at or timezone.now()
    content = Content(page, record)
    data = content.data
    content_hash = digest([{key: value for key, value in data.items() if key != "updated_at"}, content.filters])
    if PublicContent.objects.filter(identifier=record.identifier, content_hash=content_hash).exists():
        record.content_changed_at = changed_at
        record.save()
        return False
    record.public_version += 1
    record.save()
    assert record.first_published_at, "a public content has a date of first publication"
    PublicContent.objects.update_or_create(
        identifier=record.identifier,
        defaults={
            "kind": page.kind,
            "path": content.path,
            "title": page.title,
            "data": data,
            "filters": content.filters,
            "texts": content.texts,
            "text": search_vector(content.weighted_texts()),
            "version": record.public_version,
            "content_hash": content_hash,
            "first_published_at": record.first_published_at,
            "updated_at": record.content_changed_at,
            "listed_until": getattr(page, "expires_on", None),
        },
    )
    public_content_changed.send(PublicContent, identifier=record.identifier, version=record.public_version, deleted=False)
    return True


def refresh_stale_contents() -> int:
    """Writes again the public records whose labels changed, one transaction each; returns how many changed."""
    written = 0
    for identifier in list(PublicContent.objects.filter(stale=True).values_list("identifier", flat=True)):
        with transaction.atomic():
            record = locked_record(EditorialRecord.objects.get(identifier=identifier).pk)
            if record.public_state == PublicState.PUBLISHED:
                written += write_public_record(record=record, page=record.page.specific)
                PublicContent.objects.filter(identifier=identifier).update(stale=False)
    return written
