"""Real validators on everything that is printed: not one fault."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from practices import printing
from practices.life import certificate
from practices.models import SheetFile
from publications.models import ContentFile
from publications.print import files
from tests.platform.validators import epub_faults, pdf_ua_faults
from tests.practices.factories import make_editor, make_published, make_user

from .factories import make_sheet


@pytest.fixture
def printed(cahier, tmp_path):
    """The cahier, its articles, a sheet and a certificate, as files."""
    files.make_files()
    sheet = make_sheet(external_id="autre")
    printing.file_of(sheet)
    printing.make_files()
    author = make_user(name="Nadia Essai")
    record = make_published(author, make_editor())
    paper = tmp_path / "attestation.pdf"
    paper.write_bytes(certificate.pdf(sheet.data, record, author))
    rows = [*ContentFile.objects.filter(kind="pdf"), SheetFile.objects.get()]
    return [paper, *(place_of(row) for row in rows)]


def place_of(row):
    return Path(default_storage.path(row.file))


def test_every_pdf_is_accessible_by_the_rules_of_pdf_ua(printed):
    assert len(printed) == 4
    assert pdf_ua_faults(*printed) == {}


def test_the_book_is_without_fault(cahier, make):
    assert epub_faults(place_of(make(cahier, only="epub")["epub"])) == []
