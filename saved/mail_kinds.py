"""The mails about saved searches; each search has its own rhythm and its own way to stop (`core.mail_kinds`)."""

from django.utils.translation import gettext_lazy as _

from core.mail_kinds import MailKind

KINDS = (
    MailKind(
        "saved/mail/consent.txt",
        _("Alerts on a saved search: confirm"),
        {"name": "Nadia", "url": "https://…/mes-recherches/…", "days": "7", "searches_url": "https://…/mes-recherches/"},
    ),
    MailKind("saved/mail/alert.txt", _("New sheets for saved searches"), editable=False),
)
