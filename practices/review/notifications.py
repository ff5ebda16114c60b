"""The mails between editors, their readers and the contributor during a review. Templates: templates/practices/mail/."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.mail import queue_mail
from core.templatetags.core_tags import day

from ..models import PracticeRecord, Review
from ..permissions import edits_region
from . import links


def review_asked(review: Review) -> int:
    return _to_reader(review, "review_asked")


def review_soon(review: Review) -> int:
    """Some days before the day."""
    return _to_reader(review, "review_soon")


def review_late(review: Review) -> int:
    """Some days after it."""
    return _to_reader(review, "review_late")


def review_closed(review: Review) -> int:
    """The reading is no longer awaited: taken back, or the sheet was decided without it."""
    return _to_reader(review, "review_closed")


def review_done(review: Review) -> int:
    return _to_editors(review, "review_done")


def review_refused(review: Review) -> int:
    return _to_editors(review, "review_refused")


def review_silent(review: Review) -> int:
    return _to_editors(review, "review_silent")


def changes_late(record: PracticeRecord) -> None:
    """Some days after the day by which the contributor was asked to answer."""
    owner = record.page.owner
    url = settings.SITE_URL + reverse("practices:mine_requests", args=[record.identifier])
    _queue(record, "changes_late", to=owner.email, name=owner.name, due=day(record.due_on), url=url)


def reader_name(review: Review) -> str:
    """As editors know a reader: her name, else her address, as long as they are kept."""
    return str(review.reviewer) if review.reviewer else review.name or review.email or _("a person who is no longer named")


def _to_reader(review: Review, template: str) -> int:
    """One mail, but to an account that was closed since."""
    if review.reviewer and not review.reviewer.is_active:
        return 0
    to, name = (review.reviewer.email, review.reviewer.name) if review.reviewer else (review.email, review.name)
    link = settings.SITE_URL + links.path(review)
    _queue(review.record, template, to=to, name=name, due=day(review.due_on), url=link, refuse_url=f"{link}refuser/")
    return 1


def _to_editors(review: Review, template: str) -> int:
    """To the editor who asked, while she edits the region; else to who holds the sheet; else to all of the region. Never to the reader."""
    record = review.record
    url = settings.SITE_URL + reverse("practices_desk:review", args=[record.pk])
    candidates = [person for person in (review.asked_by, record.holder) if person and person.is_active]
    answering = [person for person in candidates if edits_region(person, record.region_id)][:1]
    editors = answering or list(record.region_in_charge.group.user_set.filter(is_active=True))
    told = [editor for editor in editors if editor.pk not in (review.reviewer_id, record.page.owner_id)]
    for editor in told:
        _queue(record, template, to=editor.email, name=editor.name, reader=reader_name(review), due=day(review.due_on), url=url)
    return len(told)


def _queue(record: PracticeRecord, template: str, *, to: str, **context) -> None:
    queue_mail(
        to=to,
        template=f"practices/mail/{template}.txt",
        context={"title": record.page.draft_title or record.page.title, "region": record.region_in_charge.title, **context},
        about=record.identifier,
    )
