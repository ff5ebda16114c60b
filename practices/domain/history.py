"""Taking an earlier version of a sheet up again."""

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import PracticeEvent, PracticePage, ReviewState
from ..permissions import may_write
from .errors import Forbidden, OutOfDate
from .records import locked_record, note, set_review_state


@transaction.atomic
def restore_version(*, page_id: int, by, revision_id: int) -> PracticePage:
    """A new version with the content of an earlier one, to be gone on with: no other is overwritten. Raises Forbidden, OutOfDate."""
    record = locked_record(page_id)
    if refusal := may_write(by, record):
        raise Forbidden(refusal)
    revision = record.page.revisions.filter(pk=revision_id).first()
    if revision is None:
        raise OutOfDate(_("This version is no longer kept."))
    if revision.pk == record.page.latest_revision_id:
        raise OutOfDate(_("This is the newest version already."))
    page = revision.as_object()
    # As it was: what it lacks by the rules of today is asked for when it is sent.
    restored = page.save_revision(user=by, clean=False)
    if record.review_state == ReviewState.SETTLED:
        set_review_state(record, ReviewState.DRAFT)
    note(record, PracticeEvent.Kind.VERSION_RESTORED, by=by, revision=restored)
    return page
