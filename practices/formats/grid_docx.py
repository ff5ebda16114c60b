"""The grid as a .docx: boxes to tick, lists to choose from, tables to fill; and reading one back."""

from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from core.text import fold
from themes.queries import theme_tree

from .. import sheet
from ..rows import Cell
from ..sheet import Field
from . import grid
from .grid import Filled, asked, cell_of, field_of, guidance, mark, options, question
from .grid_safety import damaged

LEFT, RIGHT = Cm(9.5), Cm(16.5)
#: What a column of words takes beside one of choices.
WORDY = 3
SOFT = RGBColor(0x55, 0x55, 0x55)
BLANK_ROWS = {"steps": 6, "authors": 3, "means.staff": 3, "means.funding": 3}
_P, _T, _TBL, _TR, _TC = (qn(f"w:{name}") for name in ("p", "t", "tbl", "tr", "tc"))
_BREAKS, _TAB = (qn("w:br"), qn("w:cr")), qn("w:tab")
#: Beyond, it is no grid.
MOST_CELLS = 5_000


def write() -> bytes:
    """The blank grid."""
    document = Document()
    _page(document)
    document.add_heading(_("Practice sheet: grid to fill offline"), level=0)
    for line in introduction():
        document.add_paragraph(line)
    for chapter in sheet.CHAPTERS:
        fields = asked(chapter)
        if not fields:
            continue
        document.add_heading(str(chapter.heading), level=1)
        plain = [each for each in fields if each.kind != "rows"]
        if plain:
            _questions(document, plain)
        for each in fields:
            if each.kind == "rows":
                _rows(document, each)
    document.add_heading(_("List of the themes"), level=1)
    for node in theme_tree():
        names = ", ".join(theme.name for theme in node.children)
        document.add_paragraph(f"{node.theme.name} : {names}")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def introduction() -> list[str]:
    """What to know before filling the grid."""
    return [
        _("Fill what you know: a title is enough to begin. Questions with an asterisk are asked for when the sheet is sent."),
        _("Keep the marks in square brackets: they tell the site which question you answer. Add rows to the tables as you need."),
        _("Then import this file on the site, at “Submit a sheet”. Images, documents and the point on the map are added there."),
        _("Do not name the persons concerned, and nothing by which they could be recognised."),
    ]


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.8)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.title = _("Practice sheet: grid to fill offline")
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.language = "fr-FR"


def _questions(document: Any, fields: list[Field]) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for each in fields:
        row = table.add_row()
        _keep_whole(row)
        left, right = row.cells
        _asked(left.paragraphs[0], each, left)
        _answer(right, each)
    _set_widths(table, [LEFT, RIGHT])
    document.add_paragraph()


def _set_widths(table: Any, widths: list[int]) -> None:
    """Word reads them on the cells, LibreOffice on the columns."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        cells = list(row._tr.tc_lst)
        if len(cells) == len(widths):
            for cell, width in zip(cells, widths, strict=True):
                cell.width = width


def _keep_whole(row: Any) -> None:
    """A question and its boxes on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _asked(first: Any, each: Field, holder: Any) -> None:
    first.add_run(question(each) + (" *" if each.required else "")).bold = True
    for line in guidance(each):
        _small(holder.add_paragraph(), line)
    _small(holder.add_paragraph(), mark(each))


def _small(paragraph: Any, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), SOFT
    paragraph.paragraph_format.space_after = Pt(2)


def _answer(cell: Any, each: Field) -> None:
    labels = options(each)
    for index, label in enumerate(labels):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph._p.append(_box(label))
        paragraph.add_run(f" {label}")
    if not labels and each.kind == "text":
        for _line in range(3):
            cell.add_paragraph()


def _rows(document: Any, each: Field) -> None:
    """A title row with the mark, a row of headings, then blank rows."""
    document.add_heading(question(each) + (" *" if each.required else ""), level=2)
    for line in guidance(each):
        paragraph = document.add_paragraph()
        _small(paragraph, line)
        paragraph.paragraph_format.keep_with_next = True
    cells = each.rows.cells
    table = document.add_table(rows=2 + BLANK_ROWS.get(each.key, 4), cols=len(cells), style="Table Grid")
    title = table.rows[0].cells[0].merge(table.rows[0].cells[-1])
    title.paragraphs[0].add_run(f"{each.label} ").bold = True
    _small(title.paragraphs[0], mark(each))
    for column, cell in zip(table.rows[1].cells, cells, strict=True):
        column.paragraphs[0].add_run(str(cell.label) + (" *" if cell.required else "")).bold = True
    for index in (0, 1):
        table.rows[index]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    shares = [WORDY if cell.kind == "text" else 1 for cell in cells]
    _set_widths(table, [int((LEFT + RIGHT) * share / sum(shares)) for share in shares])
    for row in table.rows[2:]:
        _keep_whole(row)
        row.height = Cm(1.1)
        for column, cell in zip(row.cells, cells, strict=True):
            if labels := options(cell):
                column.paragraphs[0]._p.append(_list(cell, labels))
    for cell in cells:
        if labels := options(cell):
            _small(document.add_paragraph(), f"{cell.label} : {' · '.join(labels)}")
    document.add_paragraph()


def _box(label: str) -> Any:
    """A box to tick with a click, or with a pen."""
    control, properties = _control(label)
    box = _sub(properties, "w14:checkbox")
    _sub(box, "w14:checked", {"w14:val": "0"})
    _sub(box, "w14:checkedState", {"w14:val": "2612", "w14:font": "MS Gothic"})
    _sub(box, "w14:uncheckedState", {"w14:val": "2610", "w14:font": "MS Gothic"})
    return _with_content(control, grid.UNTICKED)


