"""`fiche.pdf`: a public sheet on paper, made when somebody asks for it and kept as long as the sheet reads the same."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from core import made_files
from practices import printing
from practices.models import PracticeRecord, PublicPractice, SheetFile

from .factories import make_sheet, text_of

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def sheet():
    return make_sheet()


def address(sheet):
    return f"{sheet.get_absolute_url()}fiche.pdf"


def body(answer):
    return b"".join(answer.streaming_content)


def test_the_first_to_ask_waits_and_the_next_ones_get_it(client, sheet):
    first = client.get(address(sheet))
    assert (first.status_code, first["Retry-After"]) == (202, "5")
    assert client.get(address(sheet)).status_code == 202
    assert printing.make_files() == 1
    answer = client.get(address(sheet))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'inline; filename="{sheet.slug}.pdf"'
    assert body(answer).startswith(b"%PDF-1.7")
    assert client.get(address(sheet), headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_it_says_what_the_sheet_says_and_of_which_day_it_is(client, sheet):
    client.get(address(sheet))
    printing.make_files()
    said = text_of(SheetFile.objects.get())
    for words in ("La cuisine du rez-de-chaussée", "Ce qui a freiné", "Équipe du secteur sud", "version du", f"/p/{sheet.identifier}/"):
        assert words in said
    assert "Canari Privé" not in said


def test_a_sheet_that_changed_is_made_anew_and_the_former_file_goes(client, sheet, django_capture_on_commit_callbacks):
    client.get(address(sheet))
    printing.make_files()
    former = SheetFile.objects.get()
    PublicPractice.objects.filter(pk=sheet.pk).update(content_hash="0" * 64, data=sheet.data | {"title": "Autre titre"})
    assert client.get(address(sheet)).status_code == 202
    with django_capture_on_commit_callbacks(execute=True):
        printing.make_files()
    row = SheetFile.objects.get()
    assert "Autre titre" in text_of(row)
    assert [default_storage.exists(each.file) for each in (former, row)] == [False, True]


def test_a_sheet_that_left_the_site_takes_its_file_with_it(client, sheet, django_capture_on_commit_callbacks):
    client.get(address(sheet))
    printing.make_files()
    record = PracticeRecord.objects.select_related("page").get(identifier=sheet.identifier)
    PublicPractice.objects.filter(pk=sheet.pk).delete()
    record.public_state, record.gone_note = "withdrawn", ""
    record.save()
    assert client.get(address(sheet)).status_code == 410
    with django_capture_on_commit_callbacks(execute=True):
        printing.forget_old_files()
    assert not SheetFile.objects.exists()
    assert list(Path(default_storage.path(printing.FOLDER)).rglob("*.pdf")) == []


def test_no_sheet_no_file(client):
    assert client.get("/pratiques/hauts-de-france/rien-0000/fiche.pdf").status_code == 404


def test_a_file_that_is_there_costs_two_queries(client, sheet, django_assert_num_queries):
    client.get(address(sheet))
    printing.make_files()
    with django_assert_num_queries(2):
        body(client.get(address(sheet)))


def test_what_a_killed_worker_was_writing_is_cleared_away(sheet, monkeypatch):
    printing.file_of(sheet)
    left = Path(default_storage.path(f"{printing.FOLDER}/{sheet.identifier}/fiche.0000{made_files.PARTIAL}"))
    left.parent.mkdir(parents=True)
    left.write_bytes(b"%PDF")
    monkeypatch.setattr(made_files, "LEASE_SECONDS", -1)
    printing.make_files()
    assert not left.exists()
