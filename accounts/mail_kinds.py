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
    _kind("totp_activated", _("An application was added to the sign-in"), editable=False),
    _kind("totp_deactivated", _("An application was taken off the sign-in"), editable=False),
    _kind("webauthn_added", _("A passkey was added"), editable=False),
    _kind("webauthn_removed", _("A passkey was removed"), editable=False),
    _kind("recovery_codes_generated", _("New recovery codes"), editable=False),
    _kind("deletion_asked", _("The account will be deleted"), editable=False),
    _kind("deletion_given_up", _("The account stays")),
    _kind("account_erased", _("The account is deleted")),
    _kind("inactivity_warned", _("The account is no longer used"), editable=False),
    _kind("inactive_editor", _("To the administrators: an editor’s account is no longer used"), who="Mona", url=LINK),
    _kind("editor_invited", _("Invitation to edit a region"), editable=False),
    _kind("invitation_accepted", _("An invitation to edit is accepted"), who="Mona", group="Rédaction – Bretagne"),
    _kind("editor_removed", _("Editing a region is over"), group="Rédaction – Bretagne"),
    _kind("unknown_account", _("A new password is asked for an address without an account"), email="lea@exemple.fr"),
)
