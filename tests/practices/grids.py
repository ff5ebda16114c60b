"""Somebody fills a blank grid, as in a word processor or a spreadsheet."""

import zipfile
from copy import deepcopy
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from practices import sheet
from practices.formats import grid_docx, grid_xlsx
from practices.formats.grid import all_asked, mark
from themes.models import Theme


def said(each, value):
    """An answer as people write it: labels, not codes."""
    if each.choices:
        values = value if isinstance(value, list) else [value]
        return [str(each.choices(code).label) for code in values]
    if each.kind == "boolean":
        return ["Oui" if value else "Non"]
    if each.kind in ("theme", "themes"):
        slugs = value if isinstance(value, list) else [value]
        return ["; ".join(Theme.objects.get(slug=slug).name for slug in slugs)]
    if each.kind in ("territories", "keywords"):
        return ["; ".join(value)]
    return value if isinstance(value, list) else [str(value)]


def cell_said(cell, value):
    return "" if value in ("", None) else said(cell, value)[0]


def fill_docx(answers):
    """A grid with these answers, by key: texts as they are, rows as lists of {cell: text}; boxes are ticked where they bear the text."""
    document = Document(BytesIO(grid_docx.write()))
    keys = {mark(each): each for each in all_asked()}
    for table in document.tables:
        title = table.rows[0].cells[0].text
        rows = next((each for name, each in keys.items() if each.kind == "rows" and name in title), None)
        if rows is not None:
            _fill_rows(table, rows, answers.get(rows.key, []))
            continue
        for row in table.rows:
            left, right = row.cells
            each = next(each for name, each in keys.items() if name in left.text)
            if each.key in answers:
                _fill_answer(right, answers[each.key])
    return _bytes(document.save)


def _fill_answer(cell, lines):
    boxes = {"".join(run.text for run in paragraph.runs).strip(): paragraph for paragraph in cell.paragraphs}
    for line in lines:
        if line in boxes:
            boxes[line]._p.find(f".//{qn('w:sdtContent')}//{qn('w:t')}").text = "☒"
        else:
            cell.add_paragraph(line)


def _fill_rows(table, each, rows):
    while len(table.rows) < len(rows) + 2:
        table.add_row()
    for row, values in zip(table.rows[2:], rows, strict=False):
        for cell, column in zip(each.rows.cells, row.cells, strict=True):
            text = values.get(cell.key, "")
            control = column._tc.find(f".//{qn('w:sdtContent')}//{qn('w:t')}")
            if control is not None:
                control.text = text or "Choisir…"
            else:
                column.text = text


def fill_xlsx(answers):
    """The same in a spreadsheet: an x beside each option that holds."""
    book = load_workbook(BytesIO(grid_xlsx.write()))
    keys = {mark(each): each for each in all_asked()}
    page = book.worksheets[0]
    for row in page.iter_rows(max_col=4):
        each = keys.get(row[0].value)
        if each is None or each.kind == "rows" or each.key not in answers:
            continue
        if each.kind != "choices":
            row[3].value = "\n".join(answers[each.key])
        elif row[2].value in answers[each.key]:
            row[3].value = "x"
    for page in book.worksheets[1:]:
        each = keys.get(page["A1"].value)
        for number, values in enumerate(answers.get(each.key, []) if each else []):
            for column, cell in enumerate(each.rows.cells, start=1):
                page.cell(row=4 + number, column=column).value = values.get(cell.key) or None
    return _bytes(book.save)


def answers_of(raw):
    """What a full sheet of the formats (raw values by key) says, as people would write it in the grid."""
    answers = {}
    for each in all_asked():
        value = raw.get(each.key)
        if value in (None, "", []):
            continue
        if each.kind == "rows":
            answers[each.key] = [{cell.key: cell_said(cell, row.get(cell.key)) for cell in each.rows.cells} for row in value]
        else:
            answers[each.key] = said(each, value)
    return answers


def with_parts(file, **parts):
    """The same archive with these parts (name with / as __) put in or replaced."""
    parts = {name.replace("__", "/"): content for name, content in parts.items()}
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in source.infolist():
            if item.filename not in parts:
                archive.writestr(item, source.read(item.filename))
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def part(file, name):
    with zipfile.ZipFile(BytesIO(file)) as archive:
        return archive.read(name)


def _bytes(save):
    file = BytesIO()
    save(file)
    return file.getvalue()


def asked_of(raw):
    """The part of raw values that the grid asks for."""
    keys = {each.key for each in all_asked()}
    return {key: deepcopy(value) for key, value in raw.items() if key in keys and key in sheet.BY_KEY}
