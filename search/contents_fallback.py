"""Contents in PostgreSQL: beside the sheets of a search, and together with sheets in the search in everything."""

from collections.abc import Mapping
from dataclasses import replace
from time import monotonic
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import Case, CharField, Count, Expression, F, FloatField, Func, QuerySet, TextField, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from practices.models import PublicPractice
from publications.models import PublicContent

from . import contents, fallback
from .facets import BY_PARAMETER
from .index import DEEPEST_HIT
from .params import SearchParams
from .query import PAST
from .results import SearchResults, Shelf
from .sections import SECTION_OF, Section

#: Voices have sides in place of types.
_SIDE = replace(BY_PARAMETER["type"], parameter="side")
_SECTION = Case(*(When(kind=kind, then=Value(section.value)) for kind, section in SECTION_OF.items()), output_field=CharField())


def shelves(params: SearchParams, number: int) -> dict[str, Shelf]:
    """By section: how many contents answer to a search for sheets, and the first of each, what is past last. One query."""
    found = _contents(params).annotate(
        section=_SECTION,
        of_section=Window(Count("*"), partition_by=F("section")),
        place=Window(RowNumber(), partition_by=F("section"), order_by=[_is_past().asc(), F("first_published_at").desc(), "identifier"]),
    )
    gathered: dict[str, Shelf] = {}
    for row in found.filter(place__lte=max(number, 1)).defer("text", "texts").order_by("section", "place"):
        shelf = gathered.setdefault(row.section, Shelf(row.of_section, []))
        if number:
            shelf.hits.append(contents.hit(row))
    return gathered


def find(params: SearchParams) -> SearchResults:
    """One page of sheets and contents together, with the numbers of the sections; other facets are not counted."""
    started = monotonic()
    sheets, found = _sheets(params), _contents(params)
    by_section = {**_by_section(found), Section.SHEETS.value: sheets.count()}
    chosen = params.selected("rubrique") or tuple(by_section)
    return SearchResults(
        params=params,
        count=sum(number for section, number in by_section.items() if section in chosen),
        hits=_page(sheets, found, chosen, params),
        counts={"rubrique": {section: number for section, number in by_section.items() if number}},
        took_ms=round((monotonic() - started) * 1000),
        degraded=True,
    )


def _by_section(found: QuerySet[PublicContent]) -> dict[str, int]:
    rows = found.order_by().annotate(section=_SECTION).values("section").annotate(number=Count("pk"))
    return {row["section"]: row["number"] for row in rows}


def _sheets(params: SearchParams) -> QuerySet[PublicPractice]:
    """None where a type of contents is asked for."""
    return PublicPractice.objects.none() if params.selected("type") else fallback.answering(params)


def _contents(params: SearchParams) -> QuerySet[PublicContent]:
    found = fallback.with_words(PublicContent.objects.all(), params.q)
    for name in ("theme", "territoire"):
        if values := params.selected(name):
            found = found.filter(fallback.holding(BY_PARAMETER[name], values))
    if values := params.selected("type"):
        found = found.filter(fallback.holding(BY_PARAMETER["type"], values) | fallback.holding(_SIDE, values))
    return found


def _page(
    sheets: QuerySet[PublicPractice], found: QuerySet[PublicContent], chosen: tuple[str, ...], params: SearchParams
) -> list[dict[str, Any]]:
    found = found.annotate(section=_SECTION).filter(section__in=chosen)
    parts = [_ranked(found, params, past=True)]
    if Section.SHEETS.value in chosen:
        parts.append(_ranked(sheets, params, past=False))
    first = min(params.offset, DEEPEST_HIT)
    rows = parts[0].union(*parts[1:], all=True).order_by(*_ORDERS[params.sort])
    keys = [row["identifier"] for row in rows[first : min(first + params.par_page, DEEPEST_HIT)]]
    hits = {hit["id"]: hit for hit in (*fallback.hits(_of(keys, "op-"), params), *_hits(_of(keys, "oc-"), params))}
    return [hits[key] for key in keys if key in hits]


def _of(keys: list[str], prefix: str) -> list[str]:
    return [key for key in keys if key.startswith(prefix)]


def _ranked(records: QuerySet[Any], params: SearchParams, *, past: bool) -> QuerySet[Any, dict[str, Any]]:
    query = fallback.text_query(params.q)
    rank: Expression = SearchRank(F("text"), query) if query else Value(0.0)
    if past:
        rank = Case(When(listed_until__lt=timezone.localdate(), then=rank * Value(PAST)), default=rank)
    columns = {"rank": Func(rank, template="(%(expressions)s)::float8", output_field=FloatField()), "sort_title": fallback.SORT_TITLE}
    return records.order_by().annotate(**columns).values("identifier", "rank", "sort_title", "first_published_at")


_ORDERS: Mapping[str, tuple[str, ...]] = {
    "pertinence": ("-rank", "-first_published_at", "identifier"),
    "recent": ("-first_published_at", "identifier"),
    "titre": ("sort_title", "identifier"),
}


class _Texts(Func):
    """The texts of a content as one."""

    template = "array_to_string(ARRAY(SELECT jsonb_array_elements_text(%(expressions)s)), ' ')"
    output_field = TextField()


def _hits(keys: list[str], params: SearchParams) -> list[dict[str, Any]]:
    rows = fallback.with_headlines(PublicContent.objects.defer("text", "texts"), params, _Texts(F("texts"))).in_bulk(keys)
    return [{**contents.hit(rows[key]), "highlights": fallback.highlights(rows[key]), "strict": True} for key in keys if key in rows]


def _is_past() -> Case:
    return Case(When(listed_until__lt=timezone.localdate(), then=Value(1)), default=Value(0))
