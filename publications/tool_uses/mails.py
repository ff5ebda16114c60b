"""The mails about accounts of the use of tools. Templates: templates/publications/mail/."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.groups import NATIONAL_EDITORS
from accounts.models import User
from core.mail import queue_mail
from core.mail_kinds import MailKind

from ..models import ToolUse

_EXAMPLES = {"name": "Nadia", "title": "La grille du palier", "url": "https://…/outils/la-grille-du-palier/"}
KINDS = (
    MailKind("publications/mail/use_arrived.txt", _("To the national editors: an account of the use of a tool"), _EXAMPLES, news=True),
    MailKind("publications/mail/use_accepted.txt", _("To its author: her account of a tool is published"), _EXAMPLES),
    MailKind(
        "publications/mail/use_declined.txt",
        _("To its author: her account of a tool is not kept"),
        _EXAMPLES
        | {"reason": "Il y manque ce que le groupe en a pensé.", "purpose": "Préparer une réunion.", "outcome": "Elle a eu lieu."},
    ),
)


def arrived(use: ToolUse) -> None:
    url = settings.SITE_URL + reverse("publications_uses:use", args=[use.pk])
    for editor in User.objects.filter(groups__name=NATIONAL_EDITORS, is_active=True):
        _queue("use_arrived", use, to=editor, url=url)


def accepted(use: ToolUse) -> None:
    if use.author:
        _queue("use_accepted", use, to=use.author, url=f"{settings.SITE_URL}{_tool(use)}#utilisations")


def declined(use: ToolUse) -> None:
    """With all that the author wrote: she has it at hand to write it anew."""
    if use.author:
        url = settings.SITE_URL + reverse("publications:use", args=[use.record.identifier])
        _queue("use_declined", use, to=use.author, url=url, reason=use.reason, purpose=use.purpose, outcome=use.outcome)


def _queue(template: str, use: ToolUse, *, to: User, **values: str) -> None:
    context = {"name": to.name, "title": use.record.page.title, **values}
    queue_mail(to=to.email, template=f"publications/mail/{template}.txt", context=context, about=use.record.identifier)


def _tool(use: ToolUse) -> str:
    return reverse("publications:permanent", args=[use.record.identifier])
