"""Embedded servers: started once for several users, stopped by the last, taken up again after any death."""

import os
import signal
import subprocess
import sys
import time

import psycopg2
import pytest

from observatory.embedded import Refusal, elasticsearch_program, paths
from observatory.embedded.postgresql import CARELESS, PostgreSQL
from observatory.embedded.shared import Share
from tests.platform.services import TestRun


@pytest.fixture
def folder():
    """A folder that a server's own user can enter (pytest's temporary ones are closed to others)."""
    run = TestRun.new_aside()
    yield run.folder
    run.close()


def answers(url: str) -> bool:
    try:
        psycopg2.connect(url).close()
    except psycopg2.OperationalError:
        return False
    return True


def test_the_last_user_to_leave_stops_the_database(folder):
    first, second = PostgreSQL(folder, settings=CARELESS), PostgreSQL(folder, settings=CARELESS)
    url = first.enter()
    assert second.enter() == url
    first.leave()
    assert answers(url)
    second.leave()
    assert not answers(url)


def test_data_survive_a_stop(folder):
    server = PostgreSQL(folder, settings=CARELESS)
    with psycopg2.connect(server.enter()) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    connection.close()
    server.leave()
    connection = psycopg2.connect(server.enter())
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM kept")
        assert cursor.fetchone() == (42,)
    connection.close()
    server.leave()


def test_a_killed_database_is_started_again(folder):
    server = PostgreSQL(folder, settings=CARELESS)
    url = server.enter()
    os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    limit = time.monotonic() + 10
    while answers(url) and time.monotonic() < limit:
        time.sleep(0.05)
    other = PostgreSQL(folder, settings=CARELESS)
    assert answers(other.enter())
    other.leave()
    server.leave()


def test_a_user_that_is_killed_lets_go_of_its_share(folder):
    share = Share(folder)
    held = "from pathlib import Path; from observatory.embedded.shared import Share"
    held += f"; Share(Path({str(folder)!r})).enter(lambda: 'x', undo=print)"
    holder = subprocess.Popen(
        [sys.executable, "-c", f"{held}; print('held', flush=True); input()"], stdin=-1, stdout=-1, cwd=paths.CHECKOUT
    )
    assert holder.stdout.readline() == b"held\n"
    assert share.is_used()
    holder.kill()
    holder.communicate()
    assert not share.is_used()
    stopped = []
    share.enter(lambda: "x", undo=print)
    share.leave(lambda: stopped.append(True))
    assert stopped == [True]


def test_a_start_that_fails_is_undone_and_leaves_no_share(folder):
    def fail():
        raise Refusal("non")

    share, undone = Share(folder), []
    with pytest.raises(Refusal):
        share.enter(fail, undo=lambda: undone.append(True))
    assert (share.is_used(), undone) == (False, [True])


def test_a_start_that_fails_leaves_the_server_to_those_who_use_it(folder):
    def fail():
        raise Refusal("non")

    first, second, undone = Share(folder), Share(folder), []
    first.enter(lambda: "x", undo=print)
    with pytest.raises(Refusal):
        second.enter(fail, undo=lambda: undone.append(True))
    assert (first.is_used(), undone) == (True, [])
    first.leave(lambda: None)


def test_a_process_number_given_to_another_program_is_not_taken_for_ours():
    assert paths.is_alive(os.getpid(), "python")
    assert not paths.is_alive(os.getpid(), "elasticsearch-server")


def test_what_the_machine_lacks_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert elasticsearch_program.missing_means() == "« java » et « mvn » absents : installez openjdk-17-jre-headless maven"


def test_a_disk_without_room_is_refused_in_one_line(tmp_path):
    with pytest.raises(Refusal, match=r"^Disque presque plein : il reste \d+ Mo dans .*, il en faut 999999999 pour un essai\.$"):
        paths.require_space(tmp_path / "not" / "there", 999_999_999, "un essai")


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("Unknown host repo.example", "pas de réseau"),
        ("java.io.IOException: No space left on device", "Disque plein"),
        ("anything else", "Maven n’a pas pu"),
    ],
)
def test_a_failed_download_is_explained_in_one_line(tmp_path, log, words):
    line = elasticsearch_program._explain(log, tmp_path)
    assert words in line
    assert "\n" not in line
