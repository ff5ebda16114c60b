"""Asking for everything at once: sheets, and what the observatory publishes.

One search over both indexes, in one request. Not two searches side by side: their scores could not be compared, nor their pages
follow each other. `dfs_query_then_fetch` has both agree first on how rare each word is; alone, each would take the words of the smaller
index for rare ones, and its hits would come first whatever they say.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from . import contents_fallback, engine
from .facets import EVERYTHING, Facet
from .params import SearchParams
from .queries import engine_first
from .query import KNOWN, Question, ask_everything
from .results import SearchResults, from_engine
from .slips import corrected, near_forms
from .slow import watched
from .sources import SOURCES


def find_everything(params: SearchParams, facets: tuple[Facet, ...] = EVERYTHING) -> SearchResults:
    """One page of hits of both kinds; those of contents have `kind`. Never raises because of the engine.

    Another request is made only with the written forms near a word that is nowhere, and more loosely where nothing answers.
    """
    return watched(lambda: engine_first(lambda: _found(params, facets), lambda: contents_fallback.find(params)))


def _found(params: SearchParams, facets: tuple[Facet, ...]) -> SearchResults:
    question = Question.of(params)
    results, forms = _asked(question, facets)
    if forms:
        question = question.forgiving(forms)
        results = replace(_asked(question, facets)[0], suggestion=corrected(params.q, forms))
    if results.count or not question.can_be_loosened:
        return results
    looser = _asked(question, facets, loosely=True)[0]
    hits = [{**hit, "strict": False} for hit in looser.hits]
    return replace(looser, hits=hits, looser_count=looser.count, suggestion=results.suggestion)


def _asked(question: Question, facets: tuple[Facet, ...], *, loosely: bool = False) -> tuple[SearchResults, dict[str, tuple[str, ...]]]:
    """The answer, and the forms near words that neither index holds."""
    answer: dict[str, Any] = (
        engine.client()
        .search(
            index=[source.alias for source in SOURCES],
            body=ask_everything(question, facets, loosely=loosely).to_dict(),
            search_type="dfs_query_then_fetch",
        )
        .body
    )
    held = _held(answer.get("aggregations", {}).pop(KNOWN, None))
    forms = {word: near for word, near in near_forms(answer).items() if not held.get(word)}
    return from_engine(question.params, answer), forms


def _held(known: Mapping[str, Any] | None) -> dict[str, int]:
    """How many records hold each word."""
    return {word: bucket["doc_count"] for word, bucket in known["words"]["buckets"].items()} if known else {}
