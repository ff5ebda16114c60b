"""A sheet in its contributor's hands: begun, saved, thrown away."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from accounts.models import User

from .. import content
from ..models import DraftsPage, PracticeEvent, PracticePage, PracticeRecord, ReviewState
from ..permissions import may_delete, may_write
from .errors import Forbidden, OutOfDate
from .records import latest_version, lock_places, locked_record, note, set_review_state

#: A version left alone that long is kept as it is: what is written next is another one, so that yesterday's text can be found again.
SITTING = timedelta(hours=1)
SAME_PRESS = timedelta(minutes=1)


@transaction.atomic
def create_draft(
    *, owner, title: str, external_id: str | None = None, identifier: str | None = None, is_demo: bool = False
) -> PracticePage:
    """A new sheet with its title only, under the page of drafts, where nobody but its owner reads it."""
    record = PracticeRecord(external_id=external_id, is_demo=is_demo)
    if identifier:
        record.identifier = identifier
    page = PracticePage(title=title, slug=record.identifier, owner=owner, live=False, has_unpublished_changes=True)
    drafts = DraftsPage.objects.get()
    lock_places(drafts)
    drafts.add_child(instance=page)
    record.page = page
    record.save(force_insert=True)
    note(record, PracticeEvent.Kind.CREATED, by=owner)
    return page


@transaction.atomic
def begin_draft(*, owner, title: str) -> PracticePage:
    """A new sheet from the first form. The button pressed twice begins one: that of a moment ago, as long as nothing was written in it."""
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    moment_ago = timezone.now() - SAME_PRESS
    begun = PracticePage.objects.filter(owner=owner, title=title, latest_revision=None, record__state_since__gte=moment_ago)
    return begun.order_by("-pk").first() or create_draft(owner=owner, title=title)


@transaction.atomic
def save_draft(*, page_id: int, by, values: dict) -> PracticePage:
    """Puts clean values (by attribute, see practices.content) on the newest version and saves it. Raises Forbidden.

    What a form holds goes through `merging.merge_draft`, which knows what was changed elsewhere since the form was filled.
    """
    record = locked_record(page_id)
    if refusal := may_write(by, record):
        raise Forbidden(refusal)
    page = latest_version(record)
    write_version(record=record, page=page, by=by, values=values)
    return page


def write_version(*, record: PracticeRecord, page: PracticePage, by, values: dict[str, Any]) -> None:
    """Saves `page`, the newest version, with these values. The caller holds the lock and has checked the right."""
    content.assign(page, values)
    page.save_revision(user=by, overwrite_revision=_own_open_version(record, by))
    if record.review_state == ReviewState.SETTLED:
        set_review_state(record, ReviewState.DRAFT)
    if record.draft_reminded_at:
        record.draft_reminded_at = None
        record.save(update_fields=["draft_reminded_at"])


def _own_open_version(record: PracticeRecord, by) -> Revision | None:
    """The newest version while it is hers to overwrite: not one that was submitted, published or told of, nor of an earlier sitting."""
    latest = record.page.latest_revision
    if latest is None or latest.user_id != by.pk or timezone.now() - latest.created_at > SITTING:
        return None
    closed = {record.submitted_revision_id, record.accepted_revision_id, record.page.live_revision_id}
    return None if latest.pk in closed or record.events.filter(revision=latest).exists() else latest


@transaction.atomic
def delete_draft(*, page_id: int, by) -> None:
    """Throws away a sheet that was never submitted. Raises Forbidden, OutOfDate."""
    record = locked_record(page_id)
    if refusal := may_delete(by, record):
        raise Forbidden(refusal)
    if not record.is_draft or record.submitted_at:
        raise OutOfDate(_("This sheet was submitted: it can be withdrawn, not deleted."))
    record.page.delete()
