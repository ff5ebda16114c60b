"""One screen of the form on one sheet: what it shows, what it saves, what it says of what is wrong."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from .. import content, sheet
from ..life.originals import public_sheet
from ..models import PracticePage
from ..sheet import Field
from ..sheet.guidance import EXAMPLES
from . import acts, posted
from .posted import Raw
from .questions import Picker, Question
from .steps import Section, Step

PICKERS = {
    "main_theme": "themes/picker_options.html",
    "territories": "territories/picker_options.html",
    "adapted_from": "practices/originals/picker_options.html",
}
QUERY_LENGTH = 100


class StepForm:
    """The questions of a step, filled from the sheet or from what was typed."""

    def __init__(self, step: Step, page: PracticePage, raw: Raw | None = None, *, typed: QueryDict | None = None):
        self.step = step
        self.page = page
        self.stored = content.read(page)
        self.raw = raw if raw is not None else {field.key: self.stored[field.attribute] for field in step.fields}
        self.said = acts.told(acts.pressed(typed, step.fields)) if typed else ""
        self.query = typed.get("q", "").strip()[:QUERY_LENGTH].replace("\x00", "") if typed else ""
        self.fingerprint = content.fingerprint(page, step.attributes)
        self.errors: dict[str, list[str]] = {}
        self.cell_errors: dict[str, dict[tuple[int, str], str]] = {}

    def check(self) -> dict[str, Any]:
        """The values that can be saved, by attribute. What is wrong stays in its field, with its error."""
        values, faults = content.clean(self.raw, fields=self.step.fields)
        for path, message in faults:
            key, _bracket, cell = path.partition("[")
            values.pop(sheet.BY_KEY[key].attribute, None)
            self._add_error(key, message, cell)
        if "title" in values and not values["title"]:
            del values["title"]
            self._add_error("title", _("A sheet needs a title, even a provisional one."))
        if not values.get("licence", True):
            del values["licence"]
        self._keep_order(values)
        self._hold_back_contradictions(values)
        self._hold_back_strangers(values)
        return values

    def _keep_order(self, values: dict[str, Any]) -> None:
        """Boxes are posted in the order of the page: what was held keeps its own, so that the same boxes are the same answer."""
        for field in self.step.fields:
            if field.kind == "choices" and field.attribute in values:
                held, ticked = self.stored[field.attribute], values[field.attribute]
                values[field.attribute] = [code for code in held if code in ticked] + [code for code in ticked if code not in held]

    def _hold_back_contradictions(self, values: dict[str, Any]) -> None:
        """What this step says may contradict what is stored of the fields that are not in it, or that were refused."""
        for key, _message in sheet.cross_faults(self.stored | values):
            together = [field for field in self.step.fields if field.key in sheet.BOUND[key] and field.attribute in values]
            for field in together:
                del values[field.attribute]
            if together and not self.errors.keys() & sheet.BOUND[key]:
                self._add_error(together[0].key, _("The start comes after the end that this sheet gives."))

    def _hold_back_strangers(self, values: dict[str, Any]) -> None:
        """A sheet adapts one that everybody can read, and not itself; what stands there already may have come by an import."""
        source = values.get("adapted_from")
        if not source or source == self.stored["adapted_from"]:
            return
        original = public_sheet(source)
        if original is None or original.identifier == self.page.record.identifier:
            del values["adapted_from"]
            self._add_error("adapted_from", _("Choose another public sheet: find it by a word of its title."))
        else:
            values["adapted_from"] = original.identifier

    def ask_to_choose(self) -> None:
        """Something was typed in the search box of the step's picker, and nothing chosen yet."""
        for field in self.step.fields:
            if field.key in PICKERS:
                self._add_error(field.key, _("“%(text)s”: choose in the list below, or empty the box.") % {"text": self.query})

    def mark_missing(self) -> None:
        """Says beside each field that submission asks for it."""
        for field in sheet.missing_fields(self.stored_or_typed):
            if field in self.step.fields and field.key not in self.errors:
                self._add_error(field.key, _missing_message(field))

    @property
    def stored_or_typed(self) -> dict[str, Any]:
        """The sheet as it would be with what this step says, by attribute."""
        return self.stored | {field.attribute: self.raw[field.key] for field in self.step.fields}

    @property
    def sections(self) -> list[tuple[Section, list[Question]]]:
        return [(section, [self._question(sheet.BY_KEY[key]) for key in section.keys]) for section in self.step.sections]

    @property
    def summary(self) -> list[dict[str, str]]:
        """Every error with the input to go to, for the list on top of the page."""
        return [error for _section, questions in self.sections for question in questions for error in question.summary]

    def _question(self, field: Field) -> Question:
        picker = Picker(self.query, PICKERS[field.key]) if field.key in PICKERS else None
        return Question(
            field=field,
            value=self.raw[field.key],
            errors=self.errors.get(field.key, []),
            cell_errors=self.cell_errors.get(field.key, {}),
            example=EXAMPLES.get(field.key, ""),
            picker=picker,
        )

    def _add_error(self, key: str, message: str, cell: str = "") -> None:
        index, _dot, name = cell.partition("].")
        if name and index.isdecimal():
            self.cell_errors.setdefault(key, {})[int(index), name] = message
            self.errors.setdefault(key, [])
        elif message not in self.errors.setdefault(key, []):
            self.errors[key].append(message)


def typed_form(step: Step, page: PracticePage, data: QueryDict) -> StepForm:
    """The form as it was typed, not saved."""
    return StepForm(step, page, posted.read(data, step.fields), typed=data)


def _missing_message(field: Field) -> str:
    if field.kind == "boolean":
        return _("Tick this box: without this agreement the sheet cannot be sent.")
    if field.kind in ("choice", "choices", "theme", "territories"):
        return _("Choose an answer: it is needed to send the sheet.")
    return _("Write an answer: it is needed to send the sheet.")
