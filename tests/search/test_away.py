"""An engine that is dead or hangs, with a real node of our own that is stopped by its pid: nobody waits, nothing is lost."""

import os
import signal
import time

import pytest

from search import engine, index, queries
from search.breaker import PROBE_EVERY, Breaker, breaker
from search.health import state
from search.indexing import drain
from search.models import IndexRequest
from search.rebuild import rebuild
from tests.platform.services import TestRun
from tests.search.conftest import params, titles
from tests.search.factories import make_practice, tell


@pytest.fixture(scope="module")
def own_node():
    run = TestRun.new_aside()
    url = run.elasticsearch.enter()
    yield run.elasticsearch, url
    run.elasticsearch.leave()
    run.close()


@pytest.fixture
def node(own_node, settings, vocabulary):
    """A node that this test may stop; its pid."""
    node, url = own_node
    settings.ELASTICSEARCH_URL = [url]
    settings.ELASTICSEARCH_INDEX_PREFIX = "away"
    rebuild()
    pid = node.pid()
    yield pid
    os.kill(pid, signal.SIGCONT)
    breaker.close()


def timed(function):
    started = time.monotonic()
    return function(), time.monotonic() - started


def wait_until(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return condition()


def test_a_hanging_engine_costs_one_visitor_one_wait_and_loses_nothing(node):
    tell(make_practice("Avant l’arrêt"))
    drain()
    # A node that has just started may take longer than a visitor's patience for its first search.
    assert wait_until(lambda: not queries.find(params("q=arret")).degraded, seconds=30)
    os.kill(node, signal.SIGSTOP)

    results, waited = timed(lambda: queries.find(params("q=arret")))
    assert (results.degraded, titles(results)) == (True, ["Avant l’arrêt"])
    assert waited < 2
    for _ in range(3):
        results, waited = timed(lambda: queries.find(params("q=arret")))
        assert results.degraded
        assert waited < 0.5
    assert state() == {"engine": "postgresql", "ok": False}

    tell(make_practice("Pendant l’arrêt"))
    settled, waited = timed(drain)
    assert (settled, IndexRequest.objects.count()) == (0, 1)
    assert waited < 3

    os.kill(node, signal.SIGCONT)
    assert wait_until(lambda: not breaker.is_open, seconds=3 * PROBE_EVERY)
    drain()
    results = queries.find(params("q=arret"))
    assert not results.degraded
    assert sorted(titles(results)) == ["Avant l’arrêt", "Pendant l’arrêt"]


def test_a_dead_engine_is_gone_round_at_once(vocabulary, settings, free_port):
    make_practice("Toujours là")
    settings.ELASTICSEARCH_URL = [f"http://127.0.0.1:{free_port}"]
    for _ in range(2):
        results, waited = timed(lambda: queries.find(params("")))
        assert (results.degraded, titles(results)) == (True, ["Toujours là"])
        assert waited < 0.5
    assert breaker.is_open


def test_a_missing_index_is_no_reason_to_go_round_the_engine(search, elasticsearch):
    make_practice("Sans index")
    elasticsearch.indices.delete(index=index.live(elasticsearch))
    results = queries.find(params(""))
    assert (results.degraded, titles(results)) == (True, ["Sans index"])
    assert not breaker.is_open


def test_without_an_engine_postgresql_answers_and_nobody_is_alarmed(vocabulary, settings):
    make_practice("Sans moteur")
    settings.ELASTICSEARCH_URL = []
    assert titles(queries.find(params(""))) == ["Sans moteur"]
    assert state() == {"engine": "postgresql", "ok": True}
    assert not engine.is_configured()


def test_the_circuit_is_shared_with_forked_workers():
    shared = Breaker(lambda: None)
    child = os.fork()
    if child == 0:
        shared._write(1.0, time.monotonic() + 3600)
        os._exit(0)
    os.waitpid(child, 0)
    assert shared._read()[0] == 1.0


def test_one_probe_at_a_time_closes_the_circuit(monkeypatch):
    monkeypatch.setattr("search.breaker.PROBE_EVERY", 0.2)
    asked = []

    def probe():
        asked.append(time.monotonic())
        if len(asked) < 3:
            raise OSError

    circuit = Breaker(probe)
    circuit.open()
    assert all(circuit.is_open for _ in range(5))
    assert wait_until(lambda: not circuit.is_open, seconds=10)
    assert len(asked) == 3
    assert min(later - earlier for earlier, later in zip(asked, asked[1:], strict=False)) >= 0.2
