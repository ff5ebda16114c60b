"""The judged queries on the real engine hold the thresholds; `make relevance` prints the same table beside Wagtail's."""

from search.breaker import breaker
from search.rebuild import rebuild
from tests.relevance import judgments, stock, table
from tests.relevance.searches import Ours


def test_there_are_enough_sheets_queries_and_kinds_to_tell():
    queries = judgments.read()
    assert len(judgments.sheets()) >= 150
    assert len(queries) >= 120
    assert len({judged.kind for judged in queries}) >= 12


def test_judged_queries_hold_the_thresholds(reference_data, elasticsearch, settings):
    settings.ELASTICSEARCH_INDEX_PREFIX = f"{settings.ELASTICSEARCH_INDEX_PREFIX}-relevance"
    stock.load(judgments.sheets())
    rebuild()
    breaker.close()
    figures = table.summaries(table.answers(Ours(), judgments.read()))
    assert not table.missed(figures), "\n".join(["", *table.lines({"Observatoire": figures}), *table.missed(figures)])
