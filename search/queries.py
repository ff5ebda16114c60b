"""Asking for sheets. Whoever shows a list asks here; which engine answers is decided here and nowhere else."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from elastic_transport import TransportError
from elasticsearch import ApiError
from elasticsearch.dsl import Search

from . import contents_fallback, engine, fallback
from .breaker import breaker
from .facets import BY_PARAMETER, FACETS, Facet
from .params import SearchParams
from .query import Question, ask, ask_loosely, ask_shelves, build
from .results import SearchResults, from_engine, shelves, with_looser
from .side_by_side import Body, apart, joined
from .slips import corrected, near_forms
from .slow import watched
from .vocabulary import Vocabulary

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

#: With fewer hits than this a question has found little: sheets that have less of it follow.
LITTLE = 10


class Refused(Exception):
    """The engine refused one of several searches."""


def find(params: SearchParams, facets: Iterable[Facet] = FACETS, *, on_shelves: int | None = None) -> SearchResults:
    """One page of hits: one request to the engine, or PostgreSQL when it does not answer. Never raises because of the engine.

    Another request is made only when the first one says that a word is written nowhere, or finds little for two or three words.
    `on_shelves`: contents are looked for too, in the same request: their numbers, and so many of each section.
    """
    asked = list(facets)
    return watched(lambda: engine_first(lambda: _found(params, asked, on_shelves), lambda: _in_database(params, asked, on_shelves)))


def engine_first(ask: Callable[[], Answer], instead: Callable[[], Answer]) -> Answer:
    """What the engine answers; `instead` when there is none, or it does not answer, or refuses."""
    if engine.is_configured() and not breaker.is_open:
        try:
            return ask()
        except TransportError as error:
            logger.warning("Search engine: %s", type(error).__name__)
            breaker.open()
        except (ApiError, Refused) as error:
            # No index yet, or a request that it refuses: it would refuse it again, but others may pass.
            logger.error("Search engine: %s", error)
    return instead()


def _in_database(params: SearchParams, facets: list[Facet], on_shelves: int | None) -> SearchResults:
    results = fallback.find(params, facets)
    return results if on_shelves is None else replace(results, shelves=contents_fallback.shelves(params, on_shelves))


def _found(params: SearchParams, facets: list[Facet], on_shelves: int | None) -> SearchResults:
    question = Question.of(params)
    answer, looser, beside = _answers(question, facets, on_shelves)
    suggestion = None
    if forms := near_forms(answer):
        question, suggestion = question.forgiving(forms), corrected(params.q, forms)
        answer, looser, beside = _answers(question, facets, on_shelves)
    results = replace(from_engine(params, answer), suggestion=suggestion, shelves=shelves(beside) if beside else None)
    if results.count >= LITTLE or not question.can_be_loosened:
        return results
    if looser is None:
        [looser] = _send([_looser(question, facets).to_dict()])
    if not results.count and question.names_a_place and not looser["hits"]["total"]["value"]:
        [looser] = _send([_looser(question, facets, in_places=False).to_dict()])
    return with_looser(results, looser, first=_looser_window(params)[0])


class _Answers(NamedTuple):
    strict: Mapping[str, Any]
    looser: Mapping[str, Any] | None
    beside: Mapping[str, Any] | None


def _answers(question: Question, facets: list[Facet], on_shelves: int | None) -> _Answers:
    """The engine's answer; for a long question the one to the same asked more loosely; that of contents; all in one request."""
    both = question.is_long and question.can_be_loosened
    sheets = [ask(question, facets), *([_looser(question, facets)] if both else [])]
    beside = [] if on_shelves is None else [ask_shelves(question, on_shelves)]
    halves = [half for search in sheets for half in apart(search.to_dict(), skip=question.is_simple)]
    answers = _send(halves, [search.to_dict() for search in beside])
    of_sheets = answers[: len(halves)]
    strict, *looser = [joined(hits, numbers) for hits, numbers in zip(of_sheets[::2], of_sheets[1::2], strict=True)]
    return _Answers(strict, looser[0] if looser else None, answers[-1] if beside else None)


def _looser(question: Question, facets: list[Facet], *, in_places: bool = True) -> Search:
    first, size = _looser_window(question.params)
    return ask_loosely(question, facets, first=first, size=size, in_places=in_places)


def _looser_window(params: SearchParams) -> tuple[int, int]:
    """Looser hits follow the few strict ones, whose number is not known yet: as many more are asked for."""
    first = max(params.offset - LITTLE, 0)
    return first, params.offset - first + params.par_page


def _send(bodies: list[Body], of_contents: Sequence[Body] = ()) -> Sequence[Mapping[str, Any]]:
    client = engine.client()
    if len(bodies) == 1 and not of_contents:
        return [client.search(index=engine.alias(), body=bodies[0]).body]
    answers = engine.search_several(client, bodies, of_contents)
    for answer in answers:
        if "error" in answer:
            raise Refused(str(answer["error"])[:300])
    return answers


def several(searches: Iterable[SearchParams]) -> list[SearchResults]:
    """First hits and numbers of several searches, in one request, words as they were typed; nothing when the engine does not answer."""
    asked = list(searches)
    if not asked:
        return []
    return engine_first(
        lambda: [from_engine(*pair) for pair in zip(asked, _send([build(params, []).to_dict() for params in asked]), strict=True)], list
    )


def together(asked: Sequence[tuple[SearchParams, Sequence[Facet]]]) -> list[SearchResults]:
    """First hits, numbers and counts of several searches without words, in one request; from PostgreSQL when the engine does not answer."""
    return engine_first(
        lambda: [
            from_engine(params, answer)
            for (params, _), answer in zip(asked, _send([build(params, facets).to_dict() for params, facets in asked]), strict=True)
        ],
        lambda: [fallback.find(params, facets) for params, facets in asked],
    )


def latest_and_theme_counts(limit: int = 6, *, within: Sequence[SearchParams] = (), places: bool = False) -> dict[str, Any]:
    """For the home page: `count` of sheets, the `latest` hits, and the first-level `themes` with slug, label and count. One request.

    `within`: results of these searches too. `places`: how many sheets by code of territory, where they were counted.
    """
    vocabulary = Vocabulary()
    facets = [BY_PARAMETER["theme"], *([BY_PARAMETER["territoire"]] if places else [])]
    results, *parts = together([(SearchParams(par_page=limit), facets), *((params, []) for params in within)])
    counts = results.counts.get("theme", {})
    themes = [{"slug": theme.slug, "label": theme.name, "count": counts.get(theme.slug, 0)} for theme in vocabulary.top_themes()]
    told = {"within": parts, "places": results.counts.get("territoire", {})}
    return {"count": results.count, "latest": results.hits, "themes": themes, **told}


def warm_up() -> None:
    """The first searches of a node that just started are slow: it takes them here, with more patience than visitors have."""
    for params in (SearchParams(), SearchParams(q="logement")):
        engine.worker_client().search(index=engine.alias(), body=build(params, list(FACETS)).to_dict())
