"""The mails about subscriptions; the letter itself is composed by editors (`core.mail_kinds`)."""

from django.utils.translation import gettext_lazy as _

from core.mail_kinds import MailKind

KINDS = (
    MailKind("newsletter/mail/confirm.txt", _("Letter: confirm the subscription"), {"url": "https://…/lettre/confirmer/…", "days": "7"}),
    MailKind(
        "newsletter/mail/known.txt",
        _("Letter: already subscribed"),
        {"preferences_url": "https://…/lettre/preferences/…", "stop_url": "https://…/lettre/desinscription/…"},
    ),
    MailKind(
        "newsletter/mail/not_sent.txt",
        _("Letter: it did not leave"),
        {"name": "Nadia", "title": "Ce que disent les habitants", "url": "https://…/gestion/lettre/3/"},
    ),
)
