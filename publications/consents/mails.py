"""The mails about what persons agreed to: their names and examples (core.mail_kinds). None is news: each asks for something."""

from django.utils.translation import gettext_lazy as _

from core.mail_kinds import MailKind

VOICE = {"name": "Nadia", "uses": "Sur ce site, Impression et PDF", "url": "https://…"}
KINDS = (
    MailKind(
        "publications/mail/consent_withdrawn.txt",
        _("To the editors: a person has taken her words back"),
        VOICE | {"identifier": "oc-1a2b3c4d"},
    ),
    MailKind(
        "publications/mail/consent_expired.txt", _("To the editors: a consent has come to its end"), VOICE | {"identifier": "oc-1a2b3c4d"}
    ),
    MailKind("publications/mail/consent_receipt.txt", _("To a person who lent her words: what she agreed to"), VOICE),
)
