"""From parameters to the engine's request: one pure function that pages, API, exports and feeds share.

Text scores; filters of facets are applied after the counts (`post_filter`), so that each facet can count without its own filter.
"""

from collections.abc import Iterable
from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.aggs import Agg
from elasticsearch.dsl.query import Bool, MatchAll, MatchNone, MultiMatch, Nested, Query, Range

from core.text import fold

from .analysis import ELIDED, STOP_WORDS
from .facets import FACETS, FLAT_FACETS, ROW_FACETS, Facet
from .index import DEEPEST_HIT
from .params import SearchParams
from .words import Term, Words, parse

#: Fields searched by default, the heaviest first. docs/developers/search.md says why.
WEIGHTS = {
    "title": 6,
    "theme_labels": 4,
    "keywords": 3,
    "places": 3,
    "summary": 3,
    "organisation": 2,
    "objectives": 2,
    "theme_alternatives": 1.5,
    "body": 1,
}
#: `champ:mot` → fields.
FIELDS = {
    "titre": ("title",),
    "theme": ("theme_labels", "theme_alternatives"),
    "territoire": ("places",),
    "structure": ("organisation",),
}
_VERBATIM = ("title", "theme_labels", "keywords", "places", "summary")
_RUNNING_TEXT = ("title", "theme_labels", "summary", "objectives", "body")
#: One or two words: all. More: three in four.
MOST_WORDS = "2<75%"

#: Highlighted field → name under which it is given out (the key of the format where there is one).
HIGHLIGHTED = {
    "title": "title",
    "summary": "summary",
    "theme_labels": "themes",
    "keywords": "keywords",
    "places": "territories",
    "organisation": "organisation",
    "objectives": "objectives",
    "body": "text",
}
_WHOLE = {"title", "summary", "theme_labels", "keywords", "places", "organisation"}
_EXTRACT = 180

SORTS = {
    "pertinence": ("_score", "-published_at", "identifier"),
    "recent": ("-published_at", "identifier"),
    "titre": ("sort_title", "identifier"),
}
#: Name of the aggregation that counts every facet on which nothing is selected.
UNSELECTED = "unselected"


def build(params: SearchParams, facets: Iterable[Facet] = FACETS) -> Search:
    """The whole request: hits of one page, highlights, and counts for these facets."""
    words = parse(params.q)
    search = Search().query(_matching(params, words)).sort(*SORTS[params.sort])
    search = search.source(["hit"]).extra(track_total_hits=True, **_window(params))
    if params.filters:
        search = search.post_filter(_all_filters(params))
    if words:
        search = _highlighted(search)
    _count(search, params, facets)
    return search


def _window(params: SearchParams) -> dict[str, int]:
    """Never beyond what the engine gives by pages; the count then tells whether that was past the end or too deep."""
    first = min(params.offset, DEEPEST_HIT)
    size = min(params.par_page, DEEPEST_HIT - first)
    return {"from": first if size else 0, "size": size}


def _matching(params: SearchParams, words: Words) -> Query:
    must = _scored(words) if params.q else []
    query = Bool(
        must=must,
        should=_nearness(words),
        must_not=[_term(term) for term in words.terms if term.excluded],
        filter=_years(params),
    )
    return query if query.to_dict()["bool"] else MatchAll()


def _scored(words: Words) -> list[Query]:
    """What must be found. A query without a single letter finds nothing rather than everything."""
    if not words:
        return [MatchNone()]
    must = [_term(term) for term in words.terms if not term.excluded]
    if words.free:
        must.append(_free(words.free))
    return must


def _free(text: str) -> Query:
    if _only_stop_words(text):
        return MultiMatch(query=text, type="cross_fields", fields=_weighted(WEIGHTS, ".exact"), operator="and")
    return MultiMatch(query=text, type="cross_fields", fields=_weighted(WEIGHTS), minimum_should_match=MOST_WORDS)


def _nearness(words: Words) -> list[Query]:
    """Lifts what has the words as they were typed, and next to each other. Never decides whether a sheet is found."""
    if not words.free or _only_stop_words(words.free):
        return []
    return [
        MultiMatch(query=words.free, type="most_fields", fields=_weighted(_VERBATIM, ".exact"), boost=0.3),
        MultiMatch(query=words.free, type="phrase", fields=_weighted(_RUNNING_TEXT), slop=2),
    ]


