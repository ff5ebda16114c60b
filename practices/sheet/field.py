"""What a field of the sheet is: its key in the formats, its rule, its words."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Choices
from django.utils.translation import gettext as _

from .. import cleaning
from ..rows import ROW_KINDS, Label, RowKind

MOST_THEMES = 4
MOST_KEYWORDS = 12


@dataclass(frozen=True)
class Field:
    """One field. `kind`: line, text, choice, choices, date, number, decimal, degrees, boolean, email, texts, rows, theme, themes, keywords,
    territories, reference, image, documents. `key` is a dotted path in the formats, `attribute` the page's own name for it."""

    key: str
    kind: str
    label: Label
    question: Label = ""
    help: Label = ""
    choices: type[Choices] | None = None
    required: bool = False
    short: bool = False
    public: bool = True
    longest: int = cleaning.TEXT_LENGTH
    shortest: int = 0
    least: float = 0
    most: float = 1_000_000_000

    @property
    def attribute(self) -> str:
        return self.key.replace(".", "_")

    @property
    def rows(self) -> RowKind:
        return ROW_KINDS[self.key.rpartition(".")[2]]

    def clean(self, value: Any) -> Any:
        """The clean value, without looking into the database. Raises ValidationError (RowErrors for rows)."""
        match self.kind:
            case "line":
                return cleaning.clean_text(value, longest=min(self.longest, cleaning.LINE_LENGTH), shortest=self.shortest, multiline=False)
            case "text":
                return cleaning.clean_text(value, longest=self.longest)
            case "choice":
                return cleaning.clean_choice(value, self.choices)
            case "choices":
                return _each(value, lambda item: cleaning.clean_choice(item, self.choices))
            case "date":
                return cleaning.clean_partial_date(value)
            case "number" | "decimal" | "degrees":
                places = {"number": 0, "decimal": 2, "degrees": 6}[self.kind]
                return cleaning.clean_number(value, least=self.least, most=self.most, places=places)
            case "boolean":
                return cleaning.clean_boolean(value)
            case "email":
                return cleaning.clean_email(value)
            case "texts":
                return _each(value, lambda item: cleaning.clean_text(item, longest=2_000, multiline=False))
            case "rows":
                return self.rows.clean(value)
            case "keywords":
                return _each(value, lambda item: cleaning.clean_text(item, longest=60, multiline=False), most=MOST_KEYWORDS)
            case "themes":
                return _each(value, _clean_code, most=MOST_THEMES)
            case "territories":
                return _each(value, _clean_code)
            case "theme":
                return _clean_code(value)
            case "reference":
                return cleaning.clean_text(value, longest=100, multiline=False)
        raise ValueError(f"A field of kind {self.kind} is no plain value.")

    def is_empty(self, value: Any) -> bool:
        return value in ("", None, []) or (self.kind == "boolean" and value is False)


@dataclass(frozen=True)
class Chapter:
    """Fields read together, under a heading that speaks."""

    slug: str
    heading: Label
    fields: tuple[Field, ...]


def _each(value: Any, clean: Any, most: int = cleaning.MOST_ROWS) -> list[Any]:
    if value in (None, ""):
        return []
    if not isinstance(value, list | tuple):
        raise ValidationError(_("A list is expected."))
    cleaned = list(dict.fromkeys(item for item in map(clean, value) if item not in ("", None)))
    if len(cleaned) > most:
        raise ValidationError(_("%(count)d at most.") % {"count": most})
    return cleaned


def _clean_code(value: Any) -> str:
    return cleaning.clean_text(value, longest=100, multiline=False).lower()
