"""The grid to fill offline: which questions it asks, how each is marked, what counts as an answer. Whatever the file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Choices
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.text import fold

from .. import sheet
from ..rows import Cell
from ..sheet import Chapter, Field
from ..sheet.guidance import EXAMPLES

#: Files and the point on the map are given in the form.
LEFT_TO_THE_FORM = ("image", "documents", "degrees")
MARK = re.compile(r"\[([a-z_]+(?:\.[a-z_]+)?)\]")
UNTICKED, TICKED = "☐", "☒"
_TICK = re.compile(r"^(?:[☒☑✓✔✗✘☓]|\[\s?[xX✓]\s?\]|\(\s?[xX]\s?\)|[xX](?=[\s☐:]))\s*☐?\s*(.+)$")
_TICK_AFTER = re.compile(r"^(?:☐|\[\s?\]|\(\s?\))\s*(?:[xX]\s+(.+)|(.+?)\s+[xX✓])$")
_EMPTY_BOX = re.compile(r"^(?:☐|\[\s?\]|\(\s?\))\s*")


@dataclass(frozen=True)
class Row:
    """One filled row: the text of each cell by its key."""

    where: str
    cells: dict[str, str]


@dataclass(frozen=True)
class Stray:
    """A text of the file that has no place in the sheet, and why."""

    where: str
    text: str
    why: str


@dataclass
class Filled:
    """What a file says: texts by the key of their field, rows by theirs, and the rest."""

    texts: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    strays: list[Stray] = field(default_factory=list)

    def add_text(self, key: str, text: str) -> None:
        """A question that stands twice has both its answers."""
        if text.strip():
            self.texts[key] = f"{self.texts[key]}\n{text.strip()}" if key in self.texts else text.strip()

    def add_row(self, key: str, where: str, cells: dict[str, str]) -> None:
        filled = {name: text.strip() for name, text in cells.items() if text.strip() and not is_invitation(text)}
        if filled:
            self.rows.setdefault(key, []).append(Row(where, filled))

    def add_stray(self, where: str, text: str, why: str = "") -> None:
        if text.strip():
            self.strays.append(Stray(where, text.strip(), why or _("No question of the grid stands beside this text.")))


def asked(chapter: Chapter) -> list[Field]:
    return [each for each in chapter.fields if each.kind not in LEFT_TO_THE_FORM and each.key != "point.blurred"]


def all_asked() -> Iterator[Field]:
    for chapter in sheet.CHAPTERS:
        yield from asked(chapter)


def question(each: Field) -> str:
    return str(each.question or each.label)


def mark(each: Field) -> str:
    """What tells the question to the program that reads the grid back."""
    return f"[{each.key}]"


def invitation() -> str:
    """What stands in a list that nobody has chosen from yet."""
    return _("Choose…")


def is_invitation(text: str) -> bool:
    return fold(text) in ("choose", fold(invitation()))


def guidance(each: Field) -> list[str]:
    """What to know before answering, a paragraph each."""
    lines = [str(each.help)] if each.help else []
    match each.kind:
        case "choices":
            lines.append(_("Several answers are possible."))
        case "choice" | "boolean":
            lines.append(_("One answer."))
        case "texts":
            lines.append(_("One a line."))
        case "keywords" | "themes":
            lines.append(_("Parted by semicolons."))
        case "territories":
            lines.append(_("Names as “Lille (Nord)” or codes as “dep-59”, parted by semicolons."))
        case "reference":
            lines.append(_("The identifier of the sheet that yours adapts, as “op-…”, or its address."))
    if each.key in ("main_theme", "themes"):
        lines.append(_("The list of the themes stands at the end."))
    if example := EXAMPLES.get(each.key):
        lines.append(_("For example: %(example)s") % {"example": example})
    return lines


def options(each: Field | Cell) -> list[str]:
    """The answers to choose from, as people read them."""
    if each.choices:
        return [str(label) for _value, label in each.choices.choices]
    return [_("yes").capitalize(), _("no").capitalize()] if each.kind == "boolean" else []


def field_of(text: str) -> Field | None:
    """The field that a piece of the grid speaks of: by its mark, else by its question or its label."""
    if (found := MARK.search(text)) and found[1] in sheet.BY_KEY:
        return sheet.BY_KEY[found[1]]
    first = next((line for line in text.splitlines() if line.strip()), "")
    return _by_words(get_language() or "").get(fold(first.replace("*", "")))


@lru_cache(maxsize=4)
def _by_words(_language: str) -> dict[str, Field]:
    words: dict[str, Field] = {}
    for each in all_asked():
        for text in (question(each), str(each.label), each.key):
            words.setdefault(fold(text), each)
    return words


def cell_of(each: Field, text: str) -> Cell | None:
    """The column of this heading in a table of rows."""
    wanted = fold(text.partition("\n")[0].replace("*", ""))
    return next((cell for cell in each.rows.cells if wanted in (fold(str(cell.label)), fold(cell.key))), None)


def ticked_lines(text: str) -> list[str]:
    """The lines of an answer that say something: ticked options without their box, and whatever was written besides."""
    said = []
    for line in map(str.strip, text.splitlines()):
        if match := _TICK.match(line):
            said.append(match[1])
        elif match := _TICK_AFTER.match(line):
            said.append(match[1] or match[2])
        elif line and not _EMPTY_BOX.match(line) and not is_invitation(line):
            said.append(line)
    return said


def written_beside_empty_boxes(text: str, known: set[str]) -> list[str]:
    """What stands beside an empty box and is none of the options: somebody wrote it there."""
    beside = [_EMPTY_BOX.sub("", line.strip()) for line in text.splitlines() if _EMPTY_BOX.match(line.strip())]
    return [line for line in beside if line and fold(line) not in known and not _TICK_AFTER.match(f"{UNTICKED} {line}")]


def codes_by_words(choices: type[Choices]) -> dict[str, str | int]:
    """Folded labels, whole or without what is in brackets, and codes → codes."""
    words: dict[str, str | int] = {}
    for value, label in choices.choices:
        plain, _bracket, short = str(label).partition("(")
        for text in (str(label), str(value), plain, *short.rstrip(")").split(",")):
            if fold(text):
                words.setdefault(fold(text), value)
    return words
