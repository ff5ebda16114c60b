"""Two versions of a sheet side by side: which fields changed, and which words."""

import difflib
import re
from collections import Counter, deque
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from .. import content, display, sheet
from ..models import PracticePage, PracticeRecord
from ..queries import versions_since_agreement
from ..rows import Label

WORD = re.compile(r"\s+|[^\s\w]|\w+")
#: Steps that the comparison of two versions may take (half a second at most); a passage that it does not come to is shown whole.
MOST_STEPS = 1_500_000
#: Words and spaces shown on each side of a change.
AROUND = 6


@dataclass(frozen=True)
class Piece:
    """A run of words: `kind` is same, deleted or inserted."""

    kind: str
    text: str


@dataclass
class Effort:
    """What is left of the steps that a comparison may take."""

    left: int = MOST_STEPS

    def spend(self, steps: int) -> bool:
        """Whether so many may still be taken; they then are."""
        allowed = steps <= self.left
        self.left -= steps if allowed else 0
        return allowed


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


def changes(old: PracticePage, new: PracticePage, *, private: bool = False) -> list[Change]:
    """Every public field that differs, in the order of the sheet; with `private`, the others too."""
    old_values, new_values = _values(old, private), _values(new, private)
    old_texts, new_texts = display.texts(old), display.texts(new)
    effort, found = Effort(), []
    for field in sheet.FIELDS:
        key = field.attribute
        if key in ("image", "documents"):
            old_texts[field.key], new_texts[field.key] = _files(old, key), _files(new, key)
        if old_values.get(key) != new_values.get(key):
            before = old_texts.get(field.key, "") if key in old_values else ""
            after = new_texts.get(field.key, "") if key in new_values else ""
            found.append(Change(field.label, pieces(before, after, effort)))
    return found


def _values(page: PracticePage, private: bool) -> dict[str, Any]:
    public = content.public_values(page)
    return public | content.read(page) if private else public


def pieces(old: str, new: str, effort: Effort | None = None) -> list[Piece]:
    """The words of both, marked: kept, deleted, inserted."""
    before, after = WORD.findall(old), WORD.findall(new)
    places = [index for index, token in enumerate(before) if not token.isspace()]
    new_places = [index for index, token in enumerate(after) if not token.isspace()]
    found: list[Piece] = []
    place = new_place = 0
    for index, new_index in _common([before[i] for i in places], [after[i] for i in new_places], effort or Effort()):
        at, new_at = places[index], new_places[new_index]
        found += [*_between(before[place:at], after[new_place:new_at]), Piece("same", after[new_at])]
        place, new_place = at + 1, new_at + 1
    return _joined(found + _between(before[place:], after[new_place:]))


def _between(old: list[str], new: list[str]) -> list[Piece]:
    """What parts two words that were kept. Spaces alone are no change: they are shown as they are today."""
    if not "".join(old).strip() and not "".join(new).strip():
        return [Piece("same", "".join(new))]
    start = _same_start(old, new)
    end = _same_start(old[start:][::-1], new[start:][::-1])
    changed = _marked("".join(old[start : len(old) - end]), "".join(new[start : len(new) - end]))
    return [Piece("same", "".join(new[:start])), *changed, Piece("same", "".join(new[len(new) - end :]))]


def _common(old: list[str], new: list[str], effort: Effort) -> list[tuple[int, int]]:
    """Places of the words that both texts hold in the same order, the longest passages first while the effort lasts."""
    start = _same_start(old, new)
    end = _same_start(old[start:][::-1], new[start:][::-1])
    pairs = [(index, index) for index in range(start)] + [(len(old) - index, len(new) - index) for index in range(1, end + 1)]
    ranges = deque([(start, len(old) - end, start, len(new) - end)])
    while ranges:
        low, high, new_low, new_high = ranges.popleft()
        if low == high or new_low == new_high or not effort.spend(_steps(old[low:high], new[new_low:new_high])):
            continue
        match = difflib.SequenceMatcher(None, old[low:high], new[new_low:new_high], autojunk=False).find_longest_match()
        if match.size:
            at, new_at = low + match.a, new_low + match.b
            pairs += [(at + index, new_at + index) for index in range(match.size)]
            ranges += [(low, at, new_low, new_at), (at + match.size, high, new_at + match.size, new_high)]
    return sorted(pairs)


def _same_start(old: list[str], new: list[str]) -> int:
    """How many of their first words are the same."""
    return next((index for index, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new)))


def _steps(old: list[str], new: list[str]) -> int:
    """What looking for the longest common passage costs: for each word three times what it costs for a pair of equal ones."""
    often = Counter(new)
    return 3 * (len(old) + len(new)) + sum(often[word] for word in old)


def _joined(marked: list[Piece]) -> list[Piece]:
    """Neighbours of one kind as one piece, without empty ones."""
    runs = groupby((piece for piece in marked if piece.text), key=lambda piece: piece.kind)
    return [Piece(kind, "".join(piece.text for piece in run)) for kind, run in runs]


def words_changed(marked: list[Piece]) -> int:
    """How many words are taken away and put in."""
    return sum(len(re.findall(r"\w+", piece.text)) for piece in marked if piece.kind != "same")


def in_words(marked: list[Piece]) -> str:
    """The changes in plain text, each with the words around it: « … des [parent → parents] attendaient … »."""
    told, index = [], 0
    while index < len(marked):
        if marked[index].kind == "same":
            index += 1
            continue
        first = index
        while index < len(marked) and marked[index].kind != "same":
            index += 1
        before = marked[first - 1].text if first else ""
        after = marked[index].text if index < len(marked) else ""
        told.append(_around(before, -1) + _bracketed(marked[first:index]) + _around(after, 1))
    return " … ".join(part.strip() for part in told)


def _bracketed(change: list[Piece]) -> str:
    deleted = " ".join("".join(piece.text for piece in change if piece.kind == "deleted").split())
    inserted = " ".join("".join(piece.text for piece in change if piece.kind == "inserted").split())
    if deleted and inserted:
        return f"[{deleted} → {inserted}]"
    return f"[+ {inserted}]" if inserted else f"[− {deleted}]"


def _around(text: str, side: int) -> str:
    """The nearest words of a text that was kept, before (-1) or after (1) a change."""
    parts = WORD.findall(text)
    near = "".join(parts[-AROUND:] if side < 0 else parts[:AROUND])
    return " ".join(near.split("\n")) if near.strip() else " "


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
