"""Every hit of a search, however many, page after page: for exports, and for the cursor of the API.

Pages for people end at `index.DEEPEST_HIT`. A walk goes on from the sort values of its last hit and keeps nothing of what it gave, so its
memory is that of one page. What it finds is what the pages find: the same words forgiven, the same looser hits after few strict ones;
both are settled at its beginning, so that a publication on the way changes nothing of them.
"""

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from itertools import islice
from time import monotonic
from typing import Any

from django.utils.translation import gettext as _
from elastic_transport import TransportError
from elasticsearch import ApiError
from elasticsearch.dsl import Search

from . import cursor as cursors
from . import engine, fallback, keyset
from .cursor import BY_IDENTIFIER, COMMON_ORDERS, BadCursor, Place
from .facets import Facet
from .params import SearchParams
from .queries import LITTLE, engine_first
from .query import SORTS, Question, ask, ask_loosely
from .results import SearchResults, from_engine, with_looser
from .slips import corrected, near_forms

__all__ = ["BadCursor", "each_page", "page_after"]

BATCH = 500
#: How long the engine keeps the frozen view between two pages: a reader on a slow line takes its time.
KEEP_ALIVE = "5m"
#: Every order ends with the identifier: no two hits ever stand at the same place.
ORDERS = {**SORTS, BY_IDENTIFIER: ("identifier",)}
ENGINE, DATABASE = "elasticsearch", "postgresql"

Pages = Generator[list[str], None, None]
Body = dict[str, Any]
Send = Callable[[Body], Mapping[str, Any]]


def each_page(params: SearchParams, size: int = BATCH) -> Pages:
    """Identifiers of every hit, in the order of the pages, `size` at a time.

    From one frozen view of the index, or one PostgreSQL cursor: what is published or withdrawn meanwhile changes nothing. Without an engine
    PostgreSQL answers; an engine that fails once pages were given raises (TransportError, ApiError): what was given would not be whole.
    """
    with closing(_frozen_pages(params, size)) as pages:
        first: list[str] | None = engine_first(lambda: next(pages), lambda: None)
        if first is None:
            yield from _database_pages(params, size)
        else:
            yield first
            yield from pages


def page_after(params: SearchParams, cursor: str, facets: Iterable[Facet] = ()) -> tuple[SearchResults, str | None]:
    """The page of `params.par_page` hits behind this cursor (`*`: the first), and the cursor of the next one; None at the end.

    Without `tri` sheets come in the order of their identifiers. In that order, and in `recent`, each sheet that answers to the search from
    the first page to the last is given exactly once, whatever is published, changed or withdrawn meanwhile, and even if the engine goes or
    comes back on the way. In `titre` this holds unless its title changes; in `pertinence` unless scores change, which any publication may
    do. Sheets that come or go meanwhile may be given or not. `facets` are counted on the first page only, and not by PostgreSQL.

    Raises BadCursor: not ours, of another search, or in an order that the engine that answers now cannot go on with.
    """
    place = cursors.unseal(cursor, params)
    first_page = replace(params, page=1)
    asked = list(facets) if place.at_start else []
    results, following = engine_first(
        lambda: _page_of_engine(first_page, place, asked),
        lambda: _page_of_database(first_page, place),
    )
    return results, cursors.seal(following, params) if following else None


@dataclass(frozen=True)
class _Turn:
    """What the engine answered for one page: to the question, to the looser one, or to the first and then the second.

    `place`: where its last row was asked for.
    """

    place: Place
    strict: Mapping[str, Any] | None = None
    looser: Mapping[str, Any] | None = None

    @property
    def rows(self) -> list[Mapping[str, Any]]:
        return [row for answer in (self.strict, self.looser) if answer for row in answer["hits"]["hits"]]

    def behind(self, row: Mapping[str, Any]) -> Place:
        """The place behind this row, one of the last answer."""
        of = "" if self.place.order in COMMON_ORDERS and not self.place.loosely else ENGINE
        return replace(self.place, after=tuple(row["sort"]), engine=of)


