"""Keeping the text of what public contents attach: which files there are, what was read in them, and who must hear of it.

The public record alone says which files the public may have: nothing else is read.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import transaction
from django.db.models import F, Func, Value
from wagtail.documents.models import Document

from core import outbox
from core.public_records import SEARCH_CONFIG
from practices.public import sha256

from ..files.pdf_text import LARGEST, text_of
from ..models import AttachedText, EditorialRecord, PublicContent
from ..signals import public_content_changed
from .records import locked_record

#: Longer than reading one file may take.
LEASE_SECONDS = 180
#: A file that made the worker fail so often is left alone.
MOST_ATTEMPTS = 4
#: Characters of all files together that PostgreSQL's own search looks into.
MOST_SEARCHED = 200_000


def follow(content: PublicContent) -> bool:
    """After the public record was written: has new files read, forgets those that left; whether some wait to be read."""
    wanted = {version["sha256"]: version for version in offered(content.data)}
    content.attached_texts.exclude(sha256__in=wanted).delete()
    known = set(content.attached_texts.values_list("sha256", flat=True))
    there = Document.objects.in_bulk([version["id"] for digest, version in wanted.items() if digest not in known])
    new = [
        AttachedText(content=content, document=there[version["id"]], sha256=digest, name=version["name"])
        for digest, version in wanted.items()
        if version["id"] in there
    ]
    AttachedText.objects.bulk_create(new)
    if known:
        _search_in(content)
    return bool(new)


def offered(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The PDF that anybody may download today: of each file the newest version that was not withdrawn."""
    for file in data.get("files", []):
        current = next((version for version in file["versions"] if not version["withdrawn"]), None)
        if current and current["kind"] == "pdf":
            yield current


def read_waiting() -> int:
    """Reads what waits, one file at a time; returns how many were settled. Safe in parallel."""
    settled = 0
    while rows := outbox.lease(AttachedText.objects.filter(state=AttachedText.State.WAITING), limit=1, seconds=LEASE_SECONDS):
        for row in rows:
            try:
                settled += _settle(row, *_read(row))
            except Exception as error:
                outbox.retry_later(row, error)
    return settled


def _read(row: AttachedText) -> tuple[str, str, bool]:
    """What became of it, its text, and whether that is all of it."""
    states = AttachedText.State
    if row.attempts > MOST_ATTEMPTS:
        return states.BROKEN, "", True
    file = row.document.file
    if file.size > LARGEST:
        return states.TOO_LARGE, "", True
    if sha256(file) != row.sha256:
        return states.CHANGED, "", True
    with file.open("rb") as opened:
        found = text_of(opened.read())
    return states(found.outcome), found.text, found.is_whole


@transaction.atomic
def _settle(row: AttachedText, state: str, text: str, is_whole: bool) -> bool:
    """A new version of the content where there is something new to find; nothing where it was withdrawn meanwhile."""
    record = EditorialRecord.objects.filter(identifier=row.content_id).first()
    if record is None:
        return False
    record = locked_record(record.pk)
    still = AttachedText.objects.filter(pk=row.pk, sha256=row.sha256)
    if not still.update(state=state, text=text, is_whole=is_whole, leased_until=None, last_error=""):
        return False
    if text:
        record.public_version += 1
        record.save(update_fields=["public_version"])
        content = PublicContent.objects.get(pk=row.content_id)
        content.version = record.public_version
        content.save(update_fields=["version"])
        public_content_changed.send(PublicContent, identifier=content.identifier, version=content.version, deleted=False)
    return True


class _AndAttached(Func):
    """The words of the record itself, and those of its files, which weigh least."""

    template = "ts_filter(%(expressions)s"
    arg_joiner = ", '{a,b,c}') || "
    output_field = SearchVectorField()


def _search_in(content: PublicContent) -> None:
    read = content.attached_texts.exclude(text="").values_list("text", flat=True)
    vector = SearchVector(Value(" ".join(read)[:MOST_SEARCHED]), weight="D", config=SEARCH_CONFIG)
    PublicContent.objects.filter(pk=content.pk).update(text=_AndAttached(F("text"), vector))
