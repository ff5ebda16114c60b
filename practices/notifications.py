"""The mails that a change of state sends: written in its transaction, sent by the worker. Templates: templates/practices/mail/."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import User
from core.mail import queue_mail
from core.mail_kinds import worded
from core.templatetags.core_tags import day

from .models import PracticeRecord, RegionPage
from .permissions import may_be_given
from .review import letters

AGREEMENT_SALT = "practices.agreement"


def sheet_submitted(record: PracticeRecord) -> None:
    """Acknowledges to the contributor; tells who asked her for changes and still holds the sheet, else the region's editors."""
    _to_contributor(record, "submitted")
    _to_editors(record, "sent_again" if record.holder_id else "arrived")


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


def sheet_published(record: PracticeRecord, by, letter: str = "") -> None:
    _to_contributor(record, "published", url=_absolute(record.get_absolute_url()), letter=letter or usual_letter(record))


def usual_letter(record: PracticeRecord) -> str:
    """What a contributor reads of a publication when the editors wrote nothing else."""
    return letters.assembled(letters.draft(letters.PUBLISHED, record))


def letter_preview(record: PracticeRecord, decision: str, letter: str) -> tuple[str, str]:
    """Subject and body of the mail that this decision (name of its template) would send, once its letter is that."""
    person = record.page.owner
    url = _absolute(
        record.get_absolute_url() if decision == letters.PUBLISHED else reverse("practices:mine_sheet", args=[record.identifier])
    )
    values = {"url": url, "letter": letter, "comment": letter, "reason": letter}
    return worded(f"practices/mail/{decision}.txt", _values(record, person.name if person else "", values))


def sheet_declined(record: PracticeRecord, reason: str) -> None:
    _to_contributor(record, "declined", reason=reason)


def sheet_handed_over(record: PracticeRecord, origin: RegionPage, reason: str) -> None:
    """Tells the contributor in plain words, and the editors who receive the sheet."""
    _to_contributor(record, "handed_over", origin=origin.title, reason=reason)
    _to_editors(record, "arrived")


def sheets_unattended(records: list[PracticeRecord]) -> None:
    """One mail to each national editor, with all the sheets that nobody handles."""
    sheets = [
        {"title": _title(record), "region": record.region_in_charge.title, "since": day(record.state_since), "url": _desk_url(record)}
        for record in records
    ]
    for editor in User.objects.filter(is_active=True, groups__region_page__region_code=""):
        queue_mail(to=editor.email, template="practices/mail/unattended.txt", context={"name": editor.name, "sheets": sheets})


def sheet_given(record: PracticeRecord, by) -> None:
    """Tells an editor that another one gave her the sheet."""
    _to(record.holder, record, "given", url=_desk_url(record), by=str(by), due=day(record.due_on))


def sheets_inherited(records: list[PracticeRecord], heir: User, former: User, by) -> None:
    """One mail with all that an editor who leaves had in hand, to who takes it over."""
    sheets = [{"title": _title(record), "state": str(record.get_review_state_display()), "url": _desk_url(record)} for record in records]
    context = {"name": heir.name, "former": str(former), "by": str(by), "region": records[0].region_in_charge.title, "sheets": sheets}
    queue_mail(to=heir.email, template="practices/mail/inherited.txt", context=context)


def holder_reminded(record: PracticeRecord, by=None) -> None:
    """To who holds it; `by` is the editor who reminds, None when it is the due date."""
    _to(record.holder, record, "holder_reminded", url=_desk_url(record), by=str(by or ""), due=day(record.due_on))


def contributor_reminded(record: PracticeRecord) -> None:
    _to_contributor(record, "changes_reminded", due=day(record.due_on))


def draft_waiting(record: PracticeRecord) -> None:
    _to_contributor(record, "draft_waiting")


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
    """To who holds the sheet, while she may; else to each active editor of the region's group but who wrote it."""
    holder = record.holder if may_be_given(record.holder, record) is None else None
    editors = [holder] if holder else record.region.group.user_set.filter(is_active=True).exclude(pk=record.page.owner_id)
    for editor in editors:
        _to(editor, record, template, url=_desk_url(record))


def _to(user, record: PracticeRecord, template: str, **context) -> None:
    queue_mail(
        to=user.email,
        template=f"practices/mail/{template}.txt",
        context=_values(record, user.name, context),
        about=record.identifier,
    )


def _values(record: PracticeRecord, name: str, values: dict) -> dict:
    return {"title": _title(record), "region": record.region.title if record.region else "", "name": name, **values}


def _title(record: PracticeRecord) -> str:
    return record.page.draft_title or record.page.title


def _desk_url(record: PracticeRecord) -> str:
    return _absolute(reverse("practices_desk:review", args=[record.page_id]))


def _absolute(path: str) -> str:
    return settings.SITE_URL + path
