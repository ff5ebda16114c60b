"""Who writes a sheet with its contributor: invited by mail, joined by a link, given another role, gone; and to whom it goes after her."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User

from ..models import CoAuthor, PracticeEvent, PracticePage, PracticeRecord
from ..permissions import may_invite
from ..together import invitations
from .errors import Faulty, Forbidden, OutOfDate
from .records import locked_record, note

Kind = PracticeEvent.Kind

MOST_ON_A_SHEET = 20
#: Invitations of one person in a day: each is a mail of ours to an address that asked for nothing.
MOST_A_DAY = 20


@transaction.atomic
def invite(*, page_id: int, by, email: str, role: str) -> CoAuthor:
    """Mails a link to `email` (a clean address). To an address already invited: with this role, by a new link that ends the one before.

    Raises Forbidden, Faulty.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    record = _led(page_id, by)
    email = email.lower()
    if email == by.email.lower():
        raise Faulty(_("This is your own address: the sheet is already yours."))
    if record.coauthors.filter(user__email__iexact=email).exists():
        raise Faulty(_("This person already takes part: change what she may do in the list."))
    if record.coauthors.exclude(email=email).count() >= MOST_ON_A_SHEET:
        raise Faulty(_("A sheet has at most %(count)d co-authors.") % {"count": MOST_ON_A_SHEET})
    if _sent_in_a_day(by) >= MOST_A_DAY:
        raise Faulty(_("You have sent %(count)d invitations in a day: go on tomorrow.") % {"count": MOST_A_DAY})
    values = {"role": role, "invited_by": by, "invited_at": timezone.now()}
    invitation, _new = CoAuthor.objects.update_or_create(record=record, email=email, defaults=values)
    note(record, Kind.COAUTHOR_INVITED, by=by)
    invitations.invited(invitation)
    return invitation


@transaction.atomic
def accept(*, invitation_id: int, sent_at: str, by) -> PracticeRecord:
    """Makes a co-author of who was invited, at the address of the account only. Raises Forbidden, OutOfDate."""
    record, invitation = _open_invitation(invitation_id, sent_at)
    if by.email.lower() != invitation.email:
        raise Forbidden(_("This invitation was sent to another address than that of your account."))
    if record.page.owner_id == by.pk or record.coauthors.filter(user=by).exists():
        # She changed her address since: she is there already.
        invitation.delete()
        return record
    invitation.user, invitation.email, invitation.accepted_at = by, "", timezone.now()
    invitation.save()
    note(record, Kind.COAUTHOR_JOINED, by=by, person=by)
    invitations.joined(record, by)
    return record


@transaction.atomic
def decline(*, invitation_id: int, sent_at: str) -> None:
    """Takes the invitation away; the caller has read it from a link that went to the invited person. Raises OutOfDate."""
    _record, invitation = _open_invitation(invitation_id, sent_at)
    invitation.delete()


@transaction.atomic
def change_role(*, page_id: int, by, coauthor_id: int, role: str) -> None:
    """What a co-author, or somebody invited, may do from now on. Raises Forbidden, OutOfDate."""
    record = _led(page_id, by)
    row = _row(record, pk=coauthor_id)
    if row.role == role:
        return
    row.role = role
    if role != CoAuthor.Role.EDIT:
        row.offered_at = None
    row.save(update_fields=["role", "offered_at"])
    note(record, Kind.COAUTHOR_ROLE, by=by, person=row.user)


@transaction.atomic
def remove(*, page_id: int, by, coauthor_id: int) -> None:
    """Takes back an invitation, or the share of somebody who joined, who is told. Raises Forbidden, OutOfDate."""
    record = _led(page_id, by)
    row = _row(record, pk=coauthor_id)
    row.delete()
    if row.user:
        note(record, Kind.COAUTHOR_LEFT, by=by, person=row.user)
        invitations.removed(record, row.user)


@transaction.atomic
def leave(*, page_id: int, by) -> None:
    """A co-author gives up her share; whoever holds the sheet is told. Raises OutOfDate."""
    record = locked_record(page_id)
    _row(record, user=by).delete()
    note(record, Kind.COAUTHOR_LEFT, by=by, person=by)
    invitations.left(record, by)