def _term(term: Term) -> Query:
    names = FIELDS.get(term.field, tuple(WEIGHTS))
    if term.kind == "phrase":
        return MultiMatch(query=term.text, type="phrase", fields=_weighted(names, ".exact"))
    suffix = ".exact" if _only_stop_words(term.text) else ""
    return MultiMatch(query=term.text, type="cross_fields", fields=_weighted(names, suffix), operator="and")


def _weighted(names: Iterable[str], suffix: str = "") -> list[str]:
    return [f"{name}{suffix}^{WEIGHTS[name]}" for name in names]


def _only_stop_words(text: str) -> bool:
    return all(word in STOP_WORDS or word in ELIDED for word in fold(text).split())


def _years(params: SearchParams) -> list[Query]:
    """The action ran in these years: it began before their end and had not ended before they began."""
    filters: list[Query] = []
    if params.annee_max:
        filters.append(Range(first_year={"lte": params.annee_max}))
    if params.annee_min:
        filters.append(Range(last_year={"gte": params.annee_min}))
    return filters


def _all_filters(params: SearchParams, *, but: str = "") -> Query:
    flat = [
        Q("terms", **{facet.field: list(values)})
        for facet in FLAT_FACETS
        if (values := params.selected(facet.parameter)) and facet.parameter != but
    ]
    nested = [Nested(path=rows, query=Bool(filter=cells)) for rows in ROW_FACETS if (cells := _cells(params, rows, but=but))]
    return Bool(filter=[*flat, *nested]) if flat or nested else MatchAll()


def _cells(params: SearchParams, rows: str, *, but: str = "") -> list[Query]:
    """What one same row must hold."""
    return [
        Q("terms", **{facet.field: list(values)})
        for facet in ROW_FACETS[rows]
        if (values := params.selected(facet.parameter)) and facet.parameter != but
    ]


def _count(search: Search, params: SearchParams, facets: Iterable[Facet]) -> None:
    """Facets without a selection share one filter; each other one ignores its own, and counts its selected values whatever their rank."""
    asked = list(facets)
    plain = [facet for facet in asked if facet.parameter not in params.filters]
    if plain:
        bucket = search.aggs.bucket(UNSELECTED, "filter", filter=_all_filters(params))
        for facet in plain:
            bucket.bucket(facet.parameter, _counted(facet, params, _values(facet)))
    for facet in asked:
        if selected := params.selected(facet.parameter):
            bucket = search.aggs.bucket(facet.parameter, "filter", filter=_all_filters(params, but=facet.parameter))
            bucket.bucket("values", _counted(facet, params, _values(facet)))
            only = {"field": facet.field, "include": list(selected), "size": len(selected)}
            bucket.bucket("selected", _counted(facet, params, only))


def _counted(facet: Facet, params: SearchParams, terms: dict[str, Any]) -> Agg:
    """Values with their numbers of sheets: of rows, only those that the other filters on rows accept, each sheet once."""
    if not facet.rows:
        return A("terms", **terms)
    nested = A("nested", path=facet.rows)
    accepted = nested.bucket("accepted", "filter", filter=Bool(filter=_cells(params, facet.rows, but=facet.parameter)))
    accepted.bucket("rows", "terms", **terms).bucket("sheets", "reverse_nested")
    return nested


def _values(facet: Facet) -> dict[str, Any]:
    only = {"include": facet.counted} if facet.counted else {}
    return {"field": facet.field, "size": facet.size, **only}


def _highlighted(search: Search) -> Search:
    """The engine escapes the text; only our own <mark> is markup in what comes back."""
    search = search.highlight_options(encoder="html", pre_tags=["<mark>"], post_tags=["</mark>"], order="score")
    for name in HIGHLIGHTED:
        extent = {"number_of_fragments": 0} if name in _WHOLE else {"number_of_fragments": 2, "fragment_size": _EXTRACT}
        search = search.highlight(name, matched_fields=[f"{name}.exact"], **extent)
    return search
