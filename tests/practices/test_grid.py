"""The grid filled offline: blank, filled, sent back, and what is not one."""

import json
import zipfile
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from accounts.domain.departures import erase_person
from practices import content, sheet
from practices.domain.grids import KEPT, forget_old_readings
from practices.domain.records import latest_version
from practices.formats import grid_docx, grid_safety, grid_xlsx
from practices.formats.grid import all_asked, mark
from practices.formats.grid_understood import understand
from practices.models import GridReading, PracticePage, PracticeRecord
from practices.own_data import data_of

from .factories import make_editor, make_published, make_user
from .grids import answers_of, asked_of, fill_docx, fill_xlsx, part, with_parts

pytestmark = pytest.mark.usefixtures("reference_data")

FULL = json.loads(Path("tests/practices/full_sheet.json").read_text(encoding="utf-8"))
FORMATS = {"docx": (grid_docx, fill_docx), "xlsx": (grid_xlsx, fill_xlsx)}
both = pytest.mark.parametrize("extension", FORMATS)


def read(file, extension):
    """What is understood of a file's bytes, once it has passed the checks."""
    opened = BytesIO(file)
    grid_safety.check(opened, len(file), extension)
    return understand(FORMATS[extension][0].read(opened))


def in_order(values):
    """Boxes are read in the order of the grid."""
    several = {each.attribute for each in sheet.FIELDS if each.kind == "choices"}
    return {name: sorted(value) if name in several else value for name, value in values.items()}


@pytest.fixture
def author(client):
    user = make_user("autrice@essai.example")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user


def send(client, file, name):
    return client.post("/deposer/importer/", {"file": SimpleUploadedFile(name, file)})


@both
def test_the_blank_grid_asks_every_question_with_its_choices(client, extension):
    answer = client.get(f"/deposer/grille.{extension}")
    assert (answer.status_code, answer["Content-Disposition"]) == (200, f'attachment; filename="grille-fiche-de-pratique.{extension}"')
    text = part(answer.content, "word/document.xml" if extension == "docx" else "xl/sharedStrings.xml").decode()
    assert [each.key for each in all_asked() if mark(each) not in text] == []
    labels = [str(label) for each in all_asked() if each.choices for label in each.choices.labels]
    assert [label for label in labels if label.replace("&", "&amp;") not in text] == []
    left = {each.key for each in sheet.FIELDS} - {each.key for each in all_asked()}
    assert left == {"image", "documents", "point.lat", "point.lon", "point.blurred"}


def test_a_blank_grid_can_be_printed_and_read_whole():
    """Pages as wide as the paper; rows as high as their text, which not every spreadsheet sees to; columns of words wider than choices."""
    with closing(load_workbook(BytesIO(grid_xlsx.write()))) as book:
        shown = [page for page in book if page.sheet_state == "visible"]
        assert {(page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.fitToHeight) for page in shown} == {(True, 0)}
        page = book.worksheets[0]
        heights = {row[0].value: page.row_dimensions[row[0].row].height for row in page.iter_rows(max_col=1) if row[0].value}
    assert heights["[organisation.type]"] > heights["[end_date]"]
    document = Document(BytesIO(grid_docx.write()))
    effects = next(table for table in document.tables if "[effects]" in table.rows[0].cells[0].text)
    widths = [column.width for column in effects.columns]
    assert widths[-1] == max(widths) > 2 * widths[0]
    assert all(row._tr.xpath("w:trPr/w:cantSplit") for row in effects.rows[2:])


@both
def test_a_blank_grid_says_nothing(extension):
    understood = read(FORMATS[extension][0].write(), extension)
    assert (understood.values, understood.placed, understood.strays) == ({}, [], [])


