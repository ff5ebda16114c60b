"""From what a filled grid says to values of the sheet: labels and codes alike. What finds no place is kept, with the reason."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.text import fold
from territories.models import Territory
from territories.queries import resolve_all, search_territories
from themes.models import Theme

from .. import cleaning, content, sheet
from ..cleaning import MOST_ROWS
from ..identifiers import is_identifier
from ..rows import Cell, RowErrors
from ..sheet import Field
from .grid import Filled, Row, Stray, all_asked, codes_by_words, ticked_lines, written_beside_empty_boxes

#: Answers to one question: more would each be looked for in vain.
MOST_PIECES = 60
_PARTS = re.compile(r"[;|\n]")
_SMALLER_PARTS = re.compile(r"[,/]|\s+et\s+")
_IDENTIFIER = re.compile(r"op-[0-9a-z]{8}")
_NUMBER = re.compile(r"-?\d[\d\s.,]*")
#: Which kind of territory a name most likely means at each scale.
_KIND_AT = {
    "neighbourhood": Territory.Kind.MUNICIPALITY,
    "municipality": Territory.Kind.MUNICIPALITY,
    "department": Territory.Kind.DEPARTMENT,
    "region": Territory.Kind.REGION,
}


@dataclass
class Understood:
    """Clean values by attribute; what was read where (key, text); what found no place."""

    values: dict[str, Any] = field(default_factory=dict)
    placed: list[tuple[str, str]] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)


class _Unknown(Exception):
    """`why` this piece of an answer has no place."""


def understand(filled: Filled) -> Understood:
    """Nothing of the file is dropped: each text is placed or stands among the strays. A few queries for themes and territories."""
    return _Reader(filled).read()


class _Reader:
    def __init__(self, filled: Filled):
        self.filled, self.result = filled, Understood(strays=list(filled.strays))
        self.scale = ""
        #: Of what was written, what was taken: rows, or pieces of an answer.
        self.kept: dict[str, list[Row]] = {}
        self.pieces: dict[str, list[str]] = {}
        self._themes: dict[str, str] = {}

    def read(self) -> Understood:
        raw: dict[str, Any] = {}
        fields = sorted(all_asked(), key=lambda each: each.key != "scale")
        for each in fields:
            if each.kind == "rows":
                raw[each.key] = self._rows(each)
            elif text := self.filled.texts.get(each.key):
                raw[each.key] = self._raw(each, text)
            if each.key == "scale":
                self.scale = raw.get("scale") or ""
        for each in all_asked():
            if raw.get(each.key) not in (None, "", []):
                self._keep(each, raw[each.key])
        self._check_across()
        return self.result

    def _keep(self, each: Field, value: Any) -> None:
        """Into the values, once the sheet's own rules have passed."""
        values, faults = content.clean({each.key: value}, fields=[each])
        if faults:
            self._stray(str(each.label), self._said(each), faults[0][1])
        elif not each.is_empty(values[each.attribute]):
            self.result.values[each.attribute] = values[each.attribute]
            self.result.placed.append((each.key, self._said(each)))

    def _said(self, each: Field) -> str:
        """What was taken of the answer, as it was written."""
        if each.kind == "rows":
            return "\n".join(map(_words, self.kept[each.key]))
        text = self.filled.texts[each.key]
        if each.kind == "boolean":
            return "\n".join(ticked_lines(text))
        return " ; ".join(self.pieces[each.key]) if each.key in self.pieces else text

    def _check_across(self) -> None:
        if cleaning.ends_before_it_starts(self.result.values.get("start_date", ""), self.result.values.get("end_date", "")):
            self._stray(str(sheet.BY_KEY["end_date"].label), self.filled.texts["end_date"], _("The end comes before the start."))
            del self.result.values["end_date"]
            self.result.placed = [pair for pair in self.result.placed if pair[0] != "end_date"]
        themes = self.result.values.get("themes")
        if themes and self.result.values.get("main_theme") in themes:
            self.result.values["themes"] = [slug for slug in themes if slug != self.result.values["main_theme"]]

    def _raw(self, each: Field, text: str) -> Any:
        match each.kind:
            case "choice":
                return self._one(each, text)
            case "choices":
                return self._several(each, text, codes_by_words(each.choices))
            case "boolean":
                return self._boolean(each, text)
            case "theme":
                found = self._several(each, text, self._theme_words())
                return self._single(each, text, found)
            case "themes":
                return self._several(each, text, self._theme_words())
            case "territories":
                return self._pieces(each, text, self._territory)
            case "keywords":
                return [piece.strip() for piece in re.split(r"[;,|\n]", text) if piece.strip()]
            case "texts":
                return [line.strip("-–•· \t") for line in text.splitlines() if line.strip("-–•· \t")]
            case "number" | "decimal":
                return _number(text)
            case "reference":
                return self._reference(each, text)
        return text

    def _one(self, each: Field, text: str) -> Any:
        return self._single(each, text, self._several(each, text, codes_by_words(each.choices)))

    def _single(self, each: Field, text: str, found: list[Any]) -> Any:
        if len(found) > 1:
            self._stray(str(each.label), text, _("One answer is awaited here: choose it in the form."))
            return ""
        return found[0] if found else ""

    def _several(self, each: Field, text: str, known: dict[str, Any]) -> list[Any]:
        for beside in written_beside_empty_boxes(text, set(known)):
            self._stray(str(each.label), beside, _("This is none of the answers to choose from."))

        def code(piece: str) -> Any:
            if fold(piece) in known:
                return known[fold(piece)]
            raise _Unknown(_("This is none of the answers to choose from."))

        return self._pieces(each, "\n".join(ticked_lines(text)), code)

    def _pieces(self, each: Field, text: str, code: Callable[[str], Any]) -> list[Any]:
        """Each piece by itself: whole, else cut at its commas when every part of it is known."""
        found: list[Any] = []
        pieces = [piece for piece in map(str.strip, _PARTS.split(text)) if piece]
        if len(pieces) > MOST_PIECES:
            self._stray(str(each.label), text, _("%(count)d at most.") % {"count": MOST_PIECES})
            return []
        taken = self.pieces.setdefault(each.key, [])
        for piece in pieces:
            try:
                found.append(code(piece))
                taken.append(piece)
            except _Unknown as unknown:
                parts = [part for part in map(str.strip, _SMALLER_PARTS.split(piece)) if part]
                for part in parts if len(parts) > 1 else []:
                    try:
                        found.append(code(part))
                        taken.append(part)
                    except _Unknown as why:
                        self._stray(str(each.label), part, str(why))
                if len(parts) < 2:
                    self._stray(str(each.label), piece, str(unknown))
        return list(dict.fromkeys(found))

    def _boolean(self, each: Field, text: str) -> Any:
        lines = ticked_lines(text)
        words = {"oui": True, "yes": True, "x": True, "non": False, "no": False, "true": True, "false": False, "1": True, "0": False}
        said = {words.get(fold(line)) for line in lines}
        if len(said) == 1 and None not in said:
            return said.pop()
        if lines:
            self._stray(str(each.label), "\n".join(lines), _("Answer yes or no."))
        return ""

    def _reference(self, each: Field, text: str) -> str:
        found = _IDENTIFIER.search(text.lower())
        if found and is_identifier(found[0]):
            return found[0]
        self._stray(str(each.label), text, _("This is not an identifier of ours."))
        return ""

    def _theme_words(self) -> dict[str, str]:
        if not self._themes:
            for theme in Theme.objects.current().order_by("-parent_id"):
                for name in (theme.name, theme.slug, *theme.alternative_labels):
                    self._themes.setdefault(fold(name), theme.slug)
        return self._themes

    def _territory(self, piece: str) -> str:
        """A code, or a name that means one place only; what is in brackets tells namesakes apart."""
        if territory := resolve_all([piece]).get(piece.strip().lower()):
            return territory.code
        name, _bracket, around = piece.partition("(")
        wanted = fold(name)
        found = [each for each in search_territories(name, limit=30) if wanted in _names(each)] if wanted else []
        if len(found) > 1 and fold(around):
            found = [each for each in found if fold(around.rstrip(") ")) in fold(f"{each.context} {each.code}")]
        if len(found) > 1 and (kind := _KIND_AT.get(self.scale)):
            found = [each for each in found if each.kind == kind] or found
        if len(found) == 1:
            return found[0].code
        if found:
            names = " ; ".join(str(each) for each in found[:6])
            raise _Unknown(_("Several places bear this name (%(names)s): choose in the form.") % {"names": names})
        raise _Unknown(_("No place of this name is known: look for it in the form."))

    def _rows(self, each: Field) -> list[dict[str, Any]]:
        kept, rows = [], self.kept.setdefault(each.key, [])
        for row in self.filled.rows.get(each.key, []):
            try:
                value = {cell.key: self._cell(cell, row.cells.get(cell.key, "")) for cell in each.rows.cells}
                each.rows.clean([value])
            except ValidationError as error:
                self._stray(row.where, _words(row), _row_fault(each, error))
                continue
            if len(kept) == MOST_ROWS:
                self._stray(row.where, _words(row), _("%(count)d rows at most.") % {"count": MOST_ROWS})
            else:
                kept.append(value)
                rows.append(row)
        return kept

    def _cell(self, cell: Cell, text: str) -> Any:
        if cell.choices:
            known = codes_by_words(cell.choices)
            lines = ticked_lines(text)
            if not lines:
                return ""
            code = known.get(fold(lines[0])) if len(lines) == 1 else None
            if code is None:
                raise ValidationError(_("“%(value)s” is not one of the possible values.") % {"value": " ".join(lines)[:60]})
            return code
        if cell.kind == "boolean":
            return cleaning.clean_boolean({"x": "oui", "☒": "oui", "☐": "non"}.get(text.strip().lower(), text)) if text else False
        return _number(text) if cell.kind == "number" else text

    def _stray(self, where: str, text: str, why: str) -> None:
        self.result.strays.append(Stray(where, text, why))


def _names(territory: Territory) -> set[str]:
    """The name, and the name without its article."""
    name = territory.search_name
    return {name, re.sub(r"^(?:l|la|le|les) ", "", name)}


def _words(row: Row) -> str:
    return " – ".join(row.cells.values())


def _row_fault(each: Field, error: ValidationError) -> str:
    """In words: first what is missing, then what is wrong, by the headings of the columns rather than by paths."""
    if not isinstance(error, RowErrors):
        return error.messages[0]
    labels = {cell.key: str(cell.label) for cell in each.rows.cells}
    named = [(labels.get(path.rpartition(".")[2], path), message) for path, message in error.faults]
    lacking = [label for label, message in named if message == _("This is missing.")]
    said = [_("Missing in this row: %(names)s.") % {"names": ", ".join(lacking)}] if lacking else []
    return " ".join([*said, *(f"{label} : {message}" for label, message in named if label not in lacking)])


def _number(text: str) -> str:
    """Without its unit: « 1 200 € », « environ 40 personnes »."""
    found = _NUMBER.findall(text)
    return found[0].strip(" .,") if len(found) == 1 else text