def _list(cell: Cell, labels: list[str]) -> Any:
    control, properties = _control(str(cell.label))
    choices = _sub(properties, "w:dropDownList")
    for label in labels:
        _sub(choices, "w:listItem", {"w:displayText": label, "w:value": label})
    return _with_content(control, grid.invitation())


def _control(alias: str) -> tuple[Any, Any]:
    control = OxmlElement("w:sdt")
    properties = _sub(control, "w:sdtPr")
    _sub(properties, "w:alias", {"w:val": alias[:60]})
    return control, properties


def _with_content(control: Any, text: str) -> Any:
    _sub(_sub(_sub(control, "w:sdtContent"), "w:r"), "w:t").text = text
    return control


_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def _sub(parent: Any, name: str, attributes: dict[str, str] | None = None) -> Any:
    element = parent.makeelement(_name(name), {_name(key): value for key, value in (attributes or {}).items()}, nsmap={"w14": _W14})
    parent.append(element)
    return element


def _name(name: str) -> str:
    return f"{{{_W14}}}{name.partition(':')[2]}" if name.startswith("w14:") else qn(name)


def read(file: IO[bytes]) -> Filled:
    """What a filled grid says. The file has passed grid_safety.check. Raises UnreadableFile."""
    try:
        document = Document(file)
        body = document.element.body
        notes = [(_("Comment"), comment.text) for comment in document.comments]
    except Exception:
        # The reader of documents raises anything at all on a file that is damaged.
        raise damaged("docx") from None
    filled, own = Filled(), _own_words()
    _check_number(body)
    for table in body.iter(_TBL):
        if not any(ancestor.tag == _TBL for ancestor in table.iterancestors()):
            _read_table(table, filled, own)
    for paragraph in body.iter(_P):
        if fold(text := _text(paragraph)) not in own and not any(ancestor.tag == _TBL for ancestor in paragraph.iterancestors()):
            filled.add_stray(_("Outside the tables"), text)
    for where, text in notes:
        filled.add_stray(where, text)
    if pictures := sum(1 for part in document.part.package.iter_parts() if "/media/" in part.partname):
        filled.add_stray(_("Images"), _("Images in the file: %(count)d") % {"count": pictures}, _("Add them to the sheet in the form."))
    return filled


def _check_number(body: Any) -> None:
    for number, _cell in enumerate(body.iter(_TC)):
        if number > MOST_CELLS:
            raise damaged("docx")


def _read_table(table: Any, filled: Filled, own: frozenset[str]) -> None:
    rows = [[_text(cell) for cell in _cells(row)] for row in table.iter(_TR)]
    each = field_of(rows[0][0]) if rows and rows[0] else None
    if each is not None and each.kind == "rows":
        _read_rows(each, rows, filled, own)
        return
    for cells in rows:
        each = field_of(cells[0]) if len(cells) > 1 else None
        if each is not None and each.kind != "rows":
            filled.add_text(each.key, "\n".join(cells[1:]))
            _read_besides(cells[0], each, filled, own)
        else:
            for text in cells:
                if fold(text) not in own:
                    filled.add_stray(_("In a table"), text)


def _read_besides(text: str, each: Field, filled: Filled, own: frozenset[str]) -> None:
    """What somebody wrote under the question rather than beside it."""
    for line in text.splitlines():
        if fold(line) not in own:
            filled.add_stray(str(each.label), line)


def _read_rows(each: Field, rows: list[list[str]], filled: Filled, own: frozenset[str]) -> None:
    headings = next((index for index, cells in enumerate(rows[:4]) if sum(cell_of(each, text) is not None for text in cells) > 1), None)
    columns = [cell_of(each, text) for text in rows[headings]] if headings is not None else list(each.rows.cells)
    for number, cells in enumerate(rows[headings + 1 if headings is not None else 1 :], start=1):
        where = _("%(label)s, row %(number)d") % {"label": each.label, "number": number}
        known: dict[str, str] = {}
        for column, text in zip([*columns, *[None] * len(cells)], cells, strict=False):
            if column is not None:
                known[column.key] = text
            elif fold(text) not in own:
                filled.add_stray(where, text)
        filled.add_row(each.key, where, known)


def _cells(row: Any) -> Iterator[Any]:
    """The cells of a row, those inside a control included, those of a table inside a cell not."""
    for cell in row.iter(_TC):
        if next(cell.iterancestors(_TR)) is row:
            yield cell


def _text(element: Any) -> str:
    paragraphs = [element] if element.tag == _P else list(element.iter(_P))
    return "\n".join("".join(_pieces(paragraph)) for paragraph in paragraphs).strip()


def _pieces(paragraph: Any) -> Iterator[str]:
    for piece in paragraph.iter(_T, *_BREAKS, _TAB):
        yield (piece.text or "") if piece.tag == _T else " " if piece.tag == _TAB else "\n"


def _own_words() -> frozenset[str]:
    """Every line that the blank grid itself says, folded."""
    body = Document(BytesIO(write())).element.body
    words = {fold(line) for paragraph in body.iter(_P) for line in _text(paragraph).splitlines()}
    tables = (_text(cell) for cell in body.iter(_TC))
    return frozenset(words | {fold(text) for text in tables} | {""})
