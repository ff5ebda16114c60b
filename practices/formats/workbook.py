"""Reading a spreadsheet (.xlsx): the cells of its first sheet as text, row by row, whatever their type and however it was made."""

import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from .errors import UnreadableFile

#: A spreadsheet holds no more rows.
MOST_ROWS = 1_048_576
#: A spreadsheet's cell holds 32,767 characters; the rest of a longer text goes on in this sheet: (identifier, column, text), in order.
CONTINUATION = "suite"
LONGEST_CELL = 16_000

#: Beyond these a file was made to fill the memory, not to hold sheets. Texts that cells share are read at once.
_LARGEST, _LARGEST_SHARED = 8 * 1024**3, 256 * 1024**2
_SMALL, _DENSEST = 20 * 1024**2, 200
_MOST_PARTS = 1_000

Row = tuple[int, list[str]]


class NoValue(str):
    """A cell that shows an error, or a formula that was never calculated: what it stands for is not known."""


def read_rows(path: Path) -> Iterator[Row]:
    """(row number, cells) of the first sheet, its header included. Raises UnreadableFile."""
    line = 1
    try:
        _weigh(path)
        with closing(load_workbook(path, read_only=True, data_only=True)) as book:
            continued = _continuations(book)
            columns: list[str] = []
            for line, cells in _rows(book, book.sheetnames[0]):
                columns = columns or cells
                yield line, _continue(columns, cells, continued) if continued else cells
    except UnreadableFile:
        raise
    except Exception as error:
        # The reader of workbooks raises anything at all on a file that is damaged.
        raise UnreadableFile(line, _("This file is not a spreadsheet (.xlsx), or it is damaged.")) from error


def _weigh(path: Path) -> None:
    """Refuses a small file that unpacks into a huge one."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    shared = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
    dense = any(part.file_size > _SMALL and part.file_size > _DENSEST * part.compress_size for part in parts)
    if dense or shared > _LARGEST_SHARED or sum(part.file_size for part in parts) > _LARGEST or len(parts) > _MOST_PARTS:
        raise UnreadableFile(1, _("This file unpacks into something too large to be a list of sheets."))


class _Cells(WorkSheetParser):
    """Tells a formula without a value, which would be read as an empty cell."""

    def parse_cell(self, element) -> dict[str, Any]:
        cell = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cell |= {"value": "=", "data_type": "e"}
        return cell


def _rows(book: Workbook, name: str) -> Iterator[Row]:
    """Rows bear their own numbers. What a file says of its own size is not believed."""
    worksheet, last = book[name], 0
    with worksheet._get_source() as source:
        parser = _Cells(
            source,
            worksheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            if number > MOST_ROWS:
                return
            if number > last:
                yield number, _texts(worksheet, cells)
            last = max(number, last)


def _texts(worksheet, cells: list[dict[str, Any]]) -> list[str]:
    """The cells in their columns, up to the last that holds something."""
    texts = {cell["column"]: cell_text(ReadOnlyCell(worksheet, **cell)) for cell in cells}
    width = max((column for column, text in texts.items() if text), default=0)
    return [texts.get(column, "") for column in range(1, width + 1)]


def _continuations(book: Workbook) -> Mapping[tuple[str, str], str]:
    if CONTINUATION not in book.sheetnames[1:]:
        return {}
    texts: dict[tuple[str, str], str] = defaultdict(str)
    for _number, cells in _rows(book, CONTINUATION):
        if len(cells) == 3:
            texts[cells[0], cells[1]] += cells[2]
    return texts


def _continue(columns: list[str], cells: list[str], texts: Mapping[tuple[str, str], str]) -> list[str]:
    name = dict(zip(columns, cells, strict=False)).get("identifier", "")
    rest = [texts.get((name, column), "") for column, _cell in zip(columns, cells, strict=False)]
    return [cell + more if more else cell for cell, more in zip(cells, rest, strict=False)] + cells[len(columns) :]


def cell_text(cell: Any) -> str:
    """The cell as somebody would have typed it."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return NoValue(value)
    if isinstance(value, str):
        return unescape(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return _date(value, cell.number_format)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _date(value: datetime | date, shown: str) -> str:
    """A day; or the month or the year, where the cell shows no more: « mai 2023 » is typed, the spreadsheet adds a first."""
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    if moment.time() != time():
        return moment.isoformat(" ")
    codes = shown.lower().partition(";")[0]
    if "d" in codes or "j" in codes:
        return f"{moment:%Y-%m-%d}"
    return f"{moment:%Y-%m}" if "m" in codes else f"{moment:%Y}"
