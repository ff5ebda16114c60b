"""Reading sheets from files: each row as an object of the formats, with the line where it begins."""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from .. import sheet
from .cells import split_bars, unprotect
from .errors import UnreadableFile
from .workbook import NoValue, read_rows

#: Longest text of a sheet times its texts, with room: a line beyond it is not a sheet.
LONGEST_LINE = 4_000_000
EXTRA_COLUMNS = ("external_id", "identifier")

Line = tuple[int, dict[str, Any] | str]
Row = tuple[int, list[str]]


def read_file(path: Path) -> Iterator[Line]:
    """(physical line, object) of each row; (line, reason) of one that cannot be read. Raises UnreadableFile."""
    readers = {".jsonl": _read_jsonl, ".csv": _read_csv, ".xlsx": _read_xlsx}
    if path.suffix.lower() not in readers:
        raise UnreadableFile(1, _("Only .jsonl, .csv and .xlsx files are read."))
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
    except (ValueError, RecursionError):
        return _("This line is not a JSON object.")
    return value if isinstance(value, dict) else _("This line is not a JSON object.")


def _read_csv(path: Path) -> Iterator[Line]:
    csv.field_size_limit(min(sys.maxsize, LONGEST_LINE))
    return _table(_csv_rows(path))


def _read_xlsx(path: Path) -> Iterator[Line]:
    return _table(read_rows(path))


def _table(rows: Iterator[Row]) -> Iterator[Line]:
    """One sheet a row, under a header that names the columns; empty rows are passed over."""
    line, names = next(rows, (1, []))
    header = [name.strip() for name in names]
    if unknown := [name for name in header if name not in sheet.BY_KEY and name not in EXTRA_COLUMNS and name not in sheet.GROUPS]:
        raise UnreadableFile(line, _("Unknown column: %(name)s.") % {"name": ", ".join(unknown)[:200]})
    if twice := [name for number, name in enumerate(header) if name in header[:number]]:
        raise UnreadableFile(line, _("This column is there twice: %(name)s.") % {"name": ", ".join(twice)[:200]})
    for line, cells in rows:
        if any(cell.strip() for cell in cells):
            yield line, _table_object(header, cells)


def _csv_rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        line = 1
        try:
            delimiter = _delimiter(file.readline())
            file.seek(0)
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            for cells in reader:
                yield line, [unprotect(cell) for cell in cells]
                line = reader.line_num + 1
        except UnicodeDecodeError:
            raise UnreadableFile(line, _("This file is not in UTF-8: in your spreadsheet, save it as “CSV UTF-8”.")) from None
        except csv.Error:
            raise UnreadableFile(
                line, _("This file is no well-formed CSV from here on: a quotation mark is not closed, or a cell never ends.")
            ) from None


def _delimiter(header: str) -> str:
    """The first separator of the header: no column name holds one."""
    return min((mark for mark in ",;" if mark in header), key=header.index, default=",")


def _table_object(header: list[str], cells: list[str]) -> dict[str, Any] | str:
    if any(cell.strip() for cell in cells[len(header) :]):
        return _("This row has more cells than there are columns.")
    value: dict[str, Any] = {}
    for name, cell in zip(header, cells, strict=False):
        if isinstance(cell, NoValue):
            return _("The cell of the column “%(name)s” is a formula that gives no value: type the value itself.") % {"name": name}
        head, _dot, tail = name.partition(".")
        try:
            plain = _value(name, cell.strip())
        except (ValueError, RecursionError):
            return _("The cell of the column “%(name)s” is not JSON.") % {"name": name}
        if plain in ("", None):
            continue
        if tail and name in sheet.BY_KEY:
            inner = value.setdefault(head, {})
            if isinstance(inner, dict):
                inner[tail] = plain
        else:
            value[name] = plain
    return value


def _value(name: str, cell: str) -> Any:
    """A cell as the JSON format has it: lists parted by bars, rows and groups as JSON, the rest as text."""
    field = sheet.BY_KEY.get(name)
    if not cell or name in EXTRA_COLUMNS:
        return cell
    if field is None or field.kind in ("rows", "image", "documents"):
        return json.loads(cell)
    if field.kind in ("choices", "texts", "themes", "keywords", "territories"):
        return split_bars(cell)
    return cell
