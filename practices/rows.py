"""The repeatable rows of a sheet: one declaration a kind, from which come validation, the admin's blocks and the forms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from . import cleaning
from . import vocabulary as v

Label = str | Promise


@dataclass(frozen=True)
class Cell:
    """One value of a row. `kind`: choice, text (paragraphs), line, boolean, number."""

    key: str
    label: Label
    kind: str = "line"
    choices: type[Choices] | None = None
    required: bool = False

    def clean(self, value: Any) -> Any:
        """The clean value, or ValidationError."""
        cleaned = self._cleaners()[self.kind](value)
        if self.required and cleaned in ("", None):
            raise ValidationError(_("This is missing."), code="required")
        return cleaned

    def _cleaners(self) -> dict[str, Callable[[Any], Any]]:
        return {
            "choice": lambda value: cleaning.clean_choice(value, self.choices),
            "text": lambda value: cleaning.clean_text(value),
            "line": lambda value: cleaning.clean_text(value, longest=cleaning.LINE_LENGTH, multiline=False),
            "boolean": cleaning.clean_boolean,
            "number": cleaning.clean_number,
        }


@dataclass(frozen=True)
class RowKind:
    """One kind of row: `{key: value}` for each of its cells. `one` names a single row, `add` is said on the button that adds one."""

    name: str
    label: Label
    one: Label
    add: Label
    cells: tuple[Cell, ...]

    def clean(self, rows: Any) -> list[dict[str, Any]]:
        """The clean rows, empty ones dropped. Raises RowErrors with every fault at its path (`[0].intensity`)."""
        if rows in (None, ""):
            return []
        if not isinstance(rows, list):
            raise ValidationError(_("A list of rows is expected."))
        if len(rows) > cleaning.MOST_ROWS:
            raise ValidationError(_("%(count)d rows at most.") % {"count": cleaning.MOST_ROWS})
        faults: list[tuple[str, str]] = []
        cleaned = [self._clean_row(row, f"[{index}]", faults) for index, row in enumerate(rows)]
        if faults:
            raise RowErrors(faults)
        return [row for row in cleaned if any(value not in ("", None, False) for value in row.values())]

    def _clean_row(self, row: Any, path: str, faults: list[tuple[str, str]]) -> dict[str, Any]:
        if not isinstance(row, dict):
            faults.append((path, _("A row with its fields is expected.")))
            return {}
        cleaned = {}
        for unknown in sorted(set(row) - {cell.key for cell in self.cells}):
            faults.append((f"{path}.{unknown[:40]}", _("This field is unknown.")))
        blank = all(value in ("", None, False) for value in row.values())
        for cell in self.cells:
            try:
                cleaned[cell.key] = cell.clean(row.get(cell.key)) if not blank else row.get(cell.key) or ""
            except ValidationError as error:
                faults.append((f"{path}.{cell.key}", error.messages[0]))
        return cleaned


class RowErrors(ValidationError):
    """Every fault of a list of rows: `faults` is [(path, message)]."""

    def __init__(self, faults: list[tuple[str, str]]):
        self.faults = faults
        super().__init__([f"{path} : {message}" for path, message in faults])


AUTHORS = RowKind(
    "authors",
    lazy("Authors"),
    lazy("Author"),
    lazy("Add an author"),
    (Cell("name", lazy("Name, as you sign"), required=True), Cell("role", lazy("Role"))),
)
PARTNERS = RowKind(
    "partners",
    lazy("Partners"),
    lazy("Partner"),
    lazy("Add a partner"),
    (
        Cell("name", lazy("Partner"), required=True),
        Cell("role", lazy("Role in the action")),
        Cell("contribution", lazy("What the partner brings"), "text"),
    ),
)
STEPS = RowKind(
    "steps",
    lazy("Steps"),
    lazy("Step"),
    lazy("Add a step"),
    (
        Cell("period", lazy("When")),
        Cell("description", lazy("What happened"), "text", required=True),
        Cell("key_moment", lazy("Key moment"), "boolean"),
    ),
)
STAFF = RowKind(
    "staff",
    lazy("Staff"),
    lazy("Post"),
    lazy("Add a post"),
    (Cell("function", lazy("Function"), required=True), Cell("fte", lazy("Full-time equivalent"), "number")),
)
FUNDING = RowKind(
    "funding",
    lazy("Funding"),
    lazy("Source of funding"),
    lazy("Add a source of funding"),
    (Cell("source", lazy("Source"), required=True), Cell("amount", lazy("Amount in euros"), "number")),
)
EFFECTS = RowKind(
    "effects",
    lazy("Effects"),
    lazy("Effect"),
    lazy("Add an effect"),
    (
        Cell("level", lazy("For whom or what"), "choice", v.EffectLevel, required=True),
        Cell("dimension", lazy("What changed"), "choice", v.EffectDimension, required=True),
        Cell("direction", lazy("In which direction"), "choice", v.EffectDirection, required=True),
        Cell("horizon", lazy("After how long"), "choice", v.Horizon),
        Cell("reported_by", lazy("Who says so"), "choice", v.Reporter, required=True),
        Cell("evidence", lazy("On what it rests"), "choice", v.Evidence, required=True),
        Cell("description", lazy("The effect in words"), "text"),
    ),
)
BARRIERS = RowKind(
    "barriers",
    lazy("Barriers"),
    lazy("Barrier"),
    lazy("Add a barrier"),
    (
        Cell("viewpoint", lazy("Seen by whom"), "choice", v.Viewpoint, required=True),
        Cell("nature", lazy("Nature"), "choice", v.FactorNature, required=True),
        Cell("intensity", lazy("Intensity"), "choice", v.Intensity, required=True),
        Cell("outcome", lazy("What became of it"), "choice", v.BarrierOutcome),
        Cell("description", lazy("The barrier in words"), "text"),
        Cell("lever", lazy("What helped to pass it"), "text"),
    ),
)
FACILITATORS = RowKind(
    "facilitators",
    lazy("Facilitators"),
    lazy("Facilitator"),
    lazy("Add a facilitator"),
    (
        Cell("viewpoint", lazy("Seen by whom"), "choice", v.Viewpoint, required=True),
        Cell("nature", lazy("Nature"), "choice", v.FactorNature, required=True),
        Cell("description", lazy("What helped, in words"), "text"),
        Cell("decisive", lazy("Decisive"), "boolean"),
    ),
)
TRANSFER_CONDITIONS = RowKind(
    "transfer_conditions",
    lazy("Conditions for a transfer"),
    lazy("Condition"),
    lazy("Add a condition"),
    (
        Cell("family", lazy("Family"), "choice", v.TransferFamily, required=True),
        Cell("requirement", lazy("Requirement"), "choice", v.Requirement, required=True),
        Cell("description", lazy("The condition in words"), "text"),
    ),
)
ROW_KINDS = {kind.name: kind for kind in (AUTHORS, PARTNERS, STEPS, STAFF, FUNDING, EFFECTS, BARRIERS, FACILITATORS, TRANSFER_CONDITIONS)}
