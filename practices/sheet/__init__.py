"""Every field of the practice sheet, declared once: key of the formats, attribute of the page, rule, words.

The public record, import and export, the forms and the admin's panels all walk this list; a field added to `chapters` appears in each.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from .. import cleaning
from .chapters import CHAPTERS
from .field import Chapter, Field

__all__ = ["CHAPTERS", "Chapter", "Field"]

FIELDS = tuple(field for chapter in CHAPTERS for field in chapter.fields)
BY_KEY = {field.key: field for field in FIELDS}
SHORT_FIELDS = tuple(field for field in FIELDS if field.short)
REQUIRED_FIELDS = tuple(field for field in FIELDS if field.required)
GROUPS = frozenset(field.key.partition(".")[0] for field in FIELDS if "." in field.key)

Fault = tuple[str, str]

#: By the field that a fault across fields is told of, those that contradict each other.
_DATES, _POINT = frozenset({"start_date", "end_date"}), frozenset({"point.lat", "point.lon"})
BOUND = {"end_date": _DATES, "point.lat": _POINT, "point.lon": _POINT}


def missing_fields(values: dict[str, Any], *, waived: Iterable[str] = ()) -> list[Field]:
    """The fields that submission asks for and `values` (by attribute) leaves empty."""
    return [field for field in REQUIRED_FIELDS if field.key.partition(".")[0] not in waived and field.is_empty(values.get(field.attribute))]


def cross_faults(values: dict[str, Any]) -> list[Fault]:
    """What no field can tell alone: dates in order, a point with both its numbers."""
    faults = []
    if cleaning.ends_before_it_starts(values.get("start_date", ""), values.get("end_date", "")):
        faults.append(("end_date", _("The end comes before the start.")))
    if (values.get("point_lat") is None) != (values.get("point_lon") is None):
        lacking = "point.lat" if values.get("point_lat") is None else "point.lon"
        faults.append((lacking, _("A point needs a latitude and a longitude.")))
    return faults
