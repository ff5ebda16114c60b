"""The mails about accounts: always sent, at once (`core.mail_kinds`)."""

from django.utils.translation import gettext_lazy as _

from core.mail_kinds import MailKind


def _kind(template: str, label, *, editable: bool = True, **values: str) -> MailKind:
    return MailKind(f"accounts/mail/{template}.txt", label, values, editable=editable)


LINK = "https://…/compte/…"
KINDS = (
    _kind("email_confirmation_signup", _("A new account: confirm the address"), activate_url=LINK),
    _kind("email_confirmation", _("Another address: confirm it"), activate_url=LINK),
    _kind("email_changed", _("The address was changed"), editable=False),
    _kind("account_already_exists", _("Signing up with an address that has an account")),
    _kind("password_reset_key", _("A new password is asked for"), password_reset_url=LINK),
    _kind("password_reset", _("The password was changed, by mail"), editable=False),
    _kind("password_changed", _("The password was changed"), editable=False),
    _kind("password_set", _("A password was chosen"), editable=False),
    _kind("unknown_account", _("A new password is asked for an address without an account"), email="lea@exemple.fr"),
)
