"""What the buttons of a step do to what was typed, before it is saved: rows added, removed, moved; places and themes chosen.

Each button is a submit button of the step's own form, so that all of it works without JavaScript.
"""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from ..sheet import Field
from .posted import Raw

#: Names of buttons that say where to go once saved; any other button stays on the page.
LEAVING = ("go", "later", "send")
STAY = "stay"
VERBS = ("choose", "remove", "first", "find", "add", "add_row", "remove_row", "up_row", "down_row")


@dataclass(frozen=True)
class Act:
    """One press of a button: `name` (a verb of VERBS, or one of LEAVING), on which field, with which value."""

    name: str
    field: Field | None = None
    value: str = ""

    @property
    def stays(self) -> bool:
        return self.name not in LEAVING


def pressed(data: QueryDict, fields: tuple[Field, ...]) -> Act:
    """The button that was pressed; none of ours (or the Enter key) means « continue »."""
    for name in LEAVING:
        if data.get(name):
            return Act(name, value=data[name])
    if data.get(STAY):
        return Act(STAY)
    for field in fields:
        for verb in VERBS:
            if value := data.get(f"{verb}_{field.attribute}"):
                return Act(verb, field, value)
    return Act("go")


def apply(act: Act, raw: Raw) -> str:
    """Changes `raw` as the button asks; returns the id of the input that should have the focus then, or ''."""
    if act.field is None or not act.stays or act.name == "find":
        return ""
    if act.field.kind == "rows":
        return _on_rows(act, raw[act.field.key])
    if act.field.kind in ("territories", "themes"):
        raw[act.field.key] = _on_codes(act, raw[act.field.key])
    elif act.name in ("choose", "remove"):
        raw[act.field.key] = act.value if act.name == "choose" else ""
    return f"id_{act.field.attribute}"


def told(act: Act) -> str:
    """What was done to the rows, for who does not see it."""
    words = {
        "add_row": _("One more is added, at the end of the list."),
        "remove_row": _("Number %(number)s is removed."),
        "up_row": _("Number %(number)s is moved up."),
        "down_row": _("Number %(number)s is moved down."),
    }
    return words[act.name] % {"number": act.value[:5]} if act.name in words else ""


def _on_codes(act: Act, codes: list[str]) -> list[str]:
    others = [code for code in codes if code != act.value]
    return {"choose": codes if act.value in codes else [*codes, act.value], "remove": others, "first": [act.value, *others]}.get(
        act.name, codes
    )


def _on_rows(act: Act, rows: list[dict[str, Any]]) -> str:
    name, first_cell = act.field.attribute, act.field.rows.cells[0].key
    if act.name == "add_row":
        rows.append({cell.key: "" for cell in act.field.rows.cells})
        return f"id_{name}-{len(rows) - 1}-{first_cell}"
    index = int(act.value) - 1 if act.value.isascii() and act.value.isdecimal() and len(act.value) < 5 else -1
    if not 0 <= index < len(rows):
        return ""
    if act.name == "remove_row":
        del rows[index]
        # The row that takes its place, or the last one: a form of many rows stays where it was pressed.
        return f"id_{name}-{max(min(index, len(rows) - 1), 0)}"
    target = index + (1 if act.name == "down_row" else -1)
    if 0 <= target < len(rows):
        rows.insert(target, rows.pop(index))
        # The same button again, so that a row can go on its way; at the end of it, the one that leads back.
        way = {0: "down", len(rows) - 1: "up"}.get(target, act.name.removesuffix("_row"))
        return f"id_{name}-{target}-{way}"
    return ""
