"""Public sheets as files, in the shape that import takes back: JSON lines, or rows of a table."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from .. import sheet
from .cells import join_bars, protect
from .workbook import CONTINUATION, LONGEST_CELL, MOST_ROWS

COLUMNS = ("identifier", "external_id", *sheet.BY_KEY)
BOM = "\ufeff"
SHEET = "fiches"

_TABLE_ROWS = frozenset({"rows", "image", "documents"})
_LISTS = frozenset({"choices", "texts", "themes", "keywords", "territories"})

Cell = str | int | float | bool | None


def importable(data: dict[str, Any]) -> dict[str, Any]:
    """The object of the formats for a public sheet with absolute addresses: its own keys, and codes instead of labels."""
    codes = {
        "identifier": data["id"],
        "external_id": data["external_id"],
        "main_theme": (data["main_theme"] or {}).get("slug", ""),
        "themes": [theme["slug"] for theme in data.get("themes") or []],
        "territories": [place["code"] for place in data["territories"]],
        "documents": [{key: value for key, value in item.items() if key != "title"} for item in data.get("documents") or []],
    }
    heads = dict.fromkeys(name.partition(".")[0] for name in COLUMNS)
    return {key: codes[key] if key in codes else data.get(key) for key in heads}


def jsonl_line(data: dict[str, Any]) -> str:
    return json.dumps(importable(data), ensure_ascii=False) + "\n"


def cells(data: dict[str, Any]) -> list[Cell]:
    """One row under COLUMNS; what is empty is None."""
    value = importable(data)
    return [value["identifier"], value["external_id"], *(_cell(field, value) for field in sheet.FIELDS)]


def _cell(field: sheet.Field, value: dict[str, Any]) -> Cell:
    head, _dot, tail = field.key.partition(".")
    held = (value.get(head) or {}).get(tail) if tail else value.get(head)
    if held in ("", None, [], {}):
        return None
    if field.kind in _TABLE_ROWS:
        return json.dumps(held, ensure_ascii=False)
    return join_bars(map(str, held)) if field.kind in _LISTS else held


def csv_lines(rows: Iterable[list[Cell]]) -> Iterator[str]:
    """The lines of a file that a French spreadsheet opens as it is: mark of UTF-8, semicolons, decimal commas."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    yield BOM + buffer.getvalue()
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([_csv_text(cell) for cell in row])
        yield buffer.getvalue()


def _csv_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, int | float):
        return str(cell).replace(".", ",")
    return protect(cell)


def write_xlsx(path: Path, rows: Iterable[list[Cell]]) -> None:
    """A spreadsheet of one sheet a row, and a second one with the rest of the texts that are too long for a cell.

    Raises TooManyRows. Each row is on the disk before the next one is asked for.
    """
    with Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent), "use_zip64": True}) as book:
        table = _Table(book, SHEET, COLUMNS)
        continuation: _Table | None = None
        for row in rows:
            table.write([_beginning(cell) for cell in row])
            for column, cell in zip(COLUMNS, row, strict=True):
                if isinstance(cell, str) and len(cell) > LONGEST_CELL:
                    continuation = continuation or _Table(book, CONTINUATION, ("identifier", "column", "text"))
                    for start in range(LONGEST_CELL, len(cell), LONGEST_CELL):
                        continuation.write([row[0], column, cell[start : start + LONGEST_CELL]])


class TooManyRows(Exception):
    """A spreadsheet cannot hold this many."""


class _Table:
    """A sheet of a workbook, written from top to bottom."""

    def __init__(self, book: Workbook, name: str, columns: Iterable[str]):
        self._sheet, self._row = book.add_worksheet(name), 0
        self._sheet.freeze_panes(1, 0)
        self.write(list(columns))

    def write(self, row: list[Cell]) -> None:
        if self._row >= MOST_ROWS:
            raise TooManyRows
        for column, cell in enumerate(row):
            # Each type by its own method: a text that begins with an equals sign stays a text.
            if isinstance(cell, bool):
                self._sheet.write_boolean(self._row, column, cell)
            elif isinstance(cell, int | float):
                self._sheet.write_number(self._row, column, cell)
            elif cell:
                self._sheet.write_string(self._row, column, cell)
        self._row += 1


def _beginning(cell: Cell) -> Cell:
    return cell[:LONGEST_CELL] if isinstance(cell, str) else cell
