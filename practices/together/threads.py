"""The comments of a sheet as those who write it read them: threads, field by field, beside the text."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .. import display, sheet
from ..models import Comment, CommentNotice, PracticePage, PracticeRecord
from ..sheet import Field


@dataclass(frozen=True)
class Thread:
    """A comment and what was answered to it, oldest first."""

    root: Comment
    answers: list[Comment]

    @property
    def is_open(self) -> bool:
        return self.root.resolved_at is None


@dataclass(frozen=True)
class Passage:
    """One field of the sheet with what is said of it; `shown` is None for a field that is empty today."""

    field: Field
    shown: display.Shown | None
    threads: list[Thread]


@dataclass(frozen=True)
class PassageChapter:
    heading: str
    slug: str
    passages: list[Passage]


def threads(record: PracticeRecord) -> dict[str, list[Thread]]:
    """By field (empty key: the sheet as a whole): open threads first, then settled ones. One query."""
    rows = list(record.comments.select_related("author", "resolved_by"))
    answers: dict[int, list[Comment]] = {}
    for row in rows:
        if row.parent_id:
            answers.setdefault(row.parent_id, []).append(row)
    found: dict[str, list[Thread]] = {}
    for row in sorted((row for row in rows if not row.parent_id), key=lambda row: row.resolved_at is not None):
        found.setdefault(row.field if row.field in sheet.BY_KEY else "", []).append(Thread(row, answers.get(row.pk, [])))
    return found


def chapters(page: PracticePage, found: dict[str, list[Thread]]) -> list[PassageChapter]:
    """The sheet's filled fields, and those that somebody wrote about, with their threads."""
    filled = {shown.field.key: shown for chapter in display.chapters(page) for shown in chapter.fields}
    made = []
    for chapter in sheet.CHAPTERS:
        passages = [
            Passage(field, filled.get(field.key), found.get(field.key, []))
            for field in chapter.fields
            if field.key in filled or field.key in found
        ]
        if passages:
            made.append(PassageChapter(str(chapter.heading), chapter.slug, passages))
    return made


def open_by_field(record: PracticeRecord) -> Counter[str]:
    """How many open threads each field has; asked once a record."""
    if not hasattr(record, "_open_by_field"):
        opened = record.comments.filter(parent=None, resolved_at=None).values_list("field", flat=True)
        record._open_by_field = Counter(opened)
    return record._open_by_field


def open_in(record: PracticeRecord, fields: Iterable[Field]) -> int:
    """How many open threads these fields have together."""
    opened = open_by_field(record)
    return sum(opened[field.key] for field in fields)


def mark_read(record: PracticeRecord, user) -> None:
    """What she reads on the page need not come by mail."""
    CommentNotice.objects.filter(comment__record=record, user=user, told_at=None).delete()
