"""A new version of a public sheet, while it is in its contributor's hands."""

from django.db import transaction

from ..models import PracticeEvent, PracticePage, PracticeRecord, ReviewState
from ..permissions import may_give_up
from .errors import Forbidden
from .records import close_workflow, locked_record, note, set_review_state


@transaction.atomic
def give_up_version(*, page_id: int, by) -> PracticeRecord:
    """The contributor gives up her new version: the newest text is the public one again. What she wrote stays in the history of versions.

    Raises Forbidden.
    """
    record = locked_record(page_id)
    if refusal := may_give_up(by, record):
        raise Forbidden(refusal)
    close_workflow(record.page, by)
    public = PracticePage.objects.get(pk=page_id)
    revision = public.save_revision(user=by, clean=False, changed=False)
    PracticePage.objects.filter(pk=page_id).update(has_unpublished_changes=False)
    record.page.refresh_from_db()
    set_review_state(record, ReviewState.SETTLED, holder=None)
    note(record, PracticeEvent.Kind.VERSION_RESTORED, by=by, revision=revision)
    return record