@transaction.atomic
def offer(*, page_id: int, by, coauthor_id: int) -> None:
    """Proposes the sheet to a co-author who writes it; until she accepts nothing changes. One proposal at a time.

    Raises Forbidden, Faulty, OutOfDate.
    """
    record = _led(page_id, by)
    row = _row(record, pk=coauthor_id)
    if row.user is None or row.role != CoAuthor.Role.EDIT:
        raise Faulty(_("Only somebody who writes the sheet with you can hold it after you."))
    if row.offered_at:
        return
    record.coauthors.update(offered_at=None)
    row.offered_at = timezone.now()
    row.save(update_fields=["offered_at"])
    invitations.offered(record, row.user)


@transaction.atomic
def take_offer_back(*, page_id: int, by, coauthor_id: int) -> None:
    """Raises Forbidden, OutOfDate."""
    row = _row(_led(page_id, by), pk=coauthor_id)
    row.offered_at = None
    row.save(update_fields=["offered_at"])


@transaction.atomic
def accept_offer(*, page_id: int, by) -> None:
    """The sheet is hers from now on; who held it goes on writing it, until she leaves. Raises OutOfDate."""
    record, row = _open_offer(page_id, by)
    former = record.page.owner
    _give(record, row)
    if former:
        now = timezone.now()
        share = CoAuthor(record=record, user=former, role=CoAuthor.Role.EDIT, invited_by=by, invited_at=now, accepted_at=now)
        share.save(force_insert=True)
        invitations.taken_over(record, former, by)
    note(record, Kind.REASSIGNED, by=by, person=by)


@transaction.atomic
def decline_offer(*, page_id: int, by) -> None:
    """Who holds the sheet is told, and keeps it. Raises OutOfDate."""
    record, row = _open_offer(page_id, by)
    row.offered_at = None
    row.save(update_fields=["offered_at"])
    invitations.offer_declined(record, by)


@transaction.atomic
def pass_on(*, page_id: int, by=None) -> User | None:
    """Gives the sheet of a contributor who leaves to the first co-author who writes it; None when there is none, and nothing changes.

    For the deletion of an account, before it: the history names the new holder by her number, the mail tells her. Raises nothing.
    """
    record = locked_record(page_id)
    heir = record.coauthors.filter(role=CoAuthor.Role.EDIT, user__is_active=True).order_by("accepted_at", "pk").first()
    if heir is None or heir.user is None:
        return None
    former = invitations.name_of(record.page.owner)
    _give(record, heir)
    note(record, Kind.REASSIGNED, by=by, person=heir.user)
    invitations.given(record, former)
    return heir.user


def _give(record: PracticeRecord, heir: CoAuthor) -> None:
    PracticePage.objects.filter(pk=record.pk).update(owner=heir.user)
    record.page.owner = heir.user
    heir.delete()


def _open_offer(page_id: int, by) -> tuple[PracticeRecord, CoAuthor]:
    record = locked_record(page_id)
    row = record.coauthors.filter(user=by, role=CoAuthor.Role.EDIT, offered_at__isnull=False).first()
    if row is None:
        raise OutOfDate(_("This sheet is not proposed to you any more."))
    return record, row


def _led(page_id: int, by) -> PracticeRecord:
    record = locked_record(page_id)
    if refusal := may_invite(by, record):
        raise Forbidden(refusal)
    return record


def _row(record: PracticeRecord, **which) -> CoAuthor:
    row = record.coauthors.select_related("user").filter(**which).first()
    if row is None:
        raise OutOfDate(_("This person no longer takes part."))
    return row


def _open_invitation(invitation_id: int, sent_at: str) -> tuple[PracticeRecord, CoAuthor]:
    """The invitation as it was sent then, not yet accepted, its sheet locked."""
    page_id = CoAuthor.objects.filter(pk=invitation_id).values_list("record_id", flat=True).first()
    record = locked_record(page_id) if page_id else None
    invitation = CoAuthor.objects.filter(pk=invitation_id, user=None).first() if record else None
    if record is None or invitation is None or invitation.invited_at.isoformat() != sent_at or _expired(invitation):
        raise OutOfDate(_("This invitation is no longer valid."))
    return record, invitation


def _expired(invitation: CoAuthor) -> bool:
    return invitation.invited_at < timezone.now() - invitations.VALID_FOR


def _sent_in_a_day(by) -> int:
    """Counted in the history, which taking an invitation back does not shorten."""
    since = timezone.now() - timedelta(days=1)
    return PracticeEvent.objects.filter(kind=Kind.COAUTHOR_INVITED, actor=by, at__gt=since).count()
