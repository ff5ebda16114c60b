"""The mails about accounts: always sent, at once (`core.mail_kinds`)."""

from django.utils.translation import gettext_lazy as _

from core.mail_kinds import MailKind


def _kind(template: str, label, *, phrases: dict[str, str] | None = None, **values: str) -> MailKind:
    return MailKind(f"accounts/mail/{template}.txt", label, values, phrases=phrases or {})


def _changed(template: str, label, **values: str) -> MailKind:
    """Something of the sign-in was changed: when, and what to do if it was somebody else."""
    values = {"date": "12 mars 2027", "time": "9 h 05", "reset_url": LINK} | values
    return _kind(template, label, phrases=_MOMENT | {"reset_url": '{{ site_url }}{% url "account_reset_password" %}'}, **values)


LINK = "https://…/compte/…"
_MOMENT = {"date": '{{ timestamp|date:"j F Y" }}', "time": '{{ timestamp|date:"G\u00a0\\h\u00a0i" }}'}
_DUE = {"date": '{{ due_at|date:"j F Y" }}'}
KINDS = (
    _kind("email_confirmation_signup", _("A new account: confirm the address"), activate_url=LINK),
    _kind("email_confirmation", _("Another address: confirm it"), activate_url=LINK),
    _kind(
        "email_changed",
        _("The address was changed"),
        phrases=_MOMENT,
        to_email="lea@exemple.fr",
        date="12 mars 2027",
        time="9 h 05",
    ),
    _kind("account_already_exists", _("Signing up with an address that has an account")),
    _kind("password_reset_key", _("A new password is asked for"), password_reset_url=LINK),
    _changed("password_reset", _("The password was changed, by mail")),
    _changed("password_changed", _("The password was changed")),
    _changed("password_set", _("A password was chosen")),
    _changed("totp_activated", _("An application was added to the sign-in")),
    _changed("totp_deactivated", _("An application was taken off the sign-in")),
    _changed("webauthn_added", _("A passkey was added")),
    _changed("webauthn_removed", _("A passkey was removed")),
    _changed("recovery_codes_generated", _("New recovery codes")),
    _kind(
        "deletion_asked",
        _("The account will be deleted"),
        phrases=_DUE | {"sheets": '{% include "accounts/mail_phrases/sheets.txt" %}'},
        date="12 mars 2027",
        sheets="Vos fiches publiées resteront, sans votre nom.",
        url=LINK,
    ),
    _kind("deletion_given_up", _("The account stays")),
    _kind("account_erased", _("The account is deleted")),
    _kind(
        "inactivity_warned",
        _("The account is no longer used"),
        phrases=_DUE | {"deadline": '{% include "accounts/mail_phrases/last_or_not.txt" %}'},
        date="12 mars 2027",
        deadline="C’est le dernier rappel.",
        url=LINK,
    ),
    _kind("inactive_editor", _("To the administrators: an editor’s account is no longer used"), who="Mona", url=LINK),
    _kind(
        "editor_invited",
        _("Invitation to edit a region"),
        phrases={"deadline": '{% include "accounts/mail_phrases/link_life.txt" %}'},
        group="Rédaction – Bretagne",
        deadline="Le lien fonctionne 14 jours et une seule fois. Si vous ne le souhaitez pas, ne faites rien.",
        url=LINK,
    ),
    _kind("invitation_accepted", _("An invitation to edit is accepted"), who="Mona", group="Rédaction – Bretagne"),
    _kind("editor_removed", _("Editing a region is over"), group="Rédaction – Bretagne"),
    _kind("unknown_account", _("A new password is asked for an address without an account"), email="lea@exemple.fr"),
)
