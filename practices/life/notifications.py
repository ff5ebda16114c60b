"""The mails about a sheet that is or was public, and the signed links in them. Templates: templates/practices/mail/."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from core.mail import queue_mail

from ..models import PracticeEvent, PracticeRecord, Report
from ..notifications import _absolute, _desk_url, _to, _to_contributor
from ..permissions import wrote
from . import relay

CONFIRMATION_SALT = "practices.confirmation"
OBJECTION_SALT = "practices.objection"
RELAY_SALT = "practices.relay"
#: What passes a reader's message on: not a word of it is kept (domain.relay).
PASSED_ON = "practices/mail/passed_on.txt"
#: The question comes with a reminder after 30 days and a doubt after 60; the answer stays welcome for a good while.
CONFIRMATION_LINK_LIFE = 300 * 24 * 3600
OBJECTION_LINK_LIFE = 60 * 24 * 3600


def sheet_archived(record: PracticeRecord, reason: str) -> None:
    _to_contributor(record, "archived", reason=reason)


def sheet_suspended(record: PracticeRecord) -> None:
    _to_contributor(record, "suspended")


def sheet_restored(record: PracticeRecord) -> None:
    _to_contributor(record, "restored", url=_absolute(record.get_absolute_url()))


def text_corrected(record: PracticeRecord, event: PracticeEvent) -> None:
    """All that was changed, why, and the way to object."""
    objection = _absolute(reverse("practices:object", args=[objection_token(event)]))
    _to_contributor(record, "corrected", changes=event.comment, objection_url=objection)


def confirmation_asked(record: PracticeRecord, *, again: bool = False) -> None:
    """Asks who holds the sheet, if somebody does."""
    if record.page.owner and record.page.owner.is_active:
        url = _absolute(reverse("practices:confirm", args=[confirmation_token(record)]))
        _to_contributor(record, "still_running_again" if again else "still_running", url=url)


def sheet_reported(record: PracticeRecord, report: Report) -> None:
    """To the editors of the region, but for those who wrote the sheet."""
    url = _desk_url(record) + "#signalements"
    for editor in record.region_in_charge.group.user_set.filter(is_active=True):
        if not wrote(editor, record):
            _to(editor, record, "reported", url=url, reason=report.get_reason_display(), text=report.text)


def report_answered(record: PracticeRecord, report: Report) -> None:
    context = _about(record) | {"answer": report.answer, "text": report.text}
    queue_mail(to=report.email, template="practices/mail/report_answered.txt", context=context, about=record.identifier)


def message_passed_on(record: PracticeRecord, *, name: str, email: str, message: str) -> None:
    """The team answers the writer with its own mail program; the writer does not see the team's address before that."""
    stop_url = _relay_url(record)
    context = _about(record) | {"name": record.page.contact_name, "writer": name, "email": email, "message": message, "stop_url": stop_url}
    queue_mail(to=record.page.contact_email, template=PASSED_ON, context=context, about=record.identifier, headers={"Reply-To": email})


def relay_asked(record: PracticeRecord) -> None:
    """Asks the contact of a sheet, who is not its contributor, whether readers may write through the site."""
    context = _about(record) | {"name": record.page.contact_name, "answer_url": _relay_url(record)}
    queue_mail(to=record.page.contact_email, template="practices/mail/relay_asked.txt", context=context, about=record.identifier)


def confirmation_token(record: PracticeRecord) -> str:
    """Answers this year's question about this sheet: once it is answered the link has served."""
    return signing.dumps([record.pk, record.page.owner_id, _last_word(record)], salt=CONFIRMATION_SALT)


def read_confirmation_token(token: str) -> tuple[PracticeRecord | None, bool]:
    """The sheet, and whether the question still stands. Raises signing.BadSignature, also when the link is too old."""
    page_id, owner_id, last_word = signing.loads(token, salt=CONFIRMATION_SALT, max_age=CONFIRMATION_LINK_LIFE)
    record = PracticeRecord.objects.select_related("page__owner", "region").filter(pk=page_id, page__owner_id=owner_id).first()
    return record, record is not None and _last_word(record) == last_word


def objection_token(event: PracticeEvent) -> str:
    return signing.dumps(event.pk, salt=OBJECTION_SALT)


def read_objection_token(token: str) -> PracticeEvent | None:
    """The correction that the link is about. Raises signing.BadSignature, also after 60 days."""
    pk = signing.loads(token, salt=OBJECTION_SALT, max_age=OBJECTION_LINK_LIFE)
    events = PracticeEvent.objects.select_related("record__page__owner", "record__region")
    return events.filter(pk=pk, kind=PracticeEvent.Kind.CORRECTED).first()


def read_relay_token(token: str) -> tuple[int, str]:
    """Page, and digest of the address that answers. Never too old: whoever wants no more messages can say so."""
    page_id, digest = signing.loads(token, salt=RELAY_SALT)
    return page_id, digest


def _relay_url(record: PracticeRecord) -> str:
    token = signing.dumps([record.pk, relay.digest(record.page.contact_email)], salt=RELAY_SALT)
    return _absolute(reverse("practices:relay", args=[token]))


def _last_word(record: PracticeRecord) -> str:
    """When somebody last said that the sheet holds."""
    last = record.confirmed_at or record.first_published_at
    return last.isoformat() if last else ""


def _about(record: PracticeRecord) -> dict[str, str]:
    return {"title": record.page.title, "sheet_url": _absolute(record.get_absolute_url())}
