"""A tool, an article or a cahier on its way, moved by the domain's own acts."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from core.models import OutgoingMail
from publications.domain import readers, sign_offs, workflow
from publications.fingerprint import fingerprint
from publications.models import ContentAuthor, EditorialPage, EditorialRecord
from publications.print.files import make_files
from tests.practices.factories import make_user
from tests.publications.tools import make_tool

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def record_of(page: EditorialPage) -> EditorialRecord:
    """As it stands now."""
    return EditorialRecord.objects.select_related("page__latest_revision", "holder").get(page_id=page.pk)


def state(page: EditorialPage) -> str:
    return record_of(page).work_state


def kinds(page: EditorialPage) -> list[str]:
    """What its history says, the oldest first."""
    return list(record_of(page).events.values_list("kind", flat=True))


def sent() -> list[tuple[str, str]]:
    """Every mail about publications since the last look: (name of its template, address)."""
    mails = OutgoingMail.objects.filter(template__startswith="publications/").order_by("pk")
    found = [(mail.template.removeprefix("publications/mail/").removesuffix(".txt"), mail.to) for mail in mails]
    mails.delete()
    return found


def signed_tool(*names: str, users: dict[str, Any] | None = None, **values: Any):
    """A draft of a tool that these people sign; `users`: the account of some."""
    page = make_tool(**values)
    sign_with(page, *names, users=users)
    return page


def sign_with(page: EditorialPage, *names: str, users: dict[str, Any] | None = None) -> None:
    page.author_rows = [ContentAuthor(name=name, user=(users or {}).get(name)) for name in names]
    page.save_revision()


def edit(page: EditorialPage, **values: Any) -> EditorialPage:
    """Somebody saves the newest version with other values."""
    version = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(version, name, value)
    version.save_revision()
    return version


def revision_id(page: EditorialPage) -> int:
    return record_of(page).page.latest_revision_id


def make_all_files() -> None:
    """What the worker would have made by now."""
    while make_files():
        pass


def submit(page: EditorialPage, by) -> None:
    workflow.submit_content(page_id=page.pk, revision_id=revision_id(page), by=by)


def text_hash(page: EditorialPage) -> str:
    return fingerprint(record_of(page).page.latest_revision)


def approve(page: EditorialPage, by, **values: Any) -> None:
    workflow.approve_step(page_id=page.pk, revision_id=revision_id(page), text_hash=text_hash(page), by=by, **values)


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def read(page: EditorialPage, by, email: str = "lectrice@essai.example", advice: str = "as_it_is") -> None:
    """A member is asked, and gives her reading in."""
    reader = User.objects.filter(email=email).first() or make_user(email, name="Samia Relue")
    reading = readers.ask_reader(page_id=page.pk, by=by, email=email, due_on=in_days(10))
    readers.save_reading(page_id=page.pk, reading_id=reading.pk, by=reader, grid={}, remarks="", advice=advice, done=True)


def sign_all(page: EditorialPage, by) -> None:
    """Every author signs; those without an account get the proof at an address."""
    for name in sign_offs.unsigned(record_of(page)):
        row = record_of(page).sign_offs.filter(author=name, signed_at=None, refused_at=None).last()
        if row is None:
            sign_offs.ask_sign_off(page_id=page.pk, by=by, author=name, email="autrice@essai.example")
            row = record_of(page).sign_offs.get(author=name, signed_at=None)
        sign_offs.sign(page_id=page.pk, sign_off_id=row.pk)


def to_reading(page: EditorialPage, by) -> None:
    submit(page, by)
    approve(page, by)


def to_layout(page: EditorialPage, by) -> None:
    to_reading(page, by)
    read(page, by)
    approve(page, by)


def to_sign_off(page: EditorialPage, by) -> None:
    to_layout(page, by)
    make_all_files()
    approve(page, by)


def to_ready(page: EditorialPage, by) -> None:
    to_sign_off(page, by)
    sign_all(page, by)
    approve(page, by)
    make_all_files()
