"""The grid as a .xlsx: one page of questions, one page a table of rows, lists to choose from; and reading one back."""

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from math import ceil
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from xlsxwriter import Workbook

from core.text import fold
from themes.queries import theme_tree

from .. import sheet
from ..sheet import Field
from .errors import UnreadableFile
from .grid import Filled, asked, cell_of, field_of, guidance, mark, options, question
from .grid_docx import introduction
from .grid_safety import damaged
from .workbook import cell_text

ROWS = 50
LAST_ROW, LAST_COLUMN, LAST_SHEET = 1_500, 30, 40
ANSWER = 3
A4 = 9
LISTS = "Listes"
#: Of the columns of questions, in characters; a line of small text and of ordinary text, in points.
WIDTHS = (24, 38, 60, 70)
SMALL, PLAIN = 12.5, 15.5
Cells = list[str]


def write() -> bytes:
    """The blank grid."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": _("Practice sheet: grid to fill offline")})
        _Writer(book).write()
    return file.getvalue()


class _Writer:
    def __init__(self, book: Workbook):
        self.book, self.lists, self.list_ranges = book, None, {}
        wrapped = {"text_wrap": True, "valign": "top"}
        self.plain = book.add_format(wrapped)
        self.bold = book.add_format({**wrapped, "bold": True})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.chapter = book.add_format({"bold": True, "font_size": 13, "bottom": 2})
        self.soft = book.add_format({**wrapped, "font_size": 9, "font_color": "#555555"})
        self.head = book.add_format({**wrapped, "bold": True, "bg_color": "#F1E8DC", "border": 1})
        self.answer = book.add_format({**wrapped, "border": 1, "bg_color": "#FFFDF8"})

    def write(self) -> None:
        page = self._page(_("Sheet"))
        self.lists = self.book.add_worksheet(LISTS)
        self._questions(page)
        for chapter in sheet.CHAPTERS:
            for each in asked(chapter):
                if each.kind == "rows":
                    self._rows(each)
        self._themes()
        self.lists.hide()

    def _page(self, name: str) -> Any:
        """A page that prints on sheets as wide as its columns."""
        page = self.book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(A4)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.fit_to_pages(1, 0)
        return page

    def _questions(self, page: Any) -> None:
        for column, width in enumerate(WIDTHS):
            page.set_column(column, column, width)
        page.write_string(0, 1, _("Practice sheet: grid to fill offline"), self.title)
        row = 1
        for line in introduction():
            page.merge_range(row, 1, row, ANSWER, line, self.plain)
            page.set_row(row, 32)
            row += 1
        for column, text in enumerate((_("Mark"), _("Question"), _("Help and possible answers"), _("Your answer"))):
            page.write_string(row, column, text, self.head)
        page.freeze_panes(row + 1, 0)
        page.repeat_rows(row)
        row += 1
        for chapter in sheet.CHAPTERS:
            if asked(chapter):
                page.write_string(row, 1, str(chapter.heading), self.chapter)
                page.set_row(row, 24)
                row += 1
            for each in asked(chapter):
                row = self._question(page, row, each)

    def _question(self, page: Any, row: int, each: Field) -> int:
        """A row; for several answers one more an option, to mark with an x. Returns the next free row."""
        page.write_string(row, 0, mark(each), self.soft)
        page.write_string(row, 1, question(each) + (" *" if each.required else ""), self.bold)
        labels = options(each)
        lines = guidance(each)
        if each.kind == "rows":
            lines.append(_("To fill on the page “%(name)s”.") % {"name": _page_name(each)})
        elif each.kind == "choices":
            lines.append(_("Put an x beside each answer that holds."))
        elif labels:
            lines.append(" · ".join(labels))
        page.write_string(row, 2, "\n".join(lines), self.soft)
        tall = max(_height(mark(each), 0, SMALL), _height(question(each), 1, PLAIN), _height("\n".join(lines), 2, SMALL))
        page.set_row(row, max(tall, 90) if each.kind == "text" else tall)
        if each.kind == "choices":
            for label in labels:
                row += 1
                page.write_string(row, 0, mark(each), self.soft)
                page.write_string(row, 2, label, self.plain)
                page.write_blank(row, ANSWER, None, self.answer)
        elif each.kind != "rows":
            page.write_blank(row, ANSWER, None, self.answer)
            if labels:
                page.data_validation(row, ANSWER, row, ANSWER, self._validation(labels))
        return row + 1

    def _rows(self, each: Field) -> None:
        page = self._page(_page_name(each))
        page.write_string(0, 0, mark(each), self.soft)
        page.write_string(1, 0, question(each) + (" *" if each.required else ""), self.title)
        for column, cell in enumerate(each.rows.cells):
            page.set_column(column, column, 50 if cell.kind == "text" else 26)
            page.write_string(2, column, str(cell.label) + (" *" if cell.required else ""), self.head)
            for row in range(3, 3 + ROWS):
                page.write_blank(row, column, None, self.answer)
            if labels := options(cell):
                page.data_validation(3, column, 2 + ROWS, column, self._validation(labels))
        page.write_comment(2, 0, "\n".join(guidance(each)), {"x_scale": 3}) if guidance(each) else None
        page.freeze_panes(3, 0)
        page.repeat_rows(2)

    def _validation(self, labels: list[str]) -> dict[str, Any]:
        """A list to choose from; anything else may be typed: the import says what it did not understand."""
        key = tuple(labels)
        if key not in self.list_ranges:
            column = len(self.list_ranges)
            self.lists.write_column(0, column, labels)
            name = _column_name(column)
            self.list_ranges[key] = f"={LISTS}!${name}$1:${name}${len(labels)}"
        return {"validate": "list", "source": self.list_ranges[key], "error_type": "information"}

    def _themes(self) -> None:
        page = self._page(_("Themes"))
        page.set_column(0, 1, 55)
        row = 0
        for node in theme_tree():
            page.write_string(row, 0, node.theme.name, self.bold)
            for child in node.children:
                page.write_string(row, 1, child.name, self.plain)
                row += 1
            row += not node.children


def _height(text: str, column: int, line: float) -> float:
    """Room for all of a text that is wrapped: not every spreadsheet makes it by itself."""
    letters = WIDTHS[column] * (PLAIN / line if line == SMALL else 0.9)
    return max(18.0, line * sum(ceil(max(len(part), 1) / letters) for part in text.splitlines()) + 3)


def _page_name(each: Field) -> str:
    return str(each.label)[:31]


def _column_name(column: int) -> str:
    first, last = divmod(column, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def read(file: IO[bytes]) -> Filled:
    """What a filled grid says. The file has passed grid_safety.check. Raises UnreadableFile."""
    filled, own = Filled(), _own_words()
    try:
        with closing(load_workbook(file, read_only=True, data_only=False, keep_links=False)) as book:
            if len(book.sheetnames) > LAST_SHEET:
                raise UnreadableFile(1, _("This file is far too large for a grid."))
            for name in book.sheetnames:
                if name != LISTS:
                    _read_page(name, list(_lines(book[name], name, filled)), filled, own)
    except UnreadableFile:
        raise
    except Exception:
        # The reader of workbooks raises anything at all on a file that is damaged.
        raise damaged("xlsx") from None
    return filled


def _lines(page: Any, name: str, filled: Filled) -> Iterator[tuple[str, Cells]]:
    """(where, texts) of each row. What a page says of its own size is not believed; what it calculates is not taken for an answer."""
    page.reset_dimensions()
    for number, cells in enumerate(page.iter_rows(max_col=LAST_COLUMN), start=1):
        if number > LAST_ROW:
            raise UnreadableFile(number, _("This file is far too large for a grid."))
        where = _("%(label)s, row %(number)d") % {"label": name, "number": number}
        texts = []
        for cell in cells:
            if cell.data_type == "f":
                filled.add_stray(where, str(cell.value), _("This cell is calculated: write its value instead."))
                texts.append("")
            else:
                texts.append(cell_text(cell).strip())
        yield where, texts


def _read_page(name: str, lines: list[tuple[str, Cells]], filled: Filled, own: frozenset[str]) -> None:
    marked = field_of(lines[0][1][0]) if lines and lines[0][1] else None
    if marked is not None and marked.kind == "rows":
        _read_rows(marked, lines, filled, own)
        return
    for where, cells in lines:
        each = next((found for text in cells[:2] if text and (found := field_of(text)) is not None), None)
        rest = cells
        if each is not None and each.kind != "rows":
            option, answer = (cells[2:4] + ["", ""])[:2]
            if each.kind == "choices" and fold(answer) in ("x", "oui", "1", "true"):
                answer = option
            elif each.kind == "choices" and fold(answer) in ("non", "0", "false"):
                answer = ""
            filled.add_text(each.key, answer)
            rest = cells[:ANSWER] + cells[ANSWER + 1 :]
        for text in rest:
            if fold(text) not in own:
                filled.add_stray(where, text)


def _read_rows(each: Field, lines: list[tuple[str, Cells]], filled: Filled, own: frozenset[str]) -> None:
    def is_heading(cells: Cells) -> bool:
        return sum(cell_of(each, text) is not None for text in cells if text) > 1

    heading = next((index for index, (_where, cells) in enumerate(lines[:6]) if is_heading(cells)), 2)
    columns = [cell_of(each, text) if text else None for text in (lines[heading][1] if heading < len(lines) else [])]
    for where, cells in lines[heading + 1 :]:
        known: dict[str, str] = {}
        for index, text in enumerate(cells):
            column = columns[index] if index < len(columns) else None
            if column is not None:
                known[column.key] = text
            elif fold(text) not in own:
                filled.add_stray(where, text)
        filled.add_row(each.key, where, known)


def _own_words() -> frozenset[str]:
    """Every text that the blank grid itself says, folded."""
    with closing(load_workbook(BytesIO(write()), read_only=True)) as book:
        texts = {fold(str(cell)) for name in book.sheetnames for row in book[name].iter_rows(values_only=True) for cell in row if cell}
    return frozenset(texts | {""})
