"""Filters of facets and the numbers beside their values. Each facet counts without its own filter; counts are sheets, never rows."""

from collections.abc import Iterable
from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.aggs import Agg
from elasticsearch.dsl.query import Bool, MatchAll, Nested, Query

from .facets import FLAT_FACETS, ROW_FACETS, SECTION, TYPE, Facet
from .params import SearchParams

#: Sheets know nothing of the last two, nor contents of most others: a search never holds both.
_FLAT = (*FLAT_FACETS, SECTION, TYPE)

#: Name of the aggregation that counts every facet on which nothing is selected.
UNSELECTED = "unselected"


def all_filters(params: SearchParams, *, but: str = "") -> Query:
    flat = [_one_of(facet, values) for facet in _FLAT if (values := params.selected(facet.parameter)) and facet.parameter != but]
    rows = [_one_row(rows, cells) for rows in ROW_FACETS if (cells := _cells(params, rows, but=but))]
    return Bool(filter=[*flat, *rows]) if flat or rows else MatchAll()


def _one_of(facet: Facet, values: Iterable[str]) -> Query:
    held = Q("terms", **{facet.field: list(values)})
    if not facet.otherwise or facet.otherwise not in values:
        return held
    return Bool(should=[held, Bool(must_not=[Q("exists", field=facet.field)])], minimum_should_match=1)


def _one_row(rows: str, cells: list[Query]) -> Query:
    return cells[0] if len(cells) == 1 else Nested(path=rows, query=Bool(filter=cells))


def _cells(params: SearchParams, rows: str, *, but: str = "") -> list[Query]:
    """What one same row must hold."""
    return [
        Q("terms", **{facet.field: list(values)})
        for facet in ROW_FACETS[rows]
        if (values := params.selected(facet.parameter)) and facet.parameter != but
    ]


def count(search: Search, params: SearchParams, facets: Iterable[Facet]) -> None:
    """Facets without a selection share one filter; each other one ignores its own, and counts its selected values whatever their rank."""
    asked = list(facets)
    plain = [facet for facet in asked if facet.parameter not in params.filters]
    if plain:
        bucket = search.aggs.bucket(UNSELECTED, "filter", filter=all_filters(params))
        for facet in plain:
            bucket.bucket(facet.parameter, _counted(facet, params, _values(facet)))
    for facet in asked:
        if selected := params.selected(facet.parameter):
            bucket = search.aggs.bucket(facet.parameter, "filter", filter=all_filters(params, but=facet.parameter))
            bucket.bucket("values", _counted(facet, params, _values(facet)))
            only = {**_values(facet), "field": facet.field, "include": list(selected), "size": len(selected)}
            bucket.bucket("selected", _counted(facet, params, only))


def _counted(facet: Facet, params: SearchParams, terms: dict[str, Any]) -> Agg:
    """Values with their numbers of sheets: of rows, only those that the other filters on rows accept, each sheet once."""
    others = _cells(params, facet.rows, but=facet.parameter) if facet.rows else []
    if not others:
        return A("terms", **terms)
    nested = A("nested", path=facet.rows)
    accepted = nested.bucket("accepted", "filter", filter=Bool(filter=others))
    accepted.bucket("rows", "terms", **terms).bucket("sheets", "reverse_nested")
    return nested


def _values(facet: Facet) -> dict[str, Any]:
    only = {"include": facet.counted} if facet.counted and not facet.counted_in else {}
    missing = {"missing": facet.otherwise} if facet.otherwise else {}
    return {"field": facet.counted_in or facet.field, "size": facet.size, **only, **missing}
