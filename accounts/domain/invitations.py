"""Inviting somebody to the editors of a region: by mail, once, for a time."""

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.domain.audit import note_account
from accounts.domain.errors import Refused
from accounts.models import AccountEvent, EditorInvitation, User
from accounts.permissions import may_accept_invitation, may_manage_editors
from accounts.queries import FORGOTTEN_AFTER, LINK_LIFE

Kind = AccountEvent.Kind


@transaction.atomic
def invite_editor(*, group: Group, email: str, by: User) -> EditorInvitation:
    """Mails an invitation to this group; again, when the former one has run out. Raises Refused."""
    _allowed(by, group)
    email = email.strip().lower()
    if group.user_set.filter(email__iexact=email, is_active=True).exists():
        raise Refused(_("This person already edits this region."))
    held = EditorInvitation.objects.select_for_update().filter(group=group, email=email).first()
    if held and held.invited_at > timezone.now() - LINK_LIFE:
        raise Refused(_("This address was invited already, and the invitation still stands."))
    if held:
        held.invited_at, held.invited_by = timezone.now(), by
        held.save(update_fields=["invited_at", "invited_by"])
        invitation = held
    else:
        invitation = _invited(group, email, by)
    note_account(Kind.INVITED, subject=None, by=by, about=group.name)
    notifications.editor_invited(invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation_id: int, by: User) -> EditorInvitation:
    """Its link opens nothing any more. Raises Refused."""
    invitation = EditorInvitation.objects.select_for_update(of=("self",)).select_related("group").get(pk=invitation_id)
    _allowed(by, invitation.group)
    if not invitation.email:
        raise Refused(_("This invitation was accepted or withdrawn already."))
    invitation.email, invitation.withdrawn_at = "", timezone.now()
    invitation.save(update_fields=["email", "withdrawn_at"])
    note_account(Kind.INVITATION_WITHDRAWN, subject=None, by=by, about=invitation.group.name)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation_id: int, by: User) -> EditorInvitation:
    """The person joins the group. The caller has read the signed link. Raises Refused."""
    invitation = EditorInvitation.objects.select_for_update(of=("self",)).select_related("group", "invited_by").get(pk=invitation_id)
    if not invitation.email:
        raise Refused(_("This invitation was accepted or withdrawn already."))
    if refusal := may_accept_invitation(by, invitation.email):
        raise Refused(refusal)
    invitation.email, invitation.accepted_by, invitation.accepted_at = "", by, timezone.now()
    invitation.save(update_fields=["email", "accepted_by", "accepted_at"])
    note_account(Kind.INVITATION_ACCEPTED, subject=by, by=by, about=invitation.group.name)
    by.groups.add(invitation.group)
    notifications.invitation_accepted(invitation)
    return invitation


def forget_old_invitations() -> int:
    """Addresses of people who never answered are not kept."""
    old = EditorInvitation.objects.filter(accepted_at=None, invited_at__lt=timezone.now() - FORGOTTEN_AFTER)
    deleted, _by_model = old.delete()
    return deleted


def _invited(group: Group, email: str, by: User) -> EditorInvitation:
    try:
        with transaction.atomic():
            return EditorInvitation.objects.create(group=group, email=email, invited_by=by)
    except IntegrityError:
        # Two editors invite the same person at once: one mail leaves.
        raise Refused(_("This address was invited already, and the invitation still stands.")) from None


def _allowed(by: User, group: Group) -> None:
    if refusal := may_manage_editors(by, group):
        raise Refused(refusal)