@both
def test_a_full_sheet_comes_back_whole_from_labels(extension):
    raw, _unknown = content.flatten(FULL)
    raw = asked_of(raw)
    expected, faults = content.clean(raw, fields=[sheet.BY_KEY[key] for key in raw])
    understood = read(FORMATS[extension][1](answers_of(raw)), extension)
    assert faults == []
    assert understood.strays == []
    assert in_order(understood.values) == in_order({name: value for name, value in expected.items() if value not in ("", None, [], False)})
    assert [key for key, _text in understood.placed] == [each.key for each in all_asked() if raw.get(each.key) not in (None, "", [], False)]


@both
def test_codes_dates_and_places_are_read_as_people_write_them(extension):
    understood = read(
        FORMATS[extension][1](
            {
                "title": ["Le banc"],
                "status": ["running"],
                "start_date": ["septembre 2023"],
                "end_date": ["14/05/2025"],
                "scale": ["Commune"],
                "territories": ["Lille ; dep-59, Oise"],
                "people_per_year": ["environ 40 personnes"],
                "means.budget_total": ["1 200,50 €"],
                "keywords": ["banc, école ; café"],
                "objectives": ["- Se connaître", "• Se relayer"],
            }
        ),
        extension,
    )
    assert understood.strays == []
    assert understood.values == {
        "title": "Le banc",
        "status": "running",
        "start_date": "2023-09",
        "end_date": "2025-05-14",
        "scale": "municipality",
        "territories": ["com-59350", "dep-59", "dep-60"],
        "people_per_year": 40,
        "means_budget_total": 1200.5,
        "keywords": ["banc", "école", "café"],
        "objectives": ["Se connaître", "Se relayer"],
    }


@both
def test_what_finds_no_place_is_kept_with_the_reason(extension):
    effects = [{"level": "Le groupe", "description": "On se salue."}]
    file = FORMATS[extension][1](
        {
            "title": ["Le banc"],
            "mode": ["Magie"],
            "territories": ["Nulle-Part-sur-Mer"],
            "start_date": ["2024"],
            "end_date": ["2023"],
            "contact.email": ["pas une adresse"],
            "effects": effects,
        }
    )
    understood = read(file, extension)
    assert understood.values == {"title": "Le banc", "start_date": "2024"}
    found = {(stray.where.split(",")[0], stray.text) for stray in understood.strays}
    assert found == {
        ("Mode d’intervention", "Magie"),
        ("Territoires", "Nulle-Part-sur-Mer"),
        ("Fin", "2023"),
        ("Adresse de courriel du contact", "pas une adresse"),
        ("Effets", "Le groupe – On se salue."),
    }
    assert all(stray.why for stray in understood.strays)


def test_namesakes_are_told_apart_by_what_is_in_brackets_or_left_to_choose():
    understood = read(fill_docx({"title": ["Le banc"], "territories": ["Saint-Denis (Seine-Saint-Denis)"]}), "docx")
    assert (understood.values["territories"], understood.strays) == (["com-93066"], [])
    understood = read(fill_docx({"title": ["Le banc"], "territories": ["Saint-Denis"]}), "docx")
    assert "territories" not in understood.values
    [stray] = understood.strays
    assert (stray.text, stray.why.startswith("Plusieurs lieux portent ce nom")) == ("Saint-Denis", True)


def test_a_text_written_anywhere_else_is_shown_for_copying():
    from docx import Document

    document = Document(BytesIO(fill_docx({"title": ["Le banc"]})))
    document.add_paragraph("Une note pour plus tard.")
    document.tables[0].rows[0].cells[0].add_paragraph("Écrit sous la question.")
    file = BytesIO()
    document.save(file)
    understood = read(file.getvalue(), "docx")
    assert {stray.text for stray in understood.strays} == {"Une note pour plus tard.", "Écrit sous la question."}


def test_two_ticks_where_one_answer_is_awaited_are_left_to_choose():
    understood = read(fill_docx({"title": ["Le banc"], "status": ["En cours", "Terminée"]}), "docx")
    assert "status" not in understood.values
    assert [stray.where for stray in understood.strays] == ["État de l’action"]


