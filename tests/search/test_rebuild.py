"""A new version of the index under writes, and the comparison of index and database."""

import json
import threading

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from search import engine, index
from search.checking import compare
from search.indexing import drain
from search.models import IndexRequest
from search.queries import find
from search.rebuild import REBUILD_LOCK, RebuildRunning, SheetsRefused, rebuild
from search.sources import SHEETS
from tests.search.conftest import params, titles
from tests.search.factories import change, make_practice, tell, withdraw
from tests.search.test_indexing import in_threads


def check(*options, capsys):
    """(exit code, counts) of search_check."""
    code = 0
    try:
        call_command("search_check", *options)
    except SystemExit as error:
        code = error.code
    return code, json.loads(capsys.readouterr().out)


def test_a_rebuild_moves_the_alias_and_keeps_one_version_behind(search, elasticsearch):
    make_practice("Une")
    before = index.live(elasticsearch)
    made = rebuild()
    assert made == {"index": index.live(elasticsearch), "sheets": 1}
    assert titles(search()) == ["Une"]
    rebuild()
    versions = set(elasticsearch.indices.get(index=f"{engine.alias()}-*"))
    assert versions == {made["index"], index.live(elasticsearch)}
    assert before not in versions


def test_nothing_published_or_withdrawn_during_a_rebuild_is_lost(committed):
    sheets = [make_practice(f"Fiche {number}") for number in range(60)]
    rebuild()
    stop = threading.Event()

    def publish():
        for number in range(60):
            if number % 3 == 0:
                withdraw(sheets[number])
            elif number % 3 == 1:
                change(sheets[number], title=f"Changée {number}")
            else:
                tell(make_practice(f"Neuve {number}"))
            drain()
        stop.set()

    def keep_rebuilding():
        count = 0
        while not stop.is_set() or count < 2:
            rebuild()
            count += 1
        return count

    def keep_searching():
        answers = 0
        while not stop.is_set():
            assert not find(params("")).degraded
            answers += 1
        return answers

    _none, rebuilt, searched = in_threads(publish, keep_rebuilding, keep_searching)
    assert rebuilt >= 2
    assert searched > 0
    drain()
    assert IndexRequest.objects.count() == 0
    drift = compare()
    assert (drift.database, drift.index, drift.found) == (60, 60, False)


def test_every_chunk_of_a_load_arrives(search, monkeypatch):
    monkeypatch.setattr("search.rebuild.CHUNK", 3)
    for number in range(10):
        make_practice(f"Fiche {number}")
    assert rebuild()["sheets"] == 10
    assert search().count == 10


def test_a_sheet_that_the_engine_refuses_is_named_and_the_live_version_stays(search, elasticsearch, monkeypatch):
    monkeypatch.setattr("search.rebuild.CHUNK", 3)
    refused, *_sound = [make_practice(f"Fiche {number}") for number in range(10)]
    before = index.live(elasticsearch)
    # A keyword of the engine holds 32,766 bytes at most.
    refused.filters["motcle"] = ["x" * 40_000]
    refused.save(update_fields=["filters"])
    with pytest.raises(SheetsRefused) as error:
        rebuild()
    assert list(error.value.args[0]) == [refused.identifier]
    assert index.targets(elasticsearch) == [before]


def test_two_rebuilds_never_run_at_once(search):
    other = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    try:
        other.cursor().execute("SELECT pg_advisory_lock(%s)", [REBUILD_LOCK])
        with pytest.raises(RebuildRunning):
            rebuild()
        other.cursor().execute("SELECT pg_advisory_unlock(%s)", [REBUILD_LOCK])
    finally:
        other.close()
    assert rebuild()["sheets"] == 0


def test_what_a_killed_rebuild_left_is_cleared(search, elasticsearch):
    left = index.create(elasticsearch, alias=SHEETS.building_alias)
    rebuild()
    assert not elasticsearch.indices.exists(index=left)


def test_the_check_names_every_kind_of_drift_and_repairs_it(practices, elasticsearch, capsys):
    sound, stale, extra = practices({"title": "Juste"}, {"title": "Vieille"}, {"title": "En trop"})
    assert check(capsys=capsys) == (0, {"database": 3, "index": 3, "missing": 0, "stale": 0, "extra": 0, "pending": 0})
    make_practice("Manquante")
    stale.version = 2
    stale.save(update_fields=["version"])
    extra.delete()
    code, counts = check(capsys=capsys)
    assert (code, counts) == (1, {"database": 3, "index": 3, "missing": 1, "stale": 1, "extra": 1, "pending": 0})
    code, counts = check("--repair", capsys=capsys)
    assert (code, counts["missing"], counts["repaired"]) == (0, 1, True)
    assert check(capsys=capsys) == (0, {"database": 3, "index": 3, "missing": 0, "stale": 0, "extra": 0, "pending": 0})
    assert sound.identifier in {hit["id"] for hit in find(params("")).hits}


def test_an_index_ahead_of_a_restored_database_is_rebuilt(practices, capsys):
    (restored,) = practices({"title": "Restaurée", "version": 9})
    restored.version = 4
    restored.save(update_fields=["version"])
    assert check(capsys=capsys)[0] == 1
    assert check("--repair", capsys=capsys)[0] == 0


def test_the_commands_say_in_one_line_that_there_is_no_engine(db, settings):
    settings.ELASTICSEARCH_URL = []
    for command in ("search_rebuild", "search_check"):
        with pytest.raises(CommandError, match="No search engine is set"):
            call_command(command)


def test_the_commands_say_in_one_line_that_the_engine_does_not_answer(db, settings, free_port):
    settings.ELASTICSEARCH_URL = [f"http://127.0.0.1:{free_port}"]
    for command in ("search_rebuild", "search_check"):
        with pytest.raises(CommandError, match="does not answer"):
            call_command(command)


def test_a_rebuild_if_needed_does_nothing_when_the_index_fits(search, elasticsearch):
    before = index.live(elasticsearch)
    call_command("search_rebuild", "--if-needed")
    assert index.live(elasticsearch) == before
    elasticsearch.indices.put_mapping(index=before, meta={"fingerprint": "old"})
    call_command("search_rebuild", "--if-needed")
    assert index.live(elasticsearch) != before
