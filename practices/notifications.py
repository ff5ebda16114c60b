"""The mails that a change of state sends: written in its transaction, sent by the worker. Templates: templates/practices/mail/."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from core.mail import queue_mail

from .models import PracticeRecord, RegionPage

AGREEMENT_SALT = "practices.agreement"


def sheet_submitted(record: PracticeRecord) -> None:
    """Acknowledges to the contributor, tells the region's editors."""
    _to_contributor(record, "submitted")
    _to_editors(record, "arrived")


def sheet_taken_back(record: PracticeRecord) -> None:
    if record.holder_id:
        _to(record.holder, record, "taken_back")


def changes_requested(record: PracticeRecord, comment: str) -> None:
    _to_contributor(record, "changes_requested", comment=comment)


def agreement_asked(record: PracticeRecord) -> None:
    """Mails the signed link that lets the contributor accept the corrections without signing in."""
    _to_contributor(record, "agreement_asked", url=_absolute(reverse("practices:agreement", args=[agreement_token(record)])))


def corrections_accepted(record: PracticeRecord) -> None:
    _to_editors(record, "corrections_accepted")


def sheet_published(record: PracticeRecord, by) -> None:
    _to_contributor(record, "published", url=_absolute(record.get_absolute_url()))


def sheet_declined(record: PracticeRecord, reason: str) -> None:
    _to_contributor(record, "declined", reason=reason)


def sheet_handed_over(record: PracticeRecord, origin: RegionPage, reason: str) -> None:
    """Tells the contributor in plain words, and the editors who receive the sheet."""
    _to_contributor(record, "handed_over", origin=origin.title, reason=reason)
    _to_editors(record, "arrived")


def agreement_token(record: PracticeRecord) -> str:
    """Opens the corrections of this version of this sheet to whoever holds it: it is mailed to the contributor only."""
    return signing.dumps([record.pk, record.page.latest_revision_id], salt=AGREEMENT_SALT)


def read_agreement_token(token: str) -> tuple[int, int]:
    """Page and revision of a token. Raises signing.BadSignature, also after 60 days."""
    page_id, revision_id = signing.loads(token, salt=AGREEMENT_SALT, max_age=60 * 24 * 3600)
    return page_id, revision_id


def _to_contributor(record: PracticeRecord, template: str, **context) -> None:
    if record.page.owner:
        _to(
            record.page.owner,
            record,
            template,
            url=context.pop("url", _absolute(reverse("practices:mine_sheet", args=[record.identifier]))),
            **context,
        )


def _to_editors(record: PracticeRecord, template: str) -> None:
    """To each active editor of the region's group; the one who did it too, so that the group's trace is whole."""
    url = _absolute(reverse("practices_desk:review", args=[record.page_id]))
    for editor in record.region.group.user_set.filter(is_active=True).exclude(pk=record.page.owner_id):
        _to(editor, record, template, url=url)


def _to(user, record: PracticeRecord, template: str, **context) -> None:
    title = record.page.draft_title or record.page.title
    queue_mail(
        to=user.email,
        template=f"practices/mail/{template}.txt",
        context={"title": title, "region": record.region.title if record.region else "", "name": user.name, **context},
        about=record.identifier,
    )


def _absolute(path: str) -> str:
    return settings.SITE_URL + path
