"""The texts of a sheet one by one, each with its path: `context`, `objectives[0]`, `steps[1].description`."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from . import sheet
from .rows import Label
from .sheet import Field

#: How people sign is theirs to spell.
LEFT_ALONE = frozenset({"authors"})
_KINDS = frozenset({"line", "text", "texts", "rows"})


@dataclass(frozen=True)
class Text:
    """One filled text; a line has no paragraphs."""

    path: str
    label: Label
    text: str
    is_line: bool


def by_path(values: Mapping[str, Any]) -> dict[str, Text]:
    """The filled public texts of a sheet (values by attribute, practices.content), in the order of the sheet."""
    return {text.path: text for field in _fields() for text in _texts_of(field, values[field.attribute])}


def replaced(values: Mapping[str, Any], changed: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """Values by attribute in which texts that stand at these paths as they were read are replaced; other texts stay as they are."""
    amended: dict[str, Any] = {}
    for field in _fields():
        value = deepcopy(values[field.attribute])
        for text in list(_texts_of(field, value)):
            read, new = changed.get(text.path, ("", ""))
            if read and text.text == read:
                value = _with(field, value, text.path, new)
                amended[field.attribute] = value
    return amended


def _fields() -> list[Field]:
    return [field for field in sheet.FIELDS if field.public and field.kind in _KINDS and field.key not in LEFT_ALONE]


def _texts_of(field: Field, value: Any) -> Iterator[Text]:
    if field.kind == "rows":
        for index, row in enumerate(value):
            for cell in field.rows.cells:
                if cell.kind in ("text", "line") and row.get(cell.key):
                    label = f"{field.label} {index + 1}, {cell.label}"
                    yield Text(f"{field.attribute}[{index}].{cell.key}", label, row[cell.key], cell.kind == "line")
    elif field.kind == "texts":
        for index, text in enumerate(value):
            yield Text(f"{field.attribute}[{index}]", f"{field.label} {index + 1}", text, True)
    elif value:
        yield Text(field.attribute, field.label, value, field.kind == "line")


def _with(field: Field, value: Any, path: str, new: str) -> Any:
    """The field's value with `new` at this path."""
    if field.kind not in ("rows", "texts"):
        return new
    index, _bracket, cell = path.partition("[")[2].partition("]")
    if field.kind == "texts":
        value[int(index)] = new
    else:
        value[int(index)][cell.removeprefix(".")] = new
    return value
