"""The plan of the full sheet: of each chapter what is filled, what submission still asks for, and what it gives to readers."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import content, sheet
from ..models import PracticePage
from ..rows import Label
from ..sheet import Field
from ..sheet.guidance import ADDS
from .steps import CHAPTERS, FILES, OF_FIELD, Step


@dataclass(frozen=True)
class Line:
    """One chapter. `state`: missing (something that submission asks for), empty, filled."""

    slug: str
    title: Label
    adds: Label
    filled: int
    total: int
    missing: tuple[Label, ...] = ()

    @property
    def state(self) -> str:
        return "missing" if self.missing else "filled" if self.filled else "empty"

    @property
    def told(self) -> str:
        """The state in words."""
        if self.missing:
            return _("missing: %(fields)s") % {"fields": ", ".join(str(label) for label in self.missing)}
        if not self.filled:
            return _("nothing yet")
        if self.total == 1:
            return _("filled")
        return ngettext("%(filled)d answer of %(total)d", "%(filled)d answers of %(total)d", self.filled) % {
            "filled": self.filled,
            "total": self.total,
        }


def lines(values: dict[str, Any], page: PracticePage) -> list[Line]:
    """Every chapter in order, its files last; `values` by attribute, as stored or as just typed."""
    return [*(_chapter(step, values) for step in CHAPTERS), _files(page)]


def _chapter(step: Step, values: dict[str, Any]) -> Line:
    told = [field for field in step.fields if is_told(field, values[field.attribute])]
    missing = tuple(field.label for field in step.fields if field.required and field not in told)
    return Line(step.slug, step.title, step.intro, len(told), len(step.fields), missing)


def _files(page: PracticePage) -> Line:
    """The image's own answers are asked for on its screen; here it counts for one, the documents for another."""
    told = [bool(page.image_id), page.document_rows.exists()]
    missing = tuple(_("what is said of the image") for _field in content.missing_files(page))
    return Line(FILES, _("Image and documents"), ADDS[FILES], sum(told), len(told), missing)


def left(values: dict[str, Any], page: PracticePage) -> list[tuple[Field, Step | Line]]:
    """What submission still asks for, and the screen where it is said; the sheet's values are as stored or as just typed."""
    fields = [(field, OF_FIELD[field.key]) for field in sheet.missing_fields(values)]
    return [*fields, *((field, _files(page)) for field in content.missing_files(page))]


def is_told(field: Field, value: Any) -> bool:
    """Whether the field says something; a blank row of the form, or a box left unticked, does not."""
    if field.kind == "rows":
        return any(cell not in ("", None, False) for row in value for cell in row.values())
    return not field.is_empty(value)
