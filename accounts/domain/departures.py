"""Leaving: at one's own wish after two weeks to change one's mind, or after two years in which nobody used the account."""

import logging
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts import notifications
from accounts.domain.audit import note_account
from accounts.domain.errors import Refused
from accounts.domain.sessions import close_sessions
from accounts.models import AccountEvent, Departure, User
from accounts.permissions import is_kept_when_inactive, may_leave
from accounts.personal_data import Leaving, sources
from accounts.queries import (
    FIRST_WARNING,
    INACTIVE_AFTER,
    SECOND_WARNING,
    administrators,
    is_active_since,
    seen_at,
    told_since,
    unused_since,
)
from accounts.traces import Traces

Kind = AccountEvent.Kind
#: How long one may change one's mind.
REFLECTION = timedelta(days=14)

logger = logging.getLogger(__name__)


@transaction.atomic
def ask_departure(*, user: User, sheets: str) -> Departure:
    """The account is deleted in two weeks. Asking again changes what becomes of the sheets, not the date. Raises Refused."""
    if refusal := may_leave(user):
        raise Refused(refusal)
    held = Departure.objects.select_for_update().filter(user=user).first()
    if held and held.reason == Departure.Reason.ASKED:
        held.sheets = sheets
        held.save(update_fields=["sheets"])
        return held
    if held:
        held.delete()
    departure = Departure.objects.create(user=user, reason=Departure.Reason.ASKED, sheets=sheets, due_at=timezone.now() + REFLECTION)
    note_account(Kind.DELETION_ASKED, subject=user, by=user)
    notifications.deletion_asked(departure)
    return departure


@transaction.atomic
def give_up_departure(*, user: User) -> bool:
    """The person stays; False when she was not about to leave."""
    departure = Departure.objects.select_for_update().filter(user=user).first()
    if departure is None:
        return False
    departure.delete()
    note_account(Kind.DELETION_GIVEN_UP, subject=user, by=user)
    if departure.reason == Departure.Reason.ASKED:
        notifications.deletion_given_up(user)
    return True


def stay_by_signing_in(sender, request, user, **kwargs) -> None:
    """Whoever signs in uses the account: a deletion for inactivity falls; one that was asked for stands."""
    if Departure.objects.filter(user=user, reason=Departure.Reason.INACTIVE).exists():
        give_up_departure(user=user)


def warn_unused_accounts() -> int:
    """The first warning, a month before. Editors and administrators are not deleted: administrators are told once. Returns how many."""
    told = 0
    for user in unused_since(timezone.now() - INACTIVE_AFTER + FIRST_WARNING):
        if is_active_since(user, timezone.now() - INACTIVE_AFTER + FIRST_WARNING):
            continue
        told += _tell_administrators(user) if is_kept_when_inactive(user) else _warn(user)
    return told


def follow_departures() -> int:
    """The second warning of inactivity, then, on the day, the erasure. One transaction a person. Returns how many are erased."""
    _remind()
    erased = 0
    for user_id in list(Departure.objects.filter(due_at__lte=timezone.now()).values_list("user_id", flat=True)):
        try:
            erased += _erase_if_due(user_id)
        except Exception:
            # One that fails does not keep the others; it is tried again at the next sweep.
            logger.exception("account %d not erased", user_id)
    return erased


@transaction.atomic
def erase_person(*, user: User, sheets: str = Departure.Sheets.KEEP, by: User | None = None) -> None:
    """Takes the person out of everything that the site keeps, then the account itself. Cannot be undone. Raises Refused."""
    if refusal := may_leave(user):
        raise Refused(refusal)
    address = user.email
    leaving = Leaving(user=user, sheets=sheets, traces=_traces(user))
    note_account(Kind.ERASED, subject=user, by=by)
    for source in sources():
        source.erase(leaving)
    close_sessions(user.pk)
    user.delete()
    notifications.account_erased(address)


def _traces(user: User) -> Traces:
    traces = Traces()
    traces.add(names=[user.name], addresses=[user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)])
    return traces


@transaction.atomic
def _erase_if_due(user_id: int) -> bool:
    """Held under a lock, so that a person who signs in at this very moment stays or is gone, never half."""
    user = User.objects.select_for_update().filter(pk=user_id).first()
    departure = Departure.objects.filter(user_id=user_id, due_at__lte=timezone.now()).first()
    if user is None or departure is None:
        return False
    if may_leave(user) or (departure.reason == Departure.Reason.INACTIVE and _is_missed(user)):
        departure.delete()
        return False
    erase_person(user=user, sheets=departure.sheets, by=user if departure.reason == Departure.Reason.ASKED else None)
    return True


def _is_missed(user: User) -> bool:
    """Has become an editor, or did something by the link of a mail, since the warning."""
    return is_kept_when_inactive(user) or is_active_since(user, timezone.now() - INACTIVE_AFTER + FIRST_WARNING)


@transaction.atomic
def _warn(user: User) -> bool:
    now = timezone.now()
    # After a long stop of the site too, a month passes between the first warning and the deletion.
    due_at = max(seen_at(user) + INACTIVE_AFTER, now + FIRST_WARNING)
    departure, made = Departure.objects.get_or_create(user=user, defaults={"reason": Departure.Reason.INACTIVE, "due_at": due_at})
    if made:
        note_account(Kind.INACTIVITY_WARNED, subject=user)
        notifications.inactivity_warned(departure)
    return made


@transaction.atomic
def _tell_administrators(user: User) -> bool:
    if told_since(user, Kind.INACTIVE_EDITOR):
        return False
    note_account(Kind.INACTIVE_EDITOR, subject=user)
    notifications.inactive_editor(user, administrators())
    return True


@transaction.atomic
def _remind() -> None:
    """Two weeks always pass between the second warning and the deletion."""
    now = timezone.now()
    waiting = Departure.objects.filter(reason=Departure.Reason.INACTIVE, reminded_at=None, due_at__lte=now + SECOND_WARNING)
    for departure in waiting.select_related("user").select_for_update(of=("self",), skip_locked=True):
        departure.reminded_at, departure.due_at = now, max(departure.due_at, now + SECOND_WARNING)
        departure.save(update_fields=["reminded_at", "due_at"])
        notifications.inactivity_warned(departure)
