"""Files of sheets: what one format says the others say too, and what an export gives the import takes back as it was."""

import csv
import io
import json
import tracemalloc
import zipfile
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import Workbook, load_workbook

from practices.formats import UnreadableFile, read_file, workbook
from practices.formats.cells import join_bars, protect, split_bars, unprotect
from practices.formats.writing import COLUMNS, TooManyRows, cells, csv_lines, jsonl_line, write_xlsx
from practices.linked_data import absolute
from practices.models import PracticePage, PracticeRecord, PublicPractice

from .factories import SHORT_SHEET

EXAMPLES = Path("tests/practices/example-sheets.jsonl")
FORMATS = ("jsonl", "csv", "xlsx")


def export(path):
    """All public sheets in a file of the kind that its name says, in the order of their names."""
    sheets = [absolute(public.data) for public in PublicPractice.objects.order_by("identifier")]
    if path.suffix == ".xlsx":
        write_xlsx(path, map(cells, sheets))
    else:
        lines = map(jsonl_line, sheets) if path.suffix == ".jsonl" else csv_lines(map(cells, sheets))
        path.write_text("".join(lines), encoding="utf-8", newline="")
    return path


def publish(path):
    out = io.StringIO()
    call_command("import_practices", path, publish=True, stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


def empty_the_site():
    PublicPractice.objects.all().delete()
    # As if nobody had ever sent one: the history of a sent sheet is not deleted.
    PracticeRecord.objects.update(submitted_at=None, submitted_revision=None, review_state="draft", public_state="never")
    PracticeRecord.objects.all().delete()
    PracticePage.objects.all().delete()


def objects(path):
    return [data for _line, data in read_file(path)]


def rows_file(path, *rows):
    """An .xlsx with these rows as people type them."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


HARD_TEXTS = {
    "external_id": "difficile",
    "title": '=HYPERLINK("https://exemple.example") ; « l’ail » & <b>l\'oignon</b>',
    "summary": '+33 3 20 00 00 00\n\n-1 ; "guillemets" | barre',
    "context": "'=déjà protégé\t_x000D_ _x005F_ \u2028 \U0001f33b \ufffd",
    "diagnosis": "@tous \\",
    "objectives": ["=1+1", "Un | deux", "antislash \\", "\\|", "-fin"],
    "keywords": ["a|b", "c\\"],
    "contact": {"name": "Accueil", "role": "", "email": "accueil@essai.example", "phone": "+33", "public": True},
    "point": {"lat": -21.115, "lon": 55.536, "blurred": False},
    "means": {"budget_total": 8400.5, "budget_yearly": 0, "funding": [{"source": "=ville", "amount": 0.1}]},
    "people_per_year": 0,
    "transfer_readiness": 0,
}


def hard_sheet(**changes):
    return deepcopy(SHORT_SHEET) | HARD_TEXTS | changes


@pytest.fixture
def published(reference_data, tmp_path):
    """The examples of the formats and a sheet of difficult texts, live."""
    path = tmp_path / "published.jsonl"
    path.write_text(EXAMPLES.read_text(encoding="utf-8") + json.dumps(hard_sheet()) + "\n", encoding="utf-8")
    assert publish(path) == {"rows": 3, "created": 3, "updated": 0, "refused": 0}


@pytest.mark.parametrize("kind", FORMATS)
def test_what_an_export_gives_an_emptied_site_takes_back_as_it_was(published, tmp_path, kind):
    file, before = export(tmp_path / f"sheets.{kind}"), export(tmp_path / "before.jsonl").read_bytes()
    empty_the_site()
    assert publish(file) == {"rows": 3, "created": 3, "updated": 0, "refused": 0}
    assert export(tmp_path / "after.jsonl").read_bytes() == before


@pytest.mark.parametrize("kind", FORMATS)
def test_an_export_taken_back_by_the_same_site_changes_nothing(published, tmp_path, kind):
    file, before = export(tmp_path / f"sheets.{kind}"), list(PublicPractice.objects.order_by("pk").values("data", "version"))
    assert publish(file) == {"rows": 3, "created": 0, "updated": 3, "refused": 0}
    assert list(PublicPractice.objects.order_by("pk").values("data", "version")) == before


def test_an_object_has_the_keys_of_the_formats_and_codes(published):
    data = absolute(PublicPractice.objects.get(data__external_id="exemple-2").data)
    value = json.loads(jsonl_line(data))
    original = json.loads(EXAMPLES.read_text(encoding="utf-8").splitlines()[1])
    assert set(value) == {*original, "identifier"}
    adapted = PublicPractice.objects.get(data__external_id="exemple-1").identifier
    expected = original | {"identifier": data["id"], "contact": None, "adapted_from": adapted, "end_date": ""}
    assert value == expected


def test_a_private_contact_is_exported_as_null_and_a_public_one_whole(published):
    values = {value["external_id"]: value["contact"] for value in map(json.loads, map(jsonl_line, all_public()))}
    assert values == {"exemple-1": None, "exemple-2": None, "difficile": HARD_TEXTS["contact"]}


def all_public():
    return [absolute(public.data) for public in PublicPractice.objects.all()]


def test_tables_say_what_the_lines_say(published, tmp_path):
    keys = ("title", "objectives", "keywords", "steps", "territories", "barriers")
    said = [[{key: value.get(key) or [] for key in keys} for value in objects(export(tmp_path / f"sheets.{kind}"))] for kind in FORMATS]
    assert said[0] == said[1] == said[2] != []


def test_a_csv_opens_in_a_french_spreadsheet_and_calculates_nothing(published, tmp_path):
    raw = export(tmp_path / "sheets.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfidentifier;external_id;title;")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [len(row) for row in rows] == [len(COLUMNS)] * 4
    row = dict(zip(rows[0], next(row for row in rows if row[1] == "difficile"), strict=True))
    assert {key: row[key] for key in ("point.lat", "means.budget_total", "contact.public", "organisation_consent")} == {
        "point.lat": "-21,115",
        "means.budget_total": "8400,5",
        "contact.public": "oui",
        "organisation_consent": "oui",
    }
    numbers = {"point.lat", "point.lon"}
    assert [key for key, cell in row.items() if cell[:1] in ("=", "+", "-", "@", "\t") and key not in numbers] == []
    assert row["title"] == "'" + HARD_TEXTS["title"]
    assert b"\r\n" in raw


def test_a_spreadsheet_holds_texts_as_texts_and_numbers_as_numbers(published, tmp_path):
    sheet = load_workbook(export(tmp_path / "sheets.xlsx")).active
    header = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[1].value == "difficile")
    typed = {name: (cell.value, cell.data_type) for name, cell in zip(header, row, strict=False)}
    assert typed["title"] == (HARD_TEXTS["title"], "s")
    assert typed["point.lat"] == (-21.115, "n")
    assert typed["contact.public"] == (True, "b")


def test_a_text_too_long_for_a_cell_goes_on_in_a_second_sheet(reference_data, tmp_path):
    steps = [{"period": "", "description": f"{number} " + "été 🌻 " * 3000, "key_moment": False} for number in range(6)]
    path = tmp_path / "long.jsonl"
    path.write_text(json.dumps(hard_sheet(steps=steps)), encoding="utf-8")
    publish(path)
    file = export(tmp_path / "long.xlsx")
    assert load_workbook(file).sheetnames == ["fiches", "suite"]
    before = PublicPractice.objects.get().data
    [value] = objects(file)
    assert [step["description"] for step in value["steps"]] == [step["description"].strip() for step in steps]
    publish(file)
    assert PublicPractice.objects.get().data == before


def test_more_rows_than_a_spreadsheet_has_are_refused_rather_than_left_out(published, tmp_path, monkeypatch):
    monkeypatch.setattr("practices.formats.writing.MOST_ROWS", 3)
    with pytest.raises(TooManyRows):
        export(tmp_path / "sheets.xlsx")


def peak(write, number):
    """Bytes held at the worst moment of writing so many sheets of 20 kB."""
    tracemalloc.start()
    try:
        write(["x" * 20_000, *[None] * (len(COLUMNS) - 1)] for _ in range(number))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_writing_many_sheets_takes_the_memory_of_a_few(tmp_path, kind):
    writers = {"csv": lambda rows: [None for _line in csv_lines(rows)], "xlsx": lambda rows: write_xlsx(tmp_path / "many.xlsx", rows)}
    peak(writers[kind], 10)
    assert peak(writers[kind], 1_000) < peak(writers[kind], 10) + 1_000_000


def test_dates_numbers_and_ticks_typed_in_a_spreadsheet_are_read_as_they_are_shown(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.append(["external_id", "start_date", "end_date", "people_per_year", "organisation_consent", "title", "keywords"])
    sheet.append([12, date(2023, 5, 1), datetime(2024, 1, 2), 60.0, True, None, "a | b"])
    sheet.append([12.5, 2023, date(2022, 1, 1), 0.2, False, "Un\ntitre", None])
    sheet["B2"].number_format, sheet["C2"].number_format, sheet["C3"].number_format = "mmm-yy", "dd/mm/yyyy", "yyyy"
    path = tmp_path / "typed.xlsx"
    book.save(path)
    assert list(read_file(path)) == [
        (
            2,
            {
                "external_id": "12",
                "start_date": "2023-05",
                "end_date": "2024-01-02",
                "people_per_year": "60",
                "organisation_consent": "true",
                "keywords": ["a", "b"],
            },
        ),
        (
            3,
            {
                "external_id": "12.5",
                "start_date": "2023",
                "end_date": "2022",
                "people_per_year": "0.2",
                "organisation_consent": "false",
                "title": "Un\ntitre",
            },
        ),
    ]


def test_lines_of_a_spreadsheet_are_its_rows_empty_ones_counted(tmp_path):
    rows = [["external_id", "title", None], ["1", "Un"], [None], ["", "  "], ["2", "Deux", "trop"], ["3", "[", None]]
    path = rows_file(tmp_path / "rows.xlsx", *rows)
    assert [(line, data if isinstance(data, str) else data["title"]) for line, data in read_file(path)] == [
        (2, "Un"),
        (5, "Cette ligne a plus de cellules qu’il n’y a de colonnes."),
        (6, "["),
    ]


def test_a_cell_that_is_no_json_is_named(tmp_path):
    path = rows_file(tmp_path / "rows.xlsx", ["external_id", "steps"], ["1", "[{"], ["2", "[" * 30_000])
    reasons = [(line, " ".join(str(reason).split())) for line, reason in read_file(path)]
    assert reasons == [(line, "La cellule de la colonne « steps » n’est pas du JSON.") for line in (2, 3)]


@pytest.mark.parametrize("header", [["external_id", "titre"], ["title", "title"]])
def test_a_header_with_an_unknown_or_repeated_column_refuses_the_whole_file(tmp_path, header):
    with pytest.raises(UnreadableFile):
        list(read_file(rows_file(tmp_path / "rows.xlsx", header, ["1", "Un"])))


def archive(path, **parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def damaged(path):
    rows_file(path, ["external_id", "title"], ["1", "Un"])
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def without_end(path):
    """A workbook whose sheet stops in the middle of a row."""
    whole = rows_file(path.with_name("whole.xlsx"), ["external_id", "title"], ["1", "Un"], ["2", "Deux"])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content[:-60] if name == "xl/worksheets/sheet1.xml" else content)
    return path


def with_entities(path):
    """A workbook whose sheet defines words that stand for many others."""
    whole = rows_file(path.with_name("whole.xlsx"), ["external_id", "title"], ["1", "Un"])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + content
            target.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_bytes(b"") and path or path,
        lambda path: path.write_text("external_id,title\n") and path,
        lambda path: archive(path, nothing="x"),
        damaged,
        without_end,
        with_entities,
    ],
)
def test_what_is_no_spreadsheet_or_a_damaged_one_is_refused_whole_and_clearly(tmp_path, make):
    with pytest.raises(UnreadableFile, match="pas un classeur|abîmé"):
        list(read_file(make(tmp_path / "wrong.xlsx")))


def test_a_small_file_that_unpacks_into_a_huge_one_is_not_unpacked(tmp_path):
    path = rows_file(tmp_path / "bomb.xlsx", ["external_id", "title"])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", b"\0" * 30_000_000)
    with pytest.raises(UnreadableFile, match="démesuré|trop"):
        list(read_file(path))


def test_a_row_number_beyond_any_spreadsheet_is_not_counted_up_to(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)
    path = rows_file(tmp_path / "rows.xlsx", ["external_id", "title"], *([str(number), "x"] for number in range(20)))
    assert len(list(read_file(path))) == 9


@given(some.lists(some.text(some.sampled_from("a|\\'= é"), min_size=1).map(str.strip).filter(bool), min_size=1))
def test_any_list_comes_back_from_its_cell(items):
    assert split_bars(join_bars(items)) == items


@given(some.text(some.sampled_from("'=+-@\t\r\na "), max_size=6))
def test_any_text_comes_back_from_behind_its_apostrophe_and_is_never_a_formula(text):
    assert unprotect(protect(text)) == text
    assert protect(text)[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n") or not text
