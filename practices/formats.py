"""Reading sheets from files: each row as an object of the formats, with the line where it begins."""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from . import sheet

#: Longest text of a sheet times its texts, with room: a line beyond it is not a sheet.
LONGEST_LINE = 4_000_000
EXTRA_COLUMNS = ("external_id", "identifier")

Line = tuple[int, dict[str, Any] | str]


class UnreadableFile(Exception):
    """The file as a whole cannot be read; `line` is where."""

    def __init__(self, line: int, message: str):
        self.line = line
        super().__init__(message)


def read_file(path: Path) -> Iterator[Line]:
    """(physical line, object) of each row; (line, reason) of one that cannot be read. Raises UnreadableFile."""
    readers = {".jsonl": _read_jsonl, ".csv": _read_csv}
    if path.suffix.lower() not in readers:
        raise UnreadableFile(1, _("Only .jsonl and .csv files are read."))
    return readers[path.suffix.lower()](path)


def _read_jsonl(path: Path) -> Iterator[Line]:
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), start=1):
            if len(line) > LONGEST_LINE:
                raise UnreadableFile(number, _("This line is too long to be a sheet."))
            if line.strip():
                yield number, _json_object(line)


def _json_object(line: bytes) -> dict[str, Any] | str:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _("This line is not in UTF-8.")
    except (json.JSONDecodeError, RecursionError):
        return _("This line is not a JSON object.")
    return value if isinstance(value, dict) else _("This line is not a JSON object.")


def _read_csv(path: Path) -> Iterator[Line]:
    csv.field_size_limit(min(sys.maxsize, LONGEST_LINE))
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            delimiter = _delimiter(file.readline())
            file.seek(0)
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            header = [name.strip() for name in next(reader, [])]
            if unknown := [name for name in header if name not in sheet.BY_KEY and name not in EXTRA_COLUMNS and name not in sheet.GROUPS]:
                raise UnreadableFile(1, _("Unknown column: %(name)s.") % {"name": ", ".join(unknown)[:200]})
            start = reader.line_num + 1
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield start, _csv_object(header, cells)
                start = reader.line_num + 1
        except UnicodeDecodeError:
            raise UnreadableFile(1, _("This file is not in UTF-8.")) from None
        except csv.Error as error:
            raise UnreadableFile(reader.line_num, _("This file is not a well-formed CSV: %(error)s.") % {"error": error}) from None


def _delimiter(header: str) -> str:
    """The first separator of the header: no column name holds one."""
    return min((mark for mark in ",;" if mark in header), key=header.index, default=",")


def _csv_object(header: list[str], cells: list[str]) -> dict[str, Any] | str:
    if len(cells) > len(header):
        return _("This row has more cells than there are columns.")
    value: dict[str, Any] = {}
    for name, cell in zip(header, cells, strict=False):
        head, _dot, tail = name.partition(".")
        try:
            plain = _csv_value(name, cell.strip())
        except ValueError:
            return _("The cell of the column “%(name)s” is not JSON.") % {"name": name}
        if tail and name in sheet.BY_KEY:
            inner = value.setdefault(head, {})
            if isinstance(inner, dict):
                inner[tail] = plain
        elif plain not in ("", None) or name not in sheet.GROUPS:
            value[name] = plain
    return value


def _csv_value(name: str, cell: str) -> Any:
    """A cell as the JSON format has it: lists parted by bars, rows and groups as JSON, the rest as text."""
    field = sheet.BY_KEY.get(name)
    if not cell or (field is None and name not in sheet.GROUPS):
        return cell
    if field is None or field.kind in ("rows", "image", "documents"):
        return json.loads(cell)
    if field.kind in ("choices", "texts", "themes", "keywords", "territories"):
        return split_bars(cell)
    return cell


def split_bars(cell: str) -> list[str]:
    r"""The items of a list joined with `|`; `\|` is a literal bar."""
    items, current, escaped = [], "", False
    for character in cell:
        if escaped:
            current += character if character == "|" else "\\" + character
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == "|":
            items.append(current.strip())
            current = ""
        else:
            current += character
    items.append((current + ("\\" if escaped else "")).strip())
    return items
