"""The log of slow searches tells how long and how much, never what was asked."""

import re

import pytest

from search import slow
from search.queries import find
from tests.search.conftest import params


@pytest.fixture
def lines(caplog):
    """What the log of slow searches holds."""
    return lambda: [record.getMessage() for record in caplog.records if record.name == "search.slow"]


def test_a_slow_search_leaves_one_line_without_what_was_asked(practices, monkeypatch, lines):
    practices({"title": "Le jardin de Dupont", "mode": "group"})
    monkeypatch.setattr(slow, "SLOW_MS", 0)
    results = find(params("q=jardin+Dupont&mode=group&page=1"))
    assert (results.count, results.degraded) == (1, False)
    [line] = lines()
    assert re.fullmatch(
        r"slow search: \d+ ms, took_ms=\d+ hits=1 words=2 filters=mode facets=\d+ sort=pertinence page=1 page_size=20 degraded=False",
        line,
    )


def test_a_slow_answer_of_postgresql_is_told_too(vocabulary, settings, monkeypatch, lines):
    settings.ELASTICSEARCH_URL = []
    monkeypatch.setattr(slow, "SLOW_MS", 0)
    find(params(""))
    [line] = lines()
    assert re.fullmatch(r"slow search: \d+ ms, took_ms=\d+ hits=0 words=0 filters=- .* degraded=True", line)


def test_a_quick_search_leaves_none(vocabulary, settings, monkeypatch, lines):
    settings.ELASTICSEARCH_URL = []
    monkeypatch.setattr(slow, "SLOW_MS", 60_000)
    find(params(""))
    assert lines() == []
