"""Small pieces that every act shares: the lock, the state, the trace."""

from django.utils import timezone

from ..models import EditorialEvent, EditorialPage, EditorialRecord


def locked_record(page_id: int) -> EditorialRecord:
    """The record, its row locked until the transaction ends. Raises EditorialRecord.DoesNotExist."""
    # Locked first, read after: what a query that waits for a lock joins to the row is as old as the wait.
    EditorialRecord.objects.select_for_update().values_list("pk").get(page_id=page_id)
    return EditorialRecord.objects.select_related("page").get(page_id=page_id)


def latest_version(record: EditorialRecord) -> EditorialPage:
    """The content as last saved, published or not."""
    page = record.page.specific
    return page.latest_revision.as_object() if page.latest_revision_id else page


def set_work_state(record: EditorialRecord, state: str, **changes) -> None:
    """Writes the new state and the given fields of the record."""
    for name, value in changes.items():
        setattr(record, name, value)
    record.work_state = state
    record.state_since = timezone.now()
    record.save()


def note(record: EditorialRecord, kind: str, *, by=None, comment: str = "", revision=None, person=None) -> EditorialEvent:
    """Adds a line to the history of the content."""
    return EditorialEvent.objects.create(record=record, kind=kind, actor=by, comment=comment, revision=revision, person=person)
