"""The mails about accounts that are not allauth's own. Templates: templates/accounts/mail/."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import Departure, EditorInvitation, User
from accounts.queries import LINK_LIFE
from core.mail import queue_mail

INVITATION_SALT = "accounts.invitation"
ABOUT = "account"
FAREWELL = "accounts/mail/account_erased.txt"


def editor_invited(invitation: EditorInvitation) -> None:
    """The signed link opens for two weeks, to the account that has this address."""
    context = {
        "group": invitation.group.name,
        "days": LINK_LIFE.days,
        "url": _absolute(reverse("accounts:invitation", args=[invitation_token(invitation)])),
    }
    _send(invitation.email, "editor_invited", context)


def invitation_accepted(invitation: EditorInvitation) -> None:
    """To whoever invited; nobody when that account is gone."""
    if invitation.invited_by:
        context = {"group": invitation.group.name, "who": str(invitation.accepted_by)}
        _send(invitation.invited_by.email, "invitation_accepted", context)


def editor_removed(user: User, group_name: str) -> None:
    _send(user.email, "editor_removed", {"group": group_name})


def deletion_asked(departure: Departure) -> None:
    context = {
        "due_at": departure.due_at,
        "withdraws": departure.sheets == Departure.Sheets.WITHDRAW,
        "url": _absolute(reverse("accounts:delete")),
    }
    _send(departure.user.email, "deletion_asked", context)


def deletion_given_up(user: User) -> None:
    _send(user.email, "deletion_given_up", {})


def inactivity_warned(departure: Departure) -> None:
    """Told twice: a month before, and two weeks before."""
    context = {"due_at": departure.due_at, "again": departure.reminded_at is not None, "url": _absolute(reverse("account_login"))}
    _send(departure.user.email, "inactivity_warned", context)


def inactive_editor(user: User, administrators: list[User]) -> None:
    for administrator in administrators:
        context = {"who": str(user), "url": _absolute(reverse("wagtailusers_users:edit", args=[user.pk]))}
        _send(administrator.email, "inactive_editor", context)


def account_erased(address: str) -> None:
    """The last mail to somebody whom the site no longer knows: without a name, and forgotten once it has left (accounts.own_data)."""
    queue_mail(to=address, template=FAREWELL, context={}, about=ABOUT)


def invitation_token(invitation: EditorInvitation) -> str:
    """Of this invitation to this address, as it was sent this time: one sent again takes the place of the former."""
    return signing.dumps([invitation.pk, invitation.email, invitation.invited_at.isoformat()], salt=INVITATION_SALT)


def read_invitation_token(token: str) -> EditorInvitation | None:
    """None once it was accepted, withdrawn or sent again. Raises signing.BadSignature, also when it is too old."""
    pk, email, invited_at = signing.loads(token, salt=INVITATION_SALT, max_age=LINK_LIFE)
    invitation = EditorInvitation.objects.select_related("group").filter(pk=pk, email=email).first()
    return invitation if invitation and invitation.invited_at.isoformat() == invited_at else None


def _send(to: str, template: str, context: dict) -> None:
    queue_mail(to=to, template=f"accounts/mail/{template}.txt", context=context, about=ABOUT)


def _absolute(path: str) -> str:
    return settings.SITE_URL + path
