"""What the three formats have in common: trial, report by row and field, update; and what only a spreadsheet can do to a reader."""

import json
import zipfile

import pytest
from openpyxl import Workbook

from practices.formats import UnreadableFile, read_file
from practices.models import PracticeRecord, PublicPractice

from .conftest import row, run, write

pytestmark = pytest.mark.usefixtures("reference_data")
FORMATS = pytest.mark.parametrize("kind", ["jsonl", "csv", "xlsx"])
#: A table has a line of titles above its first row.
FIRST = {"jsonl": 1, "csv": 2, "xlsx": 2}


@FORMATS
def test_a_trial_says_what_an_import_would_and_writes_nothing(tmp_path, kind):
    rows = [row(), row(title="Le banc, suite"), row(external_id="faux", mode="magie", start_date="2023-13"), row(external_id="essai-2")]
    path = write(tmp_path / f"fiches.{kind}", rows)
    tried = run(path, "--dry-run", "--publish")
    assert not PracticeRecord.objects.exists()
    done = run(path, "--publish")
    line = str(FIRST[kind] + 2)
    assert [refusal[:3] for refusal in done[0]] == [[line, "faux", "start_date"], [line, "faux", "mode"]]
    assert done[1:3] == ({"rows": 4, "created": 2, "updated": 1, "refused": 1}, 1)
    assert tried == done


@FORMATS
def test_reasons_are_sentences_in_french(tmp_path, kind):
    refusals = run(write(tmp_path / f"fiches.{kind}", [row(title="", people_per_year=-3, mode="seul")]))[0]
    assert {field: " ".join(reason.split()) for _line, _name, field, reason in refusals} == {
        "title": "Il manque une réponse ici.",
        "people_per_year": "Écrivez un nombre entre 0 et 10000000.",
        "mode": "« seul » ne fait pas partie des valeurs possibles : group, community, local_development, combined.",
    }


@FORMATS
def test_the_same_external_id_updates_from_any_format(tmp_path, kind):
    run(write(tmp_path / "premier.jsonl", [row(diagnosis="Un diagnostic.")]), "--publish")
    counts = run(write(tmp_path / f"suite.{kind}", [row(title="Le banc, suite")]), "--publish")[1]
    assert counts == {"rows": 1, "created": 0, "updated": 1, "refused": 0}
    data = PublicPractice.objects.get().data
    assert (data["title"], data["diagnosis"]) == ("Le banc, suite", "")


@FORMATS
def test_a_trial_finds_the_sheets_that_the_file_itself_brings(tmp_path, kind):
    path = write(tmp_path / f"fiches.{kind}", [row(adapted_from="essai-2"), row(external_id="essai-2", adapted_from="nulle-part")])
    assert "nulle-part" in (warned := run(path, "--dry-run", "--publish")[3])
    assert warned.count("\n") == 1
    assert run(path, "--publish")[3] == warned


def with_cell(path, xml):
    """A spreadsheet of one sheet whose title is this cell, written by hand."""
    whole = write(path.with_name("whole.xlsx"), [row(title="À REMPLACER")])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                start = content.index('<c r="A2"')
                content = content[:start] + xml + content[content.index("</c>", start) + 4 :]
            target.writestr(name, content)
    return path


def test_a_formula_is_read_by_the_value_that_the_spreadsheet_kept(tmp_path):
    path = with_cell(tmp_path / "fiches.xlsx", '<c r="A2" t="str"><f>CONCATENATE("Le ","banc")</f><v>Le banc</v></c>')
    assert [data["title"] for _line, data in read_file(path)] == ["Le banc"]


@pytest.mark.parametrize(
    "cell", ['<c r="A2"><f>1+1</f></c>', '<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', '<c r="A2" t="e"><v>#N/A</v></c>']
)
def test_a_formula_without_a_value_is_refused_rather_than_read_as_an_empty_cell(tmp_path, cell):
    [(line, reason)] = read_file(with_cell(tmp_path / "fiches.xlsx", cell))
    assert (line, " ".join(reason.split())) == (
        2,
        "La cellule de la colonne « title » est une formule qui ne donne pas de valeur : saisissez la valeur elle-même.",
    )


def test_a_whole_file_that_lies_about_its_kind_is_refused_in_one_line(tmp_path):
    for name, content in (("a.xlsx", b"%PDF-1.7"), ("b.csv", b"\xff\xfe\x00t"), ("c.xlsx", b"PK\x03\x04" + b"x" * 50)):
        (tmp_path / name).write_bytes(content)
        refusals, counts, code, _warnings = run(tmp_path / name)
        assert (len(refusals), counts["created"], code) == (1, 0, 1)


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (
            b'external_id;title\n1;"jamais ferm\xc3\xa9\n',
            2,
            "Ce fichier n’est plus un CSV bien formé à partir d’ici : un guillemet n’est pas refermé, ou une cellule n’en finit pas.",
        ),
        (
            "external_id;title\n1;été\n".encode("latin-1"),
            1,
            "Ce fichier n’est pas en UTF-8 : dans votre tableur, enregistrez-le en « CSV UTF-8 ».",
        ),
    ],
)
def test_a_csv_that_cannot_be_read_says_why_and_what_to_do_in_french(tmp_path, content, line, reason):
    (tmp_path / "fiches.csv").write_bytes(content)
    ((where, _name, _field, said),) = run(tmp_path / "fiches.csv")[0]
    assert (int(where), " ".join(said.split())) == (line, reason)


def test_rows_that_come_back_or_leave_gaps_keep_their_own_numbers(tmp_path):
    book = Workbook()
    book.active.append(["external_id", "title"])
    book.active["A4"], book.active["B4"], book.active["B900000"] = "1", "Un", "Loin"
    book.save(tmp_path / "fiches.xlsx")
    assert [(line, data["title"]) for line, data in read_file(tmp_path / "fiches.xlsx")] == [(4, "Un"), (900_000, "Loin")]


def test_five_bad_rows_among_five_hundred_are_told_exactly(tmp_path):
    bad = (57, 120, 233, 310, 499)
    rows = [row(external_id=f"r{index}", **({"mode": "magie"} if index in bad else {})) for index in range(500)]
    refusals, counts, code, _warnings = run(write(tmp_path / "fiches.csv", rows), "--dry-run", "--publish")
    assert [refusal[:3] for refusal in refusals] == [[str(index + 2), f"r{index}", "mode"] for index in bad]
    assert (counts, code) == ({"rows": 500, "created": 495, "updated": 0, "refused": 5}, 1)


def test_a_header_that_is_wrong_is_one_refusal(tmp_path):
    (tmp_path / "fiches.csv").write_text("external_id;titre\n1;Un\n2;Deux\n")
    refusals, counts, _code, _warnings = run(tmp_path / "fiches.csv")
    assert [refusal[:3] for refusal in refusals] == [["1", "", ""]]
    assert json.dumps(counts) == '{"rows": 0, "created": 0, "updated": 0, "refused": 1}'


def test_an_unknown_extension_is_not_guessed(tmp_path):
    with pytest.raises(UnreadableFile):
        list(read_file(tmp_path / "fiches.ods"))
