"""Two versions of a sheet side by side: which fields changed, and which words."""

import difflib
import re
from dataclasses import dataclass

from . import content, display, sheet
from .models import PracticePage, PracticeRecord
from .queries import versions_since_agreement
from .rows import Label

WORD = re.compile(r"\s+|[^\s\w]|\w+")
#: Beyond this many words, whole texts are shown before and after: comparing them word by word would take too long.
MOST_WORDS = 8_000


@dataclass(frozen=True)
class Piece:
    """A run of words: `kind` is same, deleted or inserted."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One field that is not the same in both versions."""

    label: Label
    pieces: list[Piece]


def agreed_version(record: PracticeRecord) -> PracticePage:
    """The text that the contributor last stood for: accepted by her, or submitted."""
    first = versions_since_agreement(record)[0]
    if first.pk == record.accepted_revision_id and content.public_hash(first.as_object()) != record.accepted_hash:
        first = record.submitted_revision
    return first.as_object()


def changes(old: PracticePage, new: PracticePage) -> list[Change]:
    """Every public field that differs, in the order of the sheet."""
    old_values, new_values = content.public_values(old), content.public_values(new)
    old_texts, new_texts = display.texts(old), display.texts(new)
    found = []
    for field in sheet.FIELDS:
        key = field.attribute
        if key in ("image", "documents"):
            old_texts[field.key], new_texts[field.key] = _files(old, key), _files(new, key)
        if old_values.get(key) != new_values.get(key):
            before = old_texts.get(field.key, "") if key in old_values else ""
            after = new_texts.get(field.key, "") if key in new_values else ""
            found.append(Change(field.label, pieces(before, after)))
    return found


def pieces(old: str, new: str) -> list[Piece]:
    """The words of both, marked: kept, deleted, inserted."""
    before, after = WORD.findall(old), WORD.findall(new)
    if len(before) + len(after) > MOST_WORDS:
        return [piece for piece in (Piece("deleted", old), Piece("inserted", new)) if piece.text]
    found, deleted, inserted = [], "", ""
    for kind, start, end, new_start, new_end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        removed, added = "".join(before[start:end]), "".join(after[new_start:new_end])
        if kind == "equal" and (removed.strip() or not deleted + inserted):
            found += [*_marked(deleted, inserted), Piece("same", removed)]
            deleted = inserted = ""
        else:
            # A space between two changed words does not part them: a sentence that was rewritten reads as one change.
            deleted, inserted = deleted + removed, inserted + added
    return found + _marked(deleted, inserted)


def _marked(deleted: str, inserted: str) -> list[Piece]:
    """One change. A space that only parted two new words was not taken away."""
    if inserted.strip() and not deleted.strip():
        deleted = ""
    return [piece for piece in (Piece("deleted", deleted), Piece("inserted", inserted)) if piece.text]


def _files(page: PracticePage, key: str) -> str:
    """Attached files in words: their names, and what is said of them."""
    if key == "image":
        return " – ".join(filter(None, [page.image.title, page.image_alt, page.image_credit])) if page.image else ""
    return "\n".join(f"{row.document.title} ({row.licence})" for row in page.document_rows.all())
