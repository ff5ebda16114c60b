"""From the back office to one's own account."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("register_account_menu_item")
def own_account(request):
    return {
        "url": reverse("accounts:account"),
        "label": _("My account"),
        "help_text": _("Your name, your mail address and your password."),
    }
