"""Small pieces that every act shares: the lock, the state, the trace."""

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from core.text import fold
from territories.queries import with_ancestors

from ..models import PracticeEvent, PracticePage, PracticeRecord, PublicState, ReviewState


def locked_record(page_id: int) -> PracticeRecord:
    """The record, its row locked until the transaction ends. Raises PracticeRecord.DoesNotExist."""
    # Locked first, read after: what a query that waits for a lock joins to the row is as old as the wait.
    PracticeRecord.objects.select_for_update().values_list("pk").get(page_id=page_id)
    record = PracticeRecord.objects.select_related("page", "region").get(page_id=page_id)
    record.noted_states = record.both_states
    return record


def lock_places(*pages: Page) -> None:
    """Before a sheet is put below one of these pages: two that arrive at once would get the same path, so the second waits.

    The pages then know their children as they stand. Locked in one order, whoever asks: no deadlock.
    """
    rows = Page.objects.select_for_update().filter(pk__in=[page.pk for page in pages]).order_by("pk")
    children = dict(rows.values_list("pk", "numchild"))
    for page in pages:
        page.numchild = children[page.pk]


def latest_version(record: PracticeRecord) -> PracticePage:
    """The sheet as last saved, published or not."""
    page = record.page
    return page.latest_revision.as_object() if page.latest_revision_id else page


def version_for_editors(record: PracticeRecord) -> PracticePage:
    """The newest version that editors were handed: what its writers save before they send it is theirs alone."""
    if record.is_under_review:
        return latest_version(record)
    if _shown_as_public(record):
        return PracticePage.objects.get(pk=record.pk)
    revision = record.page.revisions.filter(pk=revision_for_editors(record)).first()
    return revision.as_object() if revision else PracticePage.objects.get(pk=record.pk)


def revision_for_editors(record: PracticeRecord) -> int | None:
    """Number of that version among those that were saved."""
    if record.is_under_review:
        return record.page.latest_revision_id
    if _shown_as_public(record):
        return record.page.live_revision_id
    asked = record.events.filter(kind=PracticeEvent.Kind.CHANGES_REQUESTED, revision__isnull=False).order_by("-pk").first()
    if record.review_state == ReviewState.CHANGES_REQUESTED and asked:
        return asked.revision_id
    return max(filter(None, [record.submitted_revision_id, record.accepted_revision_id]), default=None)


def _shown_as_public(record: PracticeRecord) -> bool:
    """Whether editors are shown what the public reads, or read: nothing newer was handed to them."""
    return record.public_state != PublicState.NEVER and record.review_state in (ReviewState.SETTLED, ReviewState.DRAFT)


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


def list_for_editors(record: PracticeRecord, page: PracticePage) -> None:
    """Has the desk find the sheet by this version, which was handed to editors. The caller saves the record."""
    themes = [page.main_theme_id, *(theme.pk for theme in page.themes.all())]
    record.listed_title, record.listed_words = page.title, fold(page.title)
    record.listed_themes = list(dict.fromkeys(pk for pk in themes if pk))
    record.listed_territories = with_ancestors(page.territory_codes)


@transaction.atomic
def relist_practice(*, page_id: int) -> None:
    """After an editor corrected the text of a sheet under review: the desk finds it by what it says now."""
    record = locked_record(page_id)
    if record.is_under_review:
        list_for_editors(record, latest_version(record))
        record.save()


def close_workflow(page: PracticePage, by) -> None:
    """Ends the review in Wagtail's workflow, if one is open."""
    if state := page.current_workflow_state:
        state.cancel(user=by)


def mark_confirmed(record: PracticeRecord) -> None:
    """Somebody who knows says that the public sheet holds, in memory: the next question comes in a year."""
    record.confirmed_at = timezone.now()
    record.confirmation_asked_at = record.confirmation_reminded_at = record.unconfirmed_since = None
