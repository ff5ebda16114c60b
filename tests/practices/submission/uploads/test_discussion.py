"""Comments and tracked changes in a document: whoever sends it is told that everybody will read them."""

import io

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment

from practices.uploads import MEGABYTE, discussion, documents

from .. import files as made
from ..conftest import text_of

pytestmark = pytest.mark.usefixtures("reference_data")

SAID = "Ce document contient encore des commentaires ou des modifications suivies"


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def letter(*, commented=False):
    document = docx.Document()
    paragraph = document.add_paragraph("Bonjour")
    if commented:
        document.add_comment(paragraph.runs, text="À revoir", author="Zoé Lemaître")
    return saved(document)


def table(*, commented=False):
    book = openpyxl.Workbook()
    book.active["A1"] = "Bonjour"
    if commented:
        book.active["A1"].comment = Comment("À revoir", "Zoé Lemaître")
    return saved(book)


def slides(**entries):
    kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    return made.archive({"[Content_Types].xml": kind.encode()} | {name.replace("__", "/"): content for name, content in entries.items()})


def changed_letter(before=0):
    body = b"<w:p>" + b" " * before + b'<w:ins w:id="1" w:author="Zo&#233;"><w:r/></w:ins></w:p>'
    return made.archive({"[Content_Types].xml": made.CONTENT_TYPES.encode(), "word/document.xml": body}, packed=False)


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (letter(), "lettre.docx", False),
        (letter(commented=True), "lettre.docx", True),
        (changed_letter(), "lettre.docx", True),
        (table(), "tableau.xlsx", False),
        (table(commented=True), "tableau.xlsx", True),
        (slides(ppt__presentation=b"<p/>"), "diapos.pptx", False),
        (slides(**{"ppt__comments__comment1.xml": b'<p:cmLst><p:cm authorId="0"/></p:cmLst>'}), "diapos.pptx", True),
        (made.open_document(), "texte.odt", False),
        (made.open_document(**{"content.xml": b"<text:tracked-changes><text:changed-region/></text:tracked-changes>"}), "texte.odt", True),
        (made.open_document(**{"content.xml": b'<office:annotation office:name="1">'}), "texte.odt", True),
        (made.pdf(), "guide.pdf", False),
    ],
)
def test_it_is_known_of_each_kind_of_document(content, name, expected):
    assert discussion.holds_discussion(documents.ready(io.BytesIO(content), name, len(content))) == expected


def test_a_mark_that_lies_across_two_pieces_is_seen():
    content = changed_letter(before=MEGABYTE - len(b"<w:p><w:i"))
    assert discussion.holds_discussion(documents.ready(io.BytesIO(content), "lettre.docx", len(content)))


@pytest.mark.parametrize("commented", [True, False])
def test_whoever_sends_such_a_document_is_told_and_it_is_kept(writer, send, commented):
    answer = send(document=("lettre.docx", letter(commented=commented)))
    assert [row.document.title for row in writer.page.document_rows.all()] == ["lettre"]
    assert (SAID in text_of(writer.client.get(answer.url))) == commented
