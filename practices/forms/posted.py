"""What a browser posted, read back as raw values by key; nothing typed is dropped, whatever it is."""

import re
from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from ..sheet import Field

ROW_INDEX = r"-(\d{1,4})-(\w+)"
Raw = dict[str, Any]


def read(data: QueryDict, fields: Iterable[Field]) -> Raw:
    """Raw values by key, in the shapes that practices.content.clean takes."""
    return {field.key: _value(data, field) for field in fields}


def _value(data: QueryDict, field: Field) -> Any:
    match field.kind:
        case "choices" | "territories" | "themes":
            return [value for value in data.getlist(field.attribute) if value]
        case "texts":
            return [line for line in data.get(field.attribute, "").splitlines() if line.strip()]
        case "keywords":
            return [word for word in re.split(r"[\n,;]+", data.get(field.attribute, "")) if word.strip()]
        case "rows":
            return _rows(data, field)
        case "boolean":
            return data.get(field.attribute, "")
    return data.get(field.attribute, "")


def _rows(data: QueryDict, field: Field) -> list[dict[str, str]]:
    """Rows in the order of their numbers; cells that no kind of row has are left out."""
    cells = {cell.key for cell in field.rows.cells}
    found: dict[int, dict[str, str]] = {}
    pattern = re.compile(re.escape(field.attribute) + ROW_INDEX, re.ASCII)
    for name, value in data.items():
        if (match := pattern.fullmatch(name)) and match[2] in cells:
            found.setdefault(int(match[1]), dict.fromkeys(cells, ""))[match[2]] = value
    return [found[index] for index in sorted(found)]
