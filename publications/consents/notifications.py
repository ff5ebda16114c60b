"""Mails about what persons agreed to (templates/publications/mail/). They name neither her nor her words: mails are kept for 90 days."""

from django.conf import settings
from django.urls import reverse

from accounts.groups import NATIONAL_EDITORS
from accounts.models import User
from core.mail import queue_mail

from ..models import EditorialRecord
from . import links


def withdrawn(record: EditorialRecord, uses: str) -> None:
    """To the national editors: what the site did by itself, and what is left to them."""
    _to_editors(record, "consent_withdrawn", uses)


def expired(record: EditorialRecord, uses: str) -> None:
    _to_editors(record, "consent_expired", uses)


def receipt(record: EditorialRecord, *, to: str, uses: str) -> None:
    """To the person: what she agreed to, and the link by which she takes it back."""
    context = {"name": "", "uses": uses, "url": links.url(record.identifier)}
    queue_mail(to=to, template="publications/mail/consent_receipt.txt", context=context, about=record.identifier)


def _to_editors(record: EditorialRecord, template: str, uses: str) -> None:
    url = settings.SITE_URL + reverse("publications_voices:consents", args=[record.pk])
    for editor in User.objects.filter(groups__name=NATIONAL_EDITORS, is_active=True):
        context = {"name": editor.name, "identifier": record.identifier, "uses": uses, "url": url}
        queue_mail(to=editor.email, template=f"publications/mail/{template}.txt", context=context, about=record.identifier)
