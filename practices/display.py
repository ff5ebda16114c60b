"""Values of a sheet in words, chapter by chapter: what the desk and the comparison of versions show."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.templatetags.core_tags import partial_date
from territories.models import Territory
from themes.models import Theme

from . import content, sheet
from .models import PracticePage
from .rows import Cell, RowKind
from .sheet import Field


@dataclass(frozen=True)
class Shown:
    """One filled field in words: `lines` are paragraphs; `rows` are [(label, text)] a row, for repeatable rows."""

    field: Field
    lines: list[str]
    rows: list[list[tuple[str, str]]]

    @property
    def parts(self) -> list[str]:
        """Each paragraph, value or row as one text."""
        return [*self.lines, *("\n".join(f"{label} : {text}" for label, text in row) for row in self.rows)]

    @property
    def text(self) -> str:
        return "\n\n".join(self.parts)


@dataclass(frozen=True)
class ShownChapter:
    heading: str
    fields: list[Shown]


def chapters(page: PracticePage) -> list[ShownChapter]:
    """The filled chapters of a version, private fields included. Two queries for the names of themes and territories."""
    values = content.read(page)
    names = _names(values)
    filled = []
    for chapter in sheet.CHAPTERS:
        fields = [
            shown(field, values[field.attribute], names) for field in chapter.fields if not field.is_empty(values.get(field.attribute))
        ]
        if fields:
            filled.append(ShownChapter(str(chapter.heading), fields))
    return filled


def texts(page: PracticePage) -> dict[str, str]:
    """Every filled field of a version as one text, by key."""
    return texts_of(content.read(page))


def texts_of(values: dict[str, Any]) -> dict[str, str]:
    """Plain values by attribute as texts by key; what is empty is left out."""
    names = _names(values)
    filled = [field for field in sheet.FIELDS if not field.is_empty(values.get(field.attribute))]
    return {field.key: shown(field, values[field.attribute], names).text for field in filled}


def _names(values: dict[str, Any]) -> dict[str, str]:
    slugs = [values.get("main_theme", ""), *values.get("themes", [])]
    themes = dict(Theme.objects.filter(slug__in=slugs).values_list("slug", "name"))
    return themes | {territory.code: str(territory) for territory in Territory.objects.filter(code__in=values.get("territories", []))}


def shown(field: Field, value: Any, names: dict[str, str]) -> Shown:
    """A field's value in words; `names` are those of themes and territories by their codes."""
    if field.kind == "rows":
        return Shown(field, [], [_row(field.rows, row) for row in value])
    items = value if isinstance(value, list) else [value]
    return Shown(field, [_word(field, item, names) for item in items], [])


def _row(kind: RowKind, row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(cell.label), _word(cell, row[cell.key], {})) for cell in kind.cells if row.get(cell.key) not in ("", None, False)]


def _word(field: Field | Cell, value: Any, names: dict[str, str]) -> str:
    if field.choices:
        return str(field.choices(value).label)
    if field.kind == "boolean":
        return _("yes") if value else _("no")
    if field.kind == "date":
        return partial_date(value)
    return names.get(value, str(value)) if isinstance(value, str) else str(value)
