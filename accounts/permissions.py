"""Who may do what with accounts and rights. Each rule answers with the reason of its refusal, or with None when it allows."""

from django.contrib.auth.models import Group
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.groups import ACCESS_ADMIN, NATIONAL_EDITORS
from accounts.models import User

Reason = str | Promise | None


def is_administrator(user: User) -> bool:
    return user.is_active and user.has_perm("accounts.change_user")


def is_kept_when_inactive(user: User) -> bool:
    """Editors and administrators are missed by somebody: their accounts are not deleted by the clock."""
    return user.has_perm(ACCESS_ADMIN)


def may_manage_editors(user: User, group: Group | None = None) -> Reason:
    """National editors invite and replace the editors of regions; only administrators those of the national group."""
    if is_administrator(user):
        return None
    if not user.groups.filter(name=NATIONAL_EDITORS).exists():
        return _("Only national editors and administrators manage who edits.")
    if group is not None and group.name == NATIONAL_EDITORS:
        return _("Only administrators manage the national editors.")
    return None


def may_accept_invitation(user: User, email: str) -> Reason:
    """An invitation is for the mailbox that got it: a link passed on opens nothing."""
    if user.email.lower() != email.lower():
        return _("This invitation was sent to another address than that of your account.")
    return None


def may_leave(user: User) -> Reason:
    """The site is not left without anybody who can administer it."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if user.is_superuser and not others.exists():
        return _("You are the only person who administers this site: give full rights to somebody else first.")
    return None


def may_read_audit(user: User) -> Reason:
    return None if is_administrator(user) else _("Only administrators read the audit.")
