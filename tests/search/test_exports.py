"""Files of every hit of a search: `/pratiques/export.<csv,xlsx,jsonl,ris,bib>?…`."""

import csv
import io
import json
import logging

import bibtexparser
import pytest
import rispy
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from elasticsearch import ApiError
from openpyxl import load_workbook

from practices.models import PublicPractice
from search import deep, index
from search.exports import export
from search.rebuild import rebuild
from tests.search.test_deep import open_views

KINDS = ("csv", "xlsx", "jsonl", "ris", "bib")


def whole(**fields):
    """What a public record holds besides what other tests of search need."""
    return {"authors": [], "image": None, "documents": [], **fields}


@pytest.fixture
def gardens(practices):
    """25 sheets about gardens among others; the value is their identifiers, newest first."""

    def make(number=25):
        sheets = [whole(title=f"Jardin {order:02}", keywords=["semis"]) for order in range(number)]
        made = practices(*sheets, whole(title="Fresque", summary="Un mur peint.", mode="community"))
        return [practice.identifier for practice in made[:number]][::-1]

    return make


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(deep.each_page, "__defaults__", (10,))


def fetch(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.content
    return response, b"".join(response.streaming_content)


def identifiers(kind, content):
    match kind:
        case "csv":
            return [row["identifier"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")]
        case "xlsx":
            rows = load_workbook(io.BytesIO(content), read_only=True).active.iter_rows(min_row=2, max_col=1, values_only=True)
            return [name for (name,) in rows]
        case "jsonl":
            return [json.loads(line)["identifier"] for line in content.splitlines()]
        case "ris":
            return [entry["id"] for entry in rispy.loads(content.decode())]
        case "bib":
            return [entry.key for entry in bibtexparser.parse_string(content.decode()).entries]


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_holds_every_hit_in_the_order_of_the_page(gardens, client, small_batches, kind):
    expected = gardens()
    _response, content = fetch(client, f"/pratiques/export.{kind}?mode=group&par_page=10&page=2")
    assert identifiers(kind, content) == expected
    _response, content = fetch(client, f"/pratiques/export.{kind}?q=jardin&tri=titre")
    assert identifiers(kind, content) == expected[::-1]


@pytest.mark.parametrize("kind", KINDS)
def test_the_database_gives_the_same_file_when_there_is_no_engine(gardens, client, settings, small_batches, kind):
    expected = gardens()
    settings.ELASTICSEARCH_URL = []
    _response, content = fetch(client, f"/pratiques/export.{kind}?mode=group")
    assert identifiers(kind, content) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_of_nothing_is_a_file_all_the_same(gardens, client, kind):
    gardens(1)
    _response, content = fetch(client, f"/pratiques/export.{kind}?q=introuvable")
    assert identifiers(kind, content) == []


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("jsonl", "application/x-ndjson; charset=utf-8"),
        ("ris", "application/x-research-info-systems; charset=utf-8"),
        ("bib", "application/x-bibtex; charset=utf-8"),
    ],
)
def test_a_browser_saves_the_file_under_a_telling_name_and_does_not_guess_its_type(gardens, client, kind, content_type):
    gardens(1)
    address = reverse("search:export", args=[kind])
    response, _content = fetch(client, address)
    expected = {
        "Content-Type": content_type,
        "Content-Disposition": f'attachment; filename="pratiques-{timezone.localdate()}.{kind}"',
        "X-Content-Type-Options": "nosniff",
    }
    assert {name: response[name] for name in expected} == expected
    head = client.head(address)
    assert ({name: head[name] for name in expected}, head.content) == (expected, b"")


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_value_is_refused_with_its_field(gardens, client, kind):
    gardens(1)
    response = client.get(f"/pratiques/export.{kind}?mode=magie&theme=inconnu&inconnu=1")
    assert response.status_code == 422
    assert [(error["field"], error["value"]) for error in response.json()["errors"]] == [("theme", "inconnu"), ("mode", "magie")]


@pytest.mark.parametrize("address", ["/pratiques/export.pdf", "/pratiques/export.", "/pratiques/export.CSV"])
def test_there_is_no_other_kind_of_export(index, client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("number", [10, 25])
def test_an_export_asks_the_database_once_a_batch(gardens, client, small_batches, warm, number):
    gardens(number)
    client.get("/pratiques/export.jsonl?q=introuvable")
    with CaptureQueriesContext(connection) as queries:
        fetch(client, "/pratiques/export.jsonl?mode=group")
    assert len(queries) == -(-number // 10)


def test_what_is_withdrawn_on_the_way_is_left_out(gardens, client, small_batches):
    expected = gardens()
    chunks = iter(client.get("/pratiques/export.jsonl?mode=group").streaming_content)
    PublicPractice.objects.filter(pk=expected[3]).delete()
    assert identifiers("jsonl", b"".join(chunks)) == expected[:3] + expected[4:]


def test_a_failure_on_the_way_breaks_the_file_off_and_is_logged(gardens, client, elasticsearch, small_batches, monkeypatch, caplog):
    monkeypatch.setattr("search.exports.CHUNK", 1)
    gardens()
    chunks = iter(client.get("/pratiques/export.jsonl").streaming_content)
    next(chunks)
    index.delete(elasticsearch, index.live(elasticsearch))
    with caplog.at_level(logging.ERROR), pytest.raises(ApiError):
        list(chunks)
    assert "Export .jsonl broken off after 10 sheets." in caplog.text


def test_a_reader_who_goes_away_leaves_no_open_view(gardens, rf, elasticsearch, small_batches, monkeypatch):
    monkeypatch.setattr("search.exports.CHUNK", 1)
    gardens()
    before = open_views(elasticsearch)
    response = export(rf.get("/pratiques/export.jsonl"), "jsonl")
    next(iter(response))
    assert open_views(elasticsearch) == before + 1
    [close] = response._resource_closers
    close()
    assert open_views(elasticsearch) == before


def test_a_spreadsheet_too_small_for_the_hits_is_refused(gardens, client, monkeypatch):
    monkeypatch.setattr("practices.formats.writing.MOST_ROWS", 20)
    gardens()
    response = client.get("/pratiques/export.xlsx")
    assert response.status_code == 422


def test_references_say_who_what_when_and_where(practices, client):
    authors = [{"name": "Équipe du secteur nord", "role": ""}]
    [made] = practices(whole(title="Le jardin d’« ici » & 100 % {nous}", authors=authors))
    [record] = rispy.loads(fetch(client, "/pratiques/export.ris")[1].decode())
    assert (record["title"], record["authors"], record["year"]) == (made.title, ["Équipe du secteur nord"], "2026")
    [entry] = bibtexparser.parse_string(fetch(client, "/pratiques/export.bib")[1].decode()).entries
    assert entry["url"].endswith(f"/p/{made.identifier}/")


def test_an_export_of_a_search_is_taken_back_by_the_import(reference_data, elasticsearch, settings, client, tmp_path):
    """From the site's own sheets to a file and back, over HTTP."""
    settings.ELASTICSEARCH_INDEX_PREFIX = f"{settings.ELASTICSEARCH_INDEX_PREFIX}-taken-back"
    call_command("import_practices", "tests/practices/example-sheets.jsonl", publish=True, stdout=io.StringIO())
    rebuild()
    path = tmp_path / "sheets.csv"
    path.write_bytes(fetch(client, "/pratiques/export.csv?mode=community")[1])
    out = io.StringIO()
    call_command("import_practices", path, publish=True, stdout=out)
    assert json.loads(out.getvalue().splitlines()[-1]) == {"rows": 1, "created": 0, "updated": 1, "refused": 0}