def test_a_calculated_cell_is_no_answer():
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(fill_xlsx({"title": ["Le banc"]})))
    for row in book.worksheets[0].iter_rows(max_col=4):
        if row[0].value == "[summary]":
            row[3].value = "=1+1"
    file = BytesIO()
    book.save(file)
    understood = read(file.getvalue(), "xlsx")
    assert understood.values == {"title": "Le banc"}
    assert [(stray.text, stray.why) for stray in understood.strays] == [
        ("=1+1", "Cette cellule est calculée\N{NO-BREAK SPACE}: écrivez plutôt sa valeur.")
    ]


@both
def test_a_filled_grid_becomes_a_draft_and_its_report_leads_to_each_place(client, author, extension):
    raw, _unknown = content.flatten(FULL)
    answer = send(client, FORMATS[extension][1](answers_of(asked_of(raw)) | {"mode": ["Magie"]}), f"ma grille.{extension}")
    record = PracticeRecord.objects.select_related("page").get()
    assert (answer.status_code, answer["Location"]) == (302, f"/deposer/{record.identifier}/grille/")
    assert (record.page.owner, record.is_draft, record.page.draft_title) == (author, True, FULL["title"])
    values = content.read(latest_version(record))
    assert (values["summary"], values["effects"][0]["description"]) == (FULL["summary"], FULL["effects"][0]["description"])
    page = client.get(answer["Location"]).content.decode()
    assert "Magie" in page
    assert f'href="/deposer/{record.identifier}/essentiel/#question-summary"' in page
    assert f'href="/deposer/{record.identifier}/grille/"' in client.get(f"/mes-fiches/{record.identifier}/").content.decode()


def test_a_grid_without_a_title_takes_the_name_of_its_file(client, author):
    send(client, fill_docx({"summary": ["Un banc."]}), "Le_banc des parents.docx")
    assert PracticePage.objects.get().draft_title == "Le banc des parents"


def test_the_same_grid_sent_twice_makes_one_draft(client, author):
    file = fill_docx({"title": ["Le banc"]})
    first, second = send(client, file, "a.docx"), send(client, file, "a.docx")
    assert first["Location"] == second["Location"]
    assert PracticePage.objects.count() == 1


