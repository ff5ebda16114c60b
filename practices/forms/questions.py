"""A field as the page shows it: the question, what was answered, what is wrong, and how it is typed."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from territories.models import Territory
from territories.queries import resolve_all, search_territories
from themes.models import Theme
from themes.queries import resolve_themes, search_themes, theme_tree

from ..life.originals import public_sheet, search_public_sheets
from ..models import PublicPractice
from ..rows import Cell
from ..sheet import Field
from ..sheet.field import MOST_THEMES

MOST_RADIOS = 5
INPUT_TYPES = {"email": "email", "contact.phone": "tel"}
#: Which keyboard a phone shows.
INPUT_MODES = {"number": "numeric", "decimal": "decimal", "degrees": "text"}
ONE_LINE = ("email", "date", "number", "decimal", "degrees")
AUTOCOMPLETE = {
    "contact.name": "name",
    "contact.email": "email",
    "contact.phone": "tel",
    "contact.role": "organization-title",
    "organisation.name": "organization",
}
LINES = {"summary": 4, "context": 8, "objectives": 4}


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    value: str
    label: str
    chosen: bool
    id: str = ""


@dataclass(frozen=True)
class Picker:
    """The search box of a field chosen in a vocabulary; `template` draws what was found."""

    query: str
    template: str


@dataclass(frozen=True)
class CellInput:
    """One cell of a row."""

    cell: Cell
    id: str
    name: str
    value: str
    error: str

    @property
    def error_id(self) -> str:
        return f"{self.id}-error"

    @property
    def options(self) -> list[Option]:
        return [Option(str(value), str(label), str(value) == self.value) for value, label in self.cell.choices.choices]

    @property
    def unknown_value(self) -> str:
        """A code that is not in the list: said, not silently changed."""
        return "" if any(option.chosen for option in self.options) else self.value


@dataclass(frozen=True)
class RowInput:
    """One row; `number` is counted from 1, as its buttons say it."""

    id: str
    number: int
    cells: list[CellInput]
    is_first: bool
    is_last: bool
    up_id: str
    down_id: str


@dataclass
class Question:
    field: Field
    value: Any
    errors: list[str]
    cell_errors: dict[tuple[int, str], str] = field(default_factory=dict)
    example: Any = ""
    picker: Picker | None = None

    @property
    def name(self) -> str:
        return self.field.attribute

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def label(self) -> Any:
        return self.field.question or self.field.label

    @property
    def input(self) -> str:
        """The template that draws the input, in practices/submission/inputs/."""
        kind = "line" if self.field.kind in ONE_LINE else "texts" if self.field.kind == "keywords" else self.field.kind
        if kind == "choice":
            kind = "radios" if len(self.field.choices.choices) <= MOST_RADIOS else "select"
        return f"practices/submission/inputs/{kind}.html"

    @property
    def is_group(self) -> bool:
        """Several inputs under one question: a fieldset, not a label."""
        return self.field.kind in ("choices", "rows") or self.input.endswith("radios.html")

    @property
    def type(self) -> str:
        return INPUT_TYPES.get(self.field.key) or INPUT_TYPES.get(self.field.kind, "text")

    @property
    def autocomplete(self) -> str:
        return AUTOCOMPLETE.get(self.field.key, "")

    @property
    def input_mode(self) -> str:
        return INPUT_MODES.get(self.field.kind, "")

    @property
    def lines(self) -> int:
        return LINES.get(self.field.key, 5)

    @property
    def text(self) -> str:
        return "\n".join(self.value) if isinstance(self.value, list) else typed_as(self.value)

    @property
    def gauge(self) -> int:
        """The most characters that the answer may have."""
        return self.field.longest if self.field.kind == "text" else 0

    @property
    def words(self) -> int:
        """How many words are written, as the page is drawn."""
        return len(self.text.split())

    @property
    def described_by(self) -> str:
        """Ids of what explains the input, the error first."""
        parts = [(self.errors, "error"), (self.field.help, "help"), (self.gauge, "gauge")]
        return " ".join(f"{self.id}-{suffix}" for present, suffix in parts if present)

    @property
    def summary(self) -> list[dict[str, str]]:
        own = [{"id": self.first_id, "message": _named(self.field.label, message)} for message in self.errors]
        cells = [
            {"id": cell.id, "message": _named(f"{self.field.label}, {row.number} – {cell.cell.label}", cell.error)}
            for row in self.rows
            for cell in row.cells
            if cell.error
        ]
        return own + cells

    @property
    def first_id(self) -> str:
        """The input that the list of errors leads to."""
        if self.field.kind == "rows":
            return self.rows[0].cells[0].id
        if self.is_group:
            return f"{self.id}_0"
        return self.id

    @property
    def options(self) -> list[Option]:
        chosen = {str(value) for value in self.value} if isinstance(self.value, list) else {typed_as(self.value)}
        answers = list(self.field.choices.choices)
        if self.may_be_taken_back:
            answers.append(("", _("No answer")))
        return [Option(str(value), str(label), str(value) in chosen, f"{self.id}_{index}") for index, (value, label) in enumerate(answers)]

    @property
    def may_be_taken_back(self) -> bool:
        """A radio button once pressed cannot be released: what may stay unanswered has an answer that says so."""
        return self.input.endswith("radios.html") and not self.field.required

    @property
    def unknown_value(self) -> str:
        """A code that is not in the list: said, not silently changed."""
        return str(self.value) if self.value and str(self.value) not in {option.value for option in self.options} else ""

    @cached_property
    def theme_groups(self) -> list[tuple[Theme, list[Option]]]:
        """Themes of the first level with their own, to choose in one list; those that a list already holds are not offered again."""
        held = self.value if isinstance(self.value, list) else []
        return [
            (
                node.theme,
                [
                    Option(theme.slug, theme.name, theme.slug == self.value)
                    for theme in (*node.children, node.theme)
                    if theme.slug not in held
                ],
            )
            for node in theme_tree()
        ]

    @cached_property
    def chosen_themes(self) -> list[tuple[str, str]]:
        """Code and name of each; a code that names nothing stands for itself."""
        known = resolve_themes(self.value)
        return [(code, known[code.strip().lower()].name if code.strip().lower() in known else code) for code in self.value]

    @property
    def has_room(self) -> bool:
        return len(self.value) < MOST_THEMES

    @cached_property
    def original(self) -> PublicPractice | None:
        """The public sheet that a reference names."""
        return public_sheet(self.value) if self.value else None

    @cached_property
    def chosen_territories(self) -> list[tuple[str, str, str]]:
        """Code, name and context of each place, in order; a code that names nothing stands for itself."""
        known: dict[str, Territory] = resolve_all(self.value)
        found = [(code, known.get(code.strip().lower())) for code in self.value]
        return [(code, place.name, place.context) if place else (code, code, "") for code, place in found]

    @cached_property
    def matches(self) -> list[Any]:
        """What the words typed in the picker may mean."""
        if self.picker is None or not self.picker.query:
            return []
        search = {"theme": search_themes, "territories": search_territories, "reference": search_public_sheets}
        return search[self.field.kind](self.picker.query)

    @property
    def picker_button(self) -> str:
        """The name of the buttons that choose one of the matches."""
        return f"choose_{self.name}"

    @cached_property
    def rows(self) -> list[RowInput]:
        """The rows typed, one blank row when there is none."""
        if self.field.kind != "rows":
            return []
        rows = self.value or [{}]
        last = len(rows) - 1
        return [
            RowInput(
                id=f"{self.id}-{index}",
                number=index + 1,
                cells=[self._cell(index, cell, row) for cell in self.field.rows.cells],
                is_first=index == 0,
                is_last=index == last,
                up_id=f"{self.id}-{index}-up",
                down_id=f"{self.id}-{index}-down",
            )
            for index, row in enumerate(rows)
        ]

    @property
    def add_id(self) -> str:
        return f"{self.id}-add"

    def _cell(self, index: int, cell: Cell, row: dict[str, Any]) -> CellInput:
        text = typed_as(row.get(cell.key))
        name = f"{self.name}-{index}-{cell.key}"
        return CellInput(cell, f"id_{name}", name, text, self.cell_errors.get((index, cell.key), ""))


def typed_as(value: Any) -> str:
    """As a person would have typed it: nothing for what is not said, a comma in numbers."""
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def _named(name: Any, message: str) -> str:
    return _("%(name)s: %(message)s") % {"name": name, "message": message}
