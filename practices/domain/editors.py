"""An editor leaves a region: what she had in hand goes to another editor, or back to the region, in one step."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications as account_notifications
from accounts.domain.audit import note_account
from accounts.models import AccountEvent, User
from accounts.permissions import may_manage_editors

from .. import notifications
from ..models import PracticeEvent, PracticeRecord, RegionPage, Review, ReviewState
from .errors import Forbidden, OutOfDate
from .records import locked_record, note, set_review_state


@dataclass(frozen=True)
class Removed:
    """How many sheets and awaited reviews changed hands."""

    sheets: int
    reviews: int


@transaction.atomic
def remove_editor(*, region_id: int, user_id: int, by: User, heir_id: int | None = None, even_last: bool = False) -> Removed:
    """Takes the editor out of the region's group; the sheets that she holds there go to the heir, or await a reader again.

    Raises Forbidden; OutOfDate when she has left already, when the heir edits the region no more, and for the last editor of a region
    unless `even_last`.
    """
    region = RegionPage.objects.select_related("group").get(pk=region_id)
    if refusal := may_manage_editors(by, region.group):
        raise Forbidden(refusal)
    editors = {user.pk: user for user in User.objects.select_for_update().filter(groups=region.group).order_by("pk")}
    leaving, heir = editors.pop(user_id, None), editors.get(heir_id or 0)
    if leaving is None:
        raise OutOfDate(_("This person no longer edits this region."))
    if heir_id and (heir is None or not heir.is_active):
        raise OutOfDate(_("The editor that you chose no longer edits this region: choose another one."))
    if not any(editor.is_active for editor in editors.values()) and not even_last:
        raise OutOfDate(_("Nobody else edits this region: confirm that it stays without an editor, or invite somebody first."))
    removed = Removed(sheets=_reassign_sheets(region, leaving, heir, by), reviews=_reassign_reviews(region, leaving, heir or by))
    note_account(AccountEvent.Kind.EDITOR_LEFT, subject=leaving, by=by, about=region.group.name)
    leaving.groups.remove(region.group)
    account_notifications.editor_removed(leaving, region.group.name)
    return removed


def _reassign_sheets(region: RegionPage, leaving: User, heir: User | None, by: User) -> int:
    held = list(PracticeRecord.objects.filter(region=region, holder=leaving).order_by("pk").values_list("pk", flat=True))
    records = [locked_record(pk) for pk in held]
    for record in records:
        if heir is None and record.is_under_review:
            set_review_state(record, ReviewState.SUBMITTED, holder=None)
        else:
            record.holder = heir
            record.save(update_fields=["holder"])
        note(record, PracticeEvent.Kind.REASSIGNED if heir else PracticeEvent.Kind.RELEASED, by=by, person=heir or leaving)
    if records and heir and heir != by:
        notifications.sheets_inherited(records, heir, leaving, by)
    return len(records)


def _reassign_reviews(region: RegionPage, leaving: User, heir: User) -> int:
    """Who hears of a review that is done, or that does not come."""
    awaited = Review.objects.filter(record__region=region, asked_by=leaving, done_at=None, given_up_at=None)
    return awaited.update(asked_by=heir)
