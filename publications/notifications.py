"""The mails of the editorial workflow: written in the transaction of the act. Templates: templates/publications/mail/."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.groups import NATIONAL_EDITORS
from accounts.models import User
from core.mail import queue_mail
from core.templatetags.core_tags import day
from core.typography import inside

from . import links
from .domain.records import latest_version
from .models import ContentReading, EditorialRecord, SignOff
from .permissions import may_handle, step_groups


def handlers(record: EditorialRecord) -> list[User]:
    """Who is told of a step: whoever holds the content and may, else all who handle the step, else the national editors."""
    holder = record.holder
    if holder and holder.is_active and may_handle(holder, record) is None:
        return [holder]
    groups = step_groups(record)
    members = User.objects.filter(is_active=True).distinct().order_by("pk")
    return list(members.filter(groups__in=groups) if groups else members.filter(groups__name=NATIONAL_EDITORS))


def to_handlers(record: EditorialRecord, template: str, *, by=None, **values: str) -> int:
    """Not to whoever acted; returns how many mails."""
    people = [person for person in handlers(record) if by is None or person.pk != by.pk]
    for person in people:
        _to(person.email, person.name, record, template, url=board_url(record), **step_values(record), **values)
    return len(people)


def to_editor(person: User, record: EditorialRecord, template: str, **values: str) -> None:
    _to(person.email, person.name, record, template, url=board_url(record), **step_values(record), **values)


def to_authors(record: EditorialRecord, template: str, *, url: str = "", **values: str) -> int:
    """Those who have an account, and those whose address the sign-off of this content knows."""
    people = addresses(record)
    for email, name in people.items():
        _to(email, name, record, template, url=url or _absolute(reverse("publications:proofs")), **values)
    return len(people)


def addresses(record: EditorialRecord) -> dict[str, str]:
    """The mail address of each author who can be written to, with her name."""
    signing = {row.name for row in latest_version(record).author_rows.all()}
    accounts = [row.user for row in latest_version(record).author_rows.all() if row.user and row.user.is_active]
    known = record.sign_offs.filter(user=None, author__in=signing).exclude(email="").values_list("email", "author")
    return dict(known) | {user.email: user.name for user in accounts}


def to_reader(reading: ContentReading, template: str) -> int:
    """One mail, but to an account that was closed since."""
    reader = reading.reader
    if reader is None or not reader.is_active:
        return 0
    url = _absolute(reverse("publications:reading", args=[reading.pk]))
    _to(reader.email, reader.name, reading.record, template, url=url, due=day(reading.due_on))
    return 1


def to_signer(row: SignOff, template: str) -> int:
    if row.user and not row.user.is_active:
        return 0
    email, name = (row.user.email, row.user.name) if row.user else (row.email, row.author)
    _to(email, name, row.record, template, url=_absolute(links.path(row)), due=day(row.due_on))
    return 1


def board_url(record: EditorialRecord) -> str:
    return _absolute(reverse("publications_desk:piece", args=[record.pk]))


def public_url(record: EditorialRecord) -> str:
    return _absolute(reverse("publications:permanent", args=[record.identifier]))


def step_values(record: EditorialRecord) -> dict[str, str]:
    task = record.page.current_workflow_task
    return {
        "step": task.name if task else str(record.get_work_state_display()),
        "due": day(record.due_on) if record.due_on else _("no date"),
    }


def _absolute(path: str) -> str:
    return settings.SITE_URL + path


def _to(email: str, name: str, record: EditorialRecord, template: str, **values: str) -> None:
    queue_mail(
        to=email,
        template=f"publications/mail/{template}.txt",
        context={"name": name, "title": inside(record.page.draft_title or record.page.title), **values},
        about=record.identifier,
    )
