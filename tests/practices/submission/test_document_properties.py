"""What documents say of who made them, beside their text, does not stay."""

import io
import zipfile

import docx
import openpyxl
import pytest
from pypdf import PdfReader, PdfWriter
from weasyprint import HTML

from practices.uploads import Unacceptable, documents

from . import files as made

NAME = "Zoé (dite Zaza) Lemaître"
PAGE = f'<html lang="fr"><head><title>Guide</title><meta name="author" content="{NAME}"></head><body><p>Bonjour</p></body></html>'


def kept(content, name):
    return documents.nameless(io.BytesIO(content), name, len(content)).file.read()


def packed_pdf():
    """Its properties lie in a packed stream of objects."""
    return HTML(string=PAGE).write_pdf()


def plain_pdf():
    """Its properties lie in clear, firm and all."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(packed_pdf())))
    writer.add_metadata({"/Author": NAME, "/Company": "CCAS de Zoé"})
    return written(writer.write)


def pdf_with_xml():
    """They are told again in XML."""
    return HTML(string=PAGE).write_pdf(pdf_variant="pdf/ua-1")


def pdf_with_a_text_elsewhere():
    """The dictionary names the object that holds the author, as some systems write it."""
    extra = b"5 0 obj\n(Lema\\356tre \\(Zaza\\))\nendobj\n6 0 obj\n<< /Author 5 0 R >>\nendobj\n"
    return made.pdf(extra=extra, trailer=b"/Info 6 0 R ")


def written(save):
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def word_file():
    document = docx.Document()
    document.add_paragraph("Bonjour")
    document.core_properties.author = document.core_properties.last_modified_by = NAME
    return written(document.save)


def spreadsheet():
    book = openpyxl.Workbook()
    book.active["A1"] = "Bonjour"
    book.properties.creator = book.properties.lastModifiedBy = NAME
    return written(book.save)


@pytest.mark.parametrize("make", [packed_pdf, plain_pdf, pdf_with_xml])
def test_a_pdf_keeps_its_text_and_title_and_loses_its_author(make):
    before, after = PdfReader(io.BytesIO(make())), PdfReader(io.BytesIO(kept(make(), "guide.pdf")), strict=True)
    assert before.metadata.author == NAME
    assert (after.metadata.author.strip(), after.metadata.get("/Company", "").strip(), after.metadata.title) == ("", "", "Guide")
    assert after.pages[0].extract_text() == before.pages[0].extract_text()
    assert [name.strip() for name in (after.xmp_metadata.dc_creator if after.xmp_metadata else [])] in ([], [""])


def test_an_author_told_in_an_object_of_its_own_goes_and_no_table_moves():
    before = pdf_with_a_text_elsewhere()
    after = kept(before, "guide.pdf")
    assert (len(after), b"Lema" in after, after.count(b"obj")) == (len(before), False, before.count(b"obj"))


def test_a_signed_pdf_stays_as_it_was_signed():
    signed = made.pdf(extra=b"5 0 obj\n<< /Author (Zoe) /ByteRange [0 1 2 3] >>\nendobj\n")
    assert kept(signed, "signe.pdf") == signed


def test_an_office_document_keeps_its_text_and_loses_its_author():
    document = docx.Document(io.BytesIO(kept(word_file(), "a.docx")))
    assert [paragraph.text for paragraph in document.paragraphs] == ["Bonjour"]
    assert (document.core_properties.author, document.core_properties.last_modified_by) == ("", "")
    book = openpyxl.load_workbook(io.BytesIO(kept(spreadsheet(), "a.xlsx")))
    assert (book.active["A1"].value, book.properties.lastModifiedBy) == ("Bonjour", None)
    assert NAME.encode() not in b"".join(parts(kept(spreadsheet(), "a.xlsx")).values())


def test_an_open_document_keeps_its_parts_in_their_order():
    content = made.open_document(**{"meta.xml": f"<meta>{NAME}</meta>".encode()})
    after = parts(kept(content, "a.odt"))
    assert list(after) == list(parts(content)) and NAME.encode() not in b"".join(after.values())


@pytest.mark.parametrize(("make", "name"), [(packed_pdf, "a.pdf"), (word_file, "a.docx")])
def test_the_same_document_gives_the_same_content_whether_it_was_cleaned_or_not(make, name):
    content = make()
    assert kept(content, name) == kept(content, name) == kept(kept(content, name), name)


def test_an_office_document_with_a_broken_part_is_refused():
    content = bytearray(word_file())
    start = content.find(b"word/document.xml") + 60
    content[start : start + 40] = bytes(40)
    with pytest.raises(Unacceptable, match="abîmé"):
        kept(bytes(content), "a.docx")


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
