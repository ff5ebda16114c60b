"""Several nodes: a dead one costs a search nothing but a second try."""

import logging

import pytest

from search import engine
from search.breaker import breaker
from search.index import definition
from search.indexing import drain
from search.queries import find
from tests.search.conftest import params, titles
from tests.search.factories import make_practice, tell
from tests.search.test_away import timed


@pytest.fixture
def one_of_three(practices, settings, elasticsearch_url, free_port):
    """One node answers, two addresses are dead."""
    practices({"title": "Le jardin partagé"})
    dead = f"http://127.0.0.1:{free_port}"
    settings.ELASTICSEARCH_URL = [dead, elasticsearch_url, f"{dead}/autre"]


def test_dead_nodes_fail_no_search_and_are_left_alone_for_a_while(one_of_three, caplog):
    caplog.set_level(logging.INFO, "elastic_transport.transport")
    for _each in range(20):
        results, waited = timed(lambda: find(params("q=jardin")))
        assert (results.degraded, titles(results)) == (False, ["Le jardin partagé"])
        assert waited < engine.PATIENCE_WITH_SEVERAL
    assert not breaker.is_open
    refused = [record for record in caplog.records if "status:N/A" in record.getMessage()]
    assert 1 <= len(refused) < 10


def test_a_sheet_is_indexed_beside_dead_nodes(one_of_three):
    tell(make_practice("Le jardin du toit"))
    assert drain() == 1
    assert sorted(titles(find(params("q=jardin")))) == ["Le jardin du toit", "Le jardin partagé"]


def test_when_all_are_dead_postgresql_answers_at_once(one_of_three, settings, free_port):
    settings.ELASTICSEARCH_URL = [f"http://127.0.0.1:{free_port}/{number}" for number in range(3)]
    results, waited = timed(lambda: find(params("")))
    assert (results.degraded, titles(results)) == (True, ["Le jardin partagé"])
    assert waited < 1
    assert breaker.is_open


def test_a_second_node_holds_a_copy_as_soon_as_there_is_one():
    assert definition()["settings"]["auto_expand_replicas"] == "0-1"
