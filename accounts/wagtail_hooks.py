"""Accounts in the back office."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from accounts.models import User


@hooks.register("register_account_menu_item")
def own_account(request):
    return {
        "url": reverse("accounts:account"),
        "label": _("My account"),
        "help_text": _("Your name, your mail address and your password."),
    }


@hooks.register("before_bulk_action")
def accounts_are_closed_one_by_one(request, action_type, objects, action):
    """Deleting is erasing a person, and suspending is noted: neither is done to many at once."""
    if action_type in ("delete", "set_active_state") and any(isinstance(account, User) for account in objects):
        raise PermissionDenied
