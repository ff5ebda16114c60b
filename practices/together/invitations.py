"""The link that invites somebody to a sheet, and the mails between those who write it together (templates/practices/mail/together/)."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from core.mail import queue_mail

from ..models import CoAuthor, PracticeRecord
from ..situations import YOU_MAY, name_of

SALT = "practices.invitation"
VALID_FOR = timedelta(days=14)
KEPT_FOR = timedelta(days=30)


def token(invitation: CoAuthor) -> str:
    """Names the invitation as it was last sent: inviting again ends the links before."""
    return signing.dumps([invitation.pk, invitation.invited_at.isoformat()], salt=SALT)


def read_token(text: str) -> tuple[int, str]:
    """Which invitation, sent when. Raises signing.BadSignature, also (SignatureExpired) after 14 days."""
    match signing.loads(text, salt=SALT, max_age=VALID_FOR):
        case [int(number), str(sent_at)] if 0 < number < 2**63:
            return number, sent_at
    raise signing.BadSignature


def awaiting(user) -> list[tuple[CoAuthor, str]]:
    """Invitations that this person has not answered, sent to the address of her account, each with the address where she does."""
    rows = CoAuthor.objects.filter(user=None, email=user.email.lower(), invited_at__gt=timezone.now() - VALID_FOR)
    return [(row, address(row)) for row in rows.select_related("record__page", "invited_by")]


def forget_expired() -> int:
    """The address of somebody who never answered is not kept: run_due takes the invitation away once its link has long been dead."""
    deleted, _by_model = CoAuthor.objects.filter(user=None, invited_at__lt=timezone.now() - KEPT_FOR).delete()
    return deleted


def address(invitation: CoAuthor) -> str:
    return reverse("practices:invitation", args=[token(invitation)])


def invited(invitation: CoAuthor) -> None:
    """To an address that may have no account: no more of the sheet than its title."""
    who, may = name_of(invitation.invited_by), YOU_MAY[invitation.role]
    _mail(invitation.email, invitation.record, "invited", who=who, may=may, url=settings.SITE_URL + address(invitation))


def joined(record: PracticeRecord, person) -> None:
    _to_holder(record, "joined", who=name_of(person))


def left(record: PracticeRecord, person) -> None:
    _to_holder(record, "left", who=name_of(person))


def removed(record: PracticeRecord, person) -> None:
    _mail(person.email, record, "removed", name=person.name)


def given(record: PracticeRecord, former: str) -> None:
    """To the co-author who holds the sheet from now on."""
    _to_holder(record, "given", former=former)


def offered(record: PracticeRecord, person) -> None:
    """To a co-author: the sheet is proposed to her, and where she answers."""
    url = settings.SITE_URL + reverse("practices:together_offer", args=[record.identifier])
    _mail(person.email, record, "offered", name=person.name, who=name_of(record.page.owner), url=url)


def offer_declined(record: PracticeRecord, person) -> None:
    _to_holder(record, "offer_declined", who=name_of(person))


def taken_over(record: PracticeRecord, former, person) -> None:
    """To who held the sheet until now."""
    _mail(former.email, record, "taken_over", name=former.name, who=name_of(person))


def _to_holder(record: PracticeRecord, template: str, **context) -> None:
    if owner := record.page.owner:
        url = settings.SITE_URL + reverse("practices:together", args=[record.identifier])
        _mail(owner.email, record, template, name=owner.name, url=url, **context)


def _mail(to: str, record: PracticeRecord, template: str, *, name: str = "", **context) -> None:
    title = record.page.draft_title or record.page.title
    queue_mail(
        to=to,
        template=f"practices/mail/together/{template}.txt",
        context={"title": title, "name": name, **context},
        about=record.identifier,
    )
