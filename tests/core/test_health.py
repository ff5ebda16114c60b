"""/sante/ tells whether the parts work, quickly, whatever state they are in."""

import socket
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core.models import OutgoingMail
from search.breaker import breaker
from search.rebuild import rebuild


def asked(client):
    start = time.monotonic()
    response = client.get("/sante/")
    assert time.monotonic() - start < 2
    assert "no-store" in response["Cache-Control"]
    return response.status_code, response.json()


@pytest.fixture
def silent_server():
    """Takes connections, as a database that hangs does, and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        yield listener.getsockname()[1]


@pytest.fixture
def database_at(monkeypatch):
    """Points the settings at another port; this thread's own connection stays."""

    def move(port):
        for name, value in (("HOST", "127.0.0.1"), ("PORT", str(port))):
            monkeypatch.setitem(connection.settings_dict, name, value)

    return move


DOWN = {"status": "down", "database": False, "search": {"engine": "postgresql", "ok": True}, "queue": None}


def test_all_is_well(client, transactional_db):
    assert asked(client) == (
        200,
        {
            "status": "ok",
            "database": True,
            "search": {"engine": "postgresql", "ok": True},
            "queue": {"oldest_s": 0, "failed": 0},
        },
    )


def test_with_the_engine_it_says_so(client, transactional_db, elasticsearch):
    breaker.close()
    rebuild()
    assert asked(client)[1]["search"] == {"engine": "elasticsearch", "ok": True}


def test_an_engine_that_hangs_degrades_the_site_and_no_more(client, transactional_db, settings, silent_server):
    breaker.close()
    settings.ELASTICSEARCH_URL = [f"http://127.0.0.1:{silent_server}"]
    try:
        status, report = asked(client)
    finally:
        breaker.close()
    assert (status, report["status"], report["search"]) == (200, "degraded", {"engine": "postgresql", "ok": False})


def test_what_waits_is_counted_from_the_oldest_and_what_was_given_up_apart(client, transactional_db):
    now = timezone.now()
    for age, sent in ((timedelta(minutes=2), None), (timedelta(minutes=9), None), (timedelta(hours=3), now), (timedelta(days=6), None)):
        OutgoingMail.objects.create(to="a@essai.example", subject="Secret", body="Secret", template="x", created_at=now - age, sent_at=sent)
    status, report = asked(client)
    assert (status, report["queue"]["failed"]) == (200, 1)
    assert 540 <= report["queue"]["oldest_s"] < 550


def test_a_database_that_is_away_is_told(client, transactional_db, database_at, free_port):
    database_at(free_port)
    assert asked(client) == (503, DOWN)


def test_a_database_that_hangs_is_told_and_not_waited_for(client, transactional_db, database_at, silent_server):
    database_at(silent_server)
    assert asked(client) == (503, DOWN)
    time.sleep(1)  # The look that nobody waits for ends by itself, before the next test.


def test_the_request_itself_asks_the_database_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/sante/")


def test_it_is_only_read(client, db):
    assert client.post("/sante/").status_code == 405
