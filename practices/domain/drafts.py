"""A sheet in its contributor's hands: begun, saved, thrown away."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from .. import content
from ..models import DraftsPage, PracticeEvent, PracticePage, PracticeRecord
from ..permissions import may_write
from .errors import Forbidden, OutOfDate
from .records import latest_version, locked_record, note, set_review_state


@transaction.atomic
def create_draft(
    *, owner, title: str, external_id: str | None = None, identifier: str | None = None, is_demo: bool = False
) -> PracticePage:
    """A new sheet with its title only, under the page of drafts, where nobody but its owner reads it."""
    record = PracticeRecord(external_id=external_id, is_demo=is_demo)
    if identifier:
        record.identifier = identifier
    page = PracticePage(title=title, slug=record.identifier, owner=owner, live=False, has_unpublished_changes=True)
    DraftsPage.objects.get().add_child(instance=page)
    record.page = page
    record.save(force_insert=True)
    note(record, PracticeEvent.Kind.CREATED, by=owner)
    return page


@transaction.atomic
def save_draft(*, page_id: int, by, values: dict, read_fields: Iterable[str] = (), read_fingerprint: str | None = None) -> PracticePage:
    """Puts clean values (by attribute, see practices.content) on the newest version and saves it.

    `read_fingerprint` is that of `read_fields` when the form was filled (content.fingerprint): OutOfDate when they were changed since, so
    that nothing written elsewhere is lost; a revision's number would not tell, since her own open version is overwritten. One that was
    submitted never is. Raises Forbidden.
    """
    record = locked_record(page_id)
    if refusal := may_write(by, record):
        raise Forbidden(refusal)
    latest = record.page.latest_revision
    page = latest_version(record)
    if read_fingerprint is not None and content.fingerprint(page, read_fields) != read_fingerprint and not content.holds(page, values):
        raise OutOfDate(_("This sheet was saved elsewhere since you opened this page."))
    content.assign(page, values)
    own_open = (
        latest is not None and latest.user_id == by.pk and latest.pk != record.submitted_revision_id and latest.pk != page.live_revision_id
    )
    page.save_revision(user=by, overwrite_revision=latest if own_open else None)
    if record.review_state == "settled":
        set_review_state(record, "draft")
    return page


@transaction.atomic
def delete_draft(*, page_id: int, by) -> None:
    """Throws away a sheet that was never submitted. Raises Forbidden, OutOfDate."""
    record = locked_record(page_id)
    if refusal := may_write(by, record):
        raise Forbidden(refusal)
    if not record.is_draft or record.submitted_at:
        raise OutOfDate(_("This sheet was submitted: it can be withdrawn, not deleted."))
    record.page.delete()