def _turn(send: Send, params: SearchParams, place: Place, size: int, facets: list[Facet]) -> _Turn:
    """The next rows of a walk."""
    question = Question.of(params).forgiving(place.forms)
    answer = send(_body(question, place, size, facets))
    if place.loosely:
        return _Turn(place, looser=answer)
    if not place.at_start:
        return _Turn(place, strict=answer)
    if forms := near_forms(answer):
        place, question = replace(place, forms=forms), question.forgiving(forms)
        answer = send(_body(question, place, size, facets))
    found = len(answer["hits"]["hits"])
    if found >= LITTLE or not question.can_be_loosened:
        return _Turn(place, strict=answer)
    place = replace(place, loosely=True, strict_count=found)
    looser = send(_body(question, place, size - found, facets))
    if not found and question.names_a_place and not looser["hits"]["hits"]:
        place = replace(place, in_places=False)
        looser = send(_body(question, place, size, facets))
    return _Turn(place, answer, looser)


def _body(question: Question, place: Place, size: int, facets: list[Facet]) -> Body:
    looser = ask_loosely(question, facets, first=0, size=size, in_places=place.in_places) if place.loosely else None
    body: Body = (looser or ask(question, facets)).to_dict()
    body |= {"from": 0, "size": size, "sort": Search().sort(*ORDERS[place.order]).to_dict()["sort"]}
    if place.after:
        body["search_after"] = list(place.after)
        body.pop("suggest", None)
    return body


def _frozen_pages(params: SearchParams, size: int) -> Pages:
    """Only the first page has a visitor's patience: past it nobody could answer instead."""
    client = engine.client()
    view = client.open_point_in_time(index=engine.alias(), keep_alive=KEEP_ALIVE)["id"]

    def send(body: Body) -> Mapping[str, Any]:
        nonlocal view
        body.pop("highlight", None)
        bare = {"_source": False, "track_total_hits": False, "pit": {"id": view, "keep_alive": KEEP_ALIVE}}
        answer = client.search(body=body | bare).body
        view = answer["pit_id"]
        return answer

    try:
        place: Place | None = Place(params.sort)
        while place:
            turn = _turn(send, params, place, size, [])
            yield [row["_id"] for row in turn.rows]
            place = turn.behind(turn.rows[-1]) if len(turn.rows) == size else None
            client = engine.worker_client()
    finally:
        # The engine forgets the view by itself, only later.
        with suppress(TransportError, ApiError):
            client.close_point_in_time(id=view)


def _database_pages(params: SearchParams, size: int) -> Pages:
    sheets = fallback.in_order(fallback.answering(params), params)
    identifiers = sheets.values_list("pk", flat=True).iterator(chunk_size=size)
    while page := list(islice(identifiers, size)):
        yield page


def _page_of_engine(params: SearchParams, place: Place, facets: list[Facet]) -> tuple[SearchResults, Place | None]:
    _check(place, ENGINE)
    turn = _turn(_send, params, place, params.par_page + 1, facets)
    results = _results(params, turn)
    if forms := turn.place.forms:
        results = replace(results, suggestion=corrected(params.q, forms))
    following = turn.behind(turn.rows[-2]) if len(turn.rows) > params.par_page else None
    return replace(results, hits=results.hits[: params.par_page]), following


def _send(body: Body) -> Mapping[str, Any]:
    return engine.client().search(index=engine.alias(), body=body).body


def _results(params: SearchParams, turn: _Turn) -> SearchResults:
    if turn.strict:
        results = from_engine(params, turn.strict)
        return with_looser(results, turn.looser, first=0) if turn.looser else results
    assert turn.looser, "a turn has an answer"
    looser = from_engine(params, turn.looser)
    hits = [{**hit, "strict": False} for hit in looser.hits]
    return replace(looser, count=turn.place.strict_count + looser.count, looser_count=looser.count, hits=hits)


def _page_of_database(params: SearchParams, place: Place) -> tuple[SearchResults, Place | None]:
    _check(place, DATABASE)
    started = monotonic()
    sheets = fallback.answering(params)
    rows = keyset.rows_after(sheets, params, place, params.par_page + 1)
    shown = rows[: params.par_page]
    results = SearchResults(
        params,
        count=sheets.count(),
        hits=fallback.hits([row.identifier for row in shown], params),
        took_ms=round((monotonic() - started) * 1000),
        degraded=True,
    )
    of = "" if place.order in COMMON_ORDERS else DATABASE
    return results, replace(place, after=shown[-1].after, engine=of) if len(rows) > len(shown) else None


def _check(place: Place, engine: str) -> None:
    if not place.follows(engine):
        raise BadCursor(_("The search engine has changed since this cursor was given: begin again with cursor=*, best without “tri”."))