def test_nobody_else_reads_the_report_and_it_is_forgotten_in_time(client, author):
    address = send(client, fill_docx({"title": ["Le banc"]}), "a.docx")["Location"]
    client.force_login(make_user("autre@essai.example"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(address).status_code == 404
    assert forget_old_readings() == 0
    GridReading.objects.update(at=timezone.now() - KEPT * 2)
    assert forget_old_readings() == 1
    assert PracticePage.objects.count() == 1


def test_a_signed_out_person_is_asked_to_sign_in(client):
    assert client.get("/deposer/importer/")["Location"] == "/compte/connexion/?next=/deposer/importer/"
    assert send(client, b"x", "a.docx").status_code == 302
    assert PracticePage.objects.count() == 0


def spoilt(file, name):
    """The archive is whole; what is packed in this part of it is not."""
    with zipfile.ZipFile(BytesIO(file)) as archive:
        start = archive.getinfo(name).header_offset + 30 + len(name)
    return file[:start] + bytes(byte ^ 0xFF for byte in file[start : start + 40]) + file[start + 40 :]


def liars():
    """Files that are no grid, with the beginning of what is said of each."""
    types = part(grid_docx.write(), "[Content_Types].xml")
    entity = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d>&e;</d>'
    utf7 = b'<?xml version="1.0" encoding="UTF-7"?><d/>'
    return {
        "empty": (b"", "docx", "Choisissez"),
        "other name": (b"PK\x03\x04", "pdf", "Seuls les fichiers"),
        "text": (b"Bonjour", "docx", "Ce fichier n’est pas un .docx"),
        "old or locked": (b"\xd0\xcf\x11\xe0" + b"x" * 600, "docx", "Ce fichier est dans un ancien format"),
        "spoilt inside": (spoilt(grid_docx.write(), "word/document.xml"), "docx", "Ce fichier n’est pas un .docx"),
        "cut": (grid_docx.write()[:9000], "docx", "Ce fichier n’est pas un .docx"),
        "xlsx named docx": (grid_xlsx.write(), "docx", "Ce fichier n’est pas un .docx"),
        "docx named xlsx": (grid_docx.write(), "xlsx", "Ce fichier n’est pas un .xlsx"),
        "macros": (
            with_parts(grid_docx.write(), word__vbaProject=b"x", **{"word__vbaProject.bin": b"x"}),
            "docx",
            "Ce fichier contient des macros",
        ),
        "macro type": (
            with_parts(grid_docx.write(), **{"[Content_Types].xml": types.replace(b"main+xml", b"main+xml macroEnabled")}),
            "docx",
            "Ce fichier contient des macros",
        ),
        "entities": (with_parts(grid_docx.write(), **{"word__document.xml": entity}), "docx", "Ce fichier fait appel"),
        "entities elsewhere": (with_parts(grid_xlsx.write(), **{"xl__styles.xml": entity}), "xlsx", "Ce fichier fait appel"),
        "other encoding": (with_parts(grid_docx.write(), **{"word__document.xml": utf7}), "docx", "Ce fichier n’est pas un .docx"),
        "bomb": (with_parts(grid_docx.write(), **{"word__media__a.png": b"\x00" * 30_000_000}), "docx", "Ce fichier, une fois décompressé"),
        "not xml": (with_parts(grid_docx.write(), **{"word__document.xml": b"<w:document"}), "docx", "Ce fichier n’est pas un .docx"),
        "heavy": (b"PK\x03\x04" + b"x" * 6_000_000, "docx", "Ce fichier pèse plus de 5 Mo"),
    }


def test_files_that_lie_are_refused_in_clear_words_and_leave_nothing(client, author):
    said = {}
    for name, (file, extension, beginning) in liars().items():
        answer = send(client, file, f"grille.{extension}")
        assert answer.status_code == 422, name
        said[name] = beginning in answer.content.decode()
    assert said == dict.fromkeys(said, True)
    assert PracticePage.objects.count() == 0


def test_a_sheet_of_a_million_rows_is_refused_quickly(client, author):
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (number, number) for number in range(1, 60_000))
    page = part(grid_xlsx.write(), "xl/worksheets/sheet1.xml")
    head, _data, tail = page.partition(b"<sheetData>")
    tail = tail.partition(b"</sheetData>")[2]
    file = with_parts(grid_xlsx.write(), **{"xl__worksheets__sheet1.xml": head + b"<sheetData>" + rows + b"</sheetData>" + tail})
    answer = send(client, file, "grille.xlsx")
    assert answer.status_code == 422
    assert "Ce fichier est bien trop gros pour une grille" in answer.content.decode()


def test_an_ordinary_document_is_not_taken_for_a_grid(client, author):
    from docx import Document

    document = Document()
    document.add_paragraph("Compte rendu de réunion.")
    file = BytesIO()
    document.save(file)
    answer = send(client, file.getvalue(), "compte-rendu.docx")
    assert (answer.status_code, "est-ce bien notre grille" in answer.content.decode()) == (422, True)


def test_the_report_is_among_her_data_and_leaves_with_her(client, author):
    send(client, fill_docx({"title": ["Le banc"]}), "a.docx")
    [told] = data_of(author)["sheets"]
    assert (told["grid_imported"]["filename"], told["grid_imported"]["placed"]) == ("a.docx", [{"key": "title", "text": "Le banc"}])
    assert data_of(make_user("autre@essai.example"))["sheets"] == []
    submitted = make_published(author, make_editor())
    GridReading.objects.create(record=submitted, filename="b.docx", unplaced=[{"where": "", "text": "Canari", "why": ""}])
    erase_person(user=author)
    assert not GridReading.objects.exists()
