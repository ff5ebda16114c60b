"""A field that was changed in two places: both versions beside each other, and what the person chooses."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from .. import content, display
from ..sheet import Field
from ..together.versions import Piece, pieces
from .posted import Raw

MINE, THEIRS, BOTH = "mine", "theirs", "both"
LISTS = frozenset({"choices", "texts", "keywords", "themes", "territories", "rows"})


@dataclass(frozen=True)
class Conflict:
    """One field: the words of each version, those that differ marked. `seen` tells which other version she chose against."""

    field: Field
    theirs: list[Piece]
    mine: list[Piece]
    seen: str
    together: str

    @property
    def name(self) -> str:
        return self.field.attribute

    @property
    def can_keep_both(self) -> bool:
        return bool(self.theirs and self.mine) and (self.field.kind == "text" or self.field.kind in LISTS)


def conflicts(fields: Iterable[Field], stored: Mapping[str, Any], typed: Mapping[str, Any]) -> list[Conflict]:
    """Both versions of these fields: `stored` in the sheet, `typed` in the form, clean values by attribute."""
    fields = list(fields)
    theirs, mine = (display.texts_of({field.attribute: version[field.attribute] for field in fields}) for version in (stored, typed))
    return [_conflict(field, theirs.get(field.key, ""), mine.get(field.key, ""), content.mark(stored[field.attribute])) for field in fields]


def _conflict(field: Field, theirs: str, mine: str, seen: str) -> Conflict:
    compared = pieces(theirs, mine)
    return Conflict(
        field,
        [piece for piece in compared if piece.kind != "inserted"],
        [piece for piece in compared if piece.kind != "deleted"],
        seen,
        joined(theirs, mine) if field.kind == "text" else "",
    )


def joined(theirs: str, mine: str) -> str:
    """Both texts in one, to arrange: paragraphs that they share once, the others one after the other."""
    before, after = theirs.split("\n"), mine.split("\n")
    lines: list[str] = []
    for kind, start, end, new_start, new_end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        lines += before[start:end]
        if kind != "equal":
            lines += after[new_start:new_end]
    return "\n".join(lines)


def settle(data: QueryDict, fields: Iterable[Field], raw: Raw, read: dict[str, str], stored: Mapping[str, Any]) -> set[str]:
    """Does what she chose: changes `raw`, and `read`, since she has now read the other version. Returns what is to be left as it stands."""
    left = set()
    for field in fields:
        name = field.attribute
        choice, seen = data.get(f"keep_{name}"), data.get(f"seen_{name}", "")
        if choice not in (MINE, THEIRS, BOTH):
            continue
        if choice == THEIRS:
            raw[field.key] = stored[name]
            left.add(name)
        elif choice == BOTH:
            raw[field.key] = data.get(f"both_{name}", "") if field.kind == "text" else _both(field, stored[name], raw[field.key])
        read[name] = seen
    return left


def _both(field: Field, theirs: Any, mine: Any) -> Any:
    """Every line, row or answer of both, theirs first; a value that cannot be two things stays hers."""
    if field.kind == "rows":
        return [*theirs, *(row for row in mine if _clean_row(field, row) not in theirs)]
    return list(dict.fromkeys([*theirs, *mine])) if field.kind in LISTS else mine


def _clean_row(field: Field, row: dict[str, Any]) -> Any:
    try:
        return next(iter(field.rows.clean([row])), None)
    except ValidationError:
        return row
