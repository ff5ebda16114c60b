"""What becomes of a sign-off and of a schedule when the text, or a piece, changes under them. Each in the transaction of the change."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from core.typography import inside

from ..fingerprint import fingerprint
from ..models import EditorialRecord, WorkState
from .records import locked_record
from .schedule import unschedule_cahiers
from .workflow import reopen_sign_off

SIGNED = (WorkState.READY, WorkState.SCHEDULED)


@transaction.atomic
def text_saved(*, page_id: int, revision: Revision) -> None:
    """A version was saved: what was signed off and says something else now waits for its sign-off again."""
    if not EditorialRecord.objects.filter(page_id=page_id, work_state__in=SIGNED).exists():
        return
    record = locked_record(page_id)
    if record.work_state not in SIGNED or fingerprint(revision) == record.signed_hash:
        return
    title = inside(record.page.draft_title)
    reopen_sign_off(record, revision, by=revision.user)
    unschedule_cahiers(piece_id=page_id, reason=_("“%(title)s” was changed and must be signed off again.") % {"title": title})


def piece_left(*, identifier: str) -> None:
    """A content left the site, or a person took her consent back. The caller holds the content's lock."""
    record = EditorialRecord.objects.select_related("page").filter(identifier=identifier).first()
    if record:
        reason = _("“%(title)s” was taken off the site, or may no longer be printed.") % {"title": inside(record.page.draft_title)}
        unschedule_cahiers(piece_id=record.pk, reason=reason)


def sheet_left(*, identifier: str) -> None:
    unschedule_cahiers(sheet=identifier, reason=_("The sheet %(identifier)s is no longer public.") % {"identifier": identifier})
