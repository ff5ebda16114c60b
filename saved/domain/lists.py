"""Lists of sheets: made, filled, ordered, annotated, shared."""

import secrets

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from practices.domain.errors import Refused
from practices.models import PublicPractice

from ..models import KeptSheet, SheetList

MOST_LISTS = 50
MOST_SHEETS = 500
#: 192 bits: nobody finds a link by trying.
TOKEN_BYTES = 24


@transaction.atomic
def create_list(*, user: User, name: str) -> SheetList:
    """A new empty list. Raises Refused."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if SheetList.objects.filter(user=user).count() >= MOST_LISTS:
        raise Refused(_("You already have %(most)d lists, which is the most. Delete one to make another.") % {"most": MOST_LISTS})
    return SheetList.objects.create(user=user, name=name)


def rename_list(*, sheet_list: SheetList, name: str) -> None:
    SheetList.objects.filter(pk=sheet_list.pk).update(name=name, changed_at=timezone.now())


def delete_list(*, sheet_list: SheetList) -> None:
    """The list goes with its notes and its link; the sheets themselves are nobody's to delete here."""
    sheet_list.delete()


@transaction.atomic
def keep_sheet(*, sheet_list: SheetList, identifier: str, note: str = "") -> bool:
    """Adds a public sheet at the end; False when the list has it already, whose note then changes if one is given. Raises Refused."""
    _locked(sheet_list)
    if not PublicPractice.objects.filter(identifier=identifier).exists():
        raise Refused(_("This sheet is not public any more."))
    kept = KeptSheet.objects.filter(list=sheet_list, identifier=identifier)
    if found := kept.first():
        if note:
            annotate(kept=found, note=note)
        return False
    sheets = KeptSheet.objects.filter(list=sheet_list)
    if sheets.count() >= MOST_SHEETS:
        raise Refused(_("This list has %(most)d sheets, which is the most: put this one in another list.") % {"most": MOST_SHEETS})
    last = sheets.aggregate(last=Max("position"))["last"] or 0
    KeptSheet.objects.create(list=sheet_list, identifier=identifier, note=note, position=last + 1)
    _touch(sheet_list)
    return True


@transaction.atomic
def keep_in_new_list(*, user: User, name: str, identifier: str, note: str = "") -> SheetList:
    """A new list that begins with this sheet. Raises Refused, and makes none then."""
    made = create_list(user=user, name=name)
    keep_sheet(sheet_list=made, identifier=identifier, note=note)
    return made


@transaction.atomic
def remove_sheet(*, kept: KeptSheet) -> None:
    kept.delete()
    _touch(kept.list)


@transaction.atomic
def annotate(*, kept: KeptSheet, note: str) -> None:
    """Replaces the note; an empty one takes it away."""
    KeptSheet.objects.filter(pk=kept.pk).update(note=note)
    _touch(kept.list)


@transaction.atomic
def move_sheet(*, kept: KeptSheet, up: bool) -> None:
    """One place up or down; the first one up and the last one down stay where they are."""
    _locked(kept.list)
    order = list(KeptSheet.objects.filter(list=kept.list_id).values_list("pk", flat=True))
    # Removed in another window meanwhile: there is nothing to move.
    here = order.index(kept.pk) if kept.pk in order else -1
    there = here + (-1 if up else 1)
    if here < 0 or not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    KeptSheet.objects.bulk_update([KeptSheet(pk=pk, position=place) for place, pk in enumerate(order, start=1)], ["position"])
    _touch(kept.list)


@transaction.atomic
def share(*, sheet_list: SheetList, shares_notes: bool) -> SheetList:
    """Opens the list to whoever has its link; the link stays the same as long as it is shared."""
    own = _locked(sheet_list)
    own.token = own.token or secrets.token_urlsafe(TOKEN_BYTES)
    own.shares_notes = shares_notes
    own.save(update_fields=["token", "shares_notes"])
    return own


def stop_sharing(*, sheet_list: SheetList) -> None:
    """The link leads nowhere any more; sharing again makes another one."""
    SheetList.objects.filter(pk=sheet_list.pk).update(token="", shares_notes=False)


def _locked(sheet_list: SheetList) -> SheetList:
    return SheetList.objects.select_for_update().get(pk=sheet_list.pk)


def _touch(sheet_list: SheetList) -> None:
    SheetList.objects.filter(pk=sheet_list.pk).update(changed_at=timezone.now())
