"""Small pieces that every act shares: the lock, the state, the trace."""

from django.utils import timezone

from ..models import PracticeEvent, PracticePage, PracticeRecord


def locked_record(page_id: int) -> PracticeRecord:
    """The record, its row locked until the transaction ends. Raises PracticeRecord.DoesNotExist."""
    record = PracticeRecord.objects.select_for_update(of=("self",)).select_related("page", "region").get(page_id=page_id)
    record.noted_states = record.both_states
    return record


def latest_version(record: PracticeRecord) -> PracticePage:
    """The sheet as last saved, published or not."""
    page = record.page
    return page.latest_revision.as_object() if page.latest_revision_id else page


def set_review_state(record: PracticeRecord, state: str, **changes) -> None:
    """Writes the new state and the given fields of the record."""
    for name, value in changes.items():
        setattr(record, name, value)
    record.review_state = state
    record.state_since = timezone.now()
    record.save()


def note(record: PracticeRecord, kind: str, *, by=None, comment: str = "", revision=None, **details) -> PracticeEvent:
    """Adds a line to the history of the sheet, once its states are those that the act leaves."""
    states = {"state_from": record.noted_states, "state_to": record.both_states}
    record.noted_states = record.both_states
    return PracticeEvent.objects.create(record=record, kind=kind, actor=by, comment=comment, revision=revision, **states, **details)


def close_workflow(page: PracticePage, by) -> None:
    """Ends the review in Wagtail's workflow, if one is open."""
    if state := page.current_workflow_state:
        state.cancel(user=by)
