"""The same searches in PostgreSQL, on the public records: when there is no engine, or it does not answer.

Ranking is simpler; filters are the same.
"""

import json
from collections.abc import Iterable
from functools import reduce
from operator import or_
from time import monotonic
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchQueryField, SearchRank, SearchVector, SearchVectorField
from django.db import connection
from django.db.models import BooleanField, Expression, F, Func, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Collate
from django.utils.html import escape
from django.utils.safestring import SafeString

from practices.models import PublicPractice
from publications.models import PublicContent

from .documents import hit
from .facets import FACETS, FLAT_FACETS, ROW_FACETS, Facet
from .index import DEEPEST_HIT
from .params import SearchParams
from .results import MARK, SearchResults, safe
from .words import Term, parse

Record = TypeVar("Record", PublicPractice, PublicContent)

#: Text search configuration of `text` in public records: French stemming over unaccented words.
CONFIG = "french_unaccent"
#: Facets of more sheets than this would make a visitor wait.
MOST_COUNTED = 20_000

# Characters that no text holds stand for the marks until the text is escaped.
_OPEN, _CLOSE = "\ue000", "\ue001"

#: `champ:mot` → keys of the public data.
FIELD_KEYS = {"theme": ("main_theme", "themes"), "territoire": ("territories",), "structure": ("organisation",)}


def find(params: SearchParams, facets: Iterable[Facet] = FACETS) -> SearchResults:
    """One page of hits with their counts. Facets are left out when there are too many sheets to count quickly."""
    started = monotonic()
    matching = _matching(params)
    filtered = _filtered(matching, params)
    count = filtered.count()
    return SearchResults(
        params=params,
        count=count,
        hits=_page(filtered, params) if count else [],
        counts=_counts(matching, params, list(facets)),
        took_ms=round((monotonic() - started) * 1000),
        degraded=True,
    )


def answering(params: SearchParams) -> QuerySet[PublicPractice]:
    """Every sheet that answers to this search."""
    return _filtered(_matching(params), params)


def _matching(params: SearchParams) -> QuerySet[PublicPractice]:
    """Sheets with the words and the years."""
    sheets = with_words(PublicPractice.objects.all(), params.q)
    if params.annee_max:
        sheets = sheets.filter(first_year__lte=params.annee_max)
    if params.annee_min:
        sheets = sheets.filter(Q(last_year__gte=params.annee_min) | Q(last_year=None, first_year__isnull=False))
    return sheets


def with_words(records: QuerySet[Record], q: str) -> QuerySet[Record]:
    """Of public records of either kind, those that hold these words."""
    if not q:
        return records
    query = text_query(q)
    records = records.filter(_Matches(F("text"), query)) if query else records
    for condition in _field_conditions(q):
        records = records.filter(condition)
    return records if parse(q) else records.none()


def text_query(q: str) -> Expression | None:
    """Words and phrases that must be there, excluded ones that must not. Nothing typed is ever syntax for PostgreSQL."""
    words = parse(q)
    parts: list[Expression] = [SearchQuery(words.free, config=CONFIG)] if words.free else []
    for term in words.terms:
        if not term.field:
            query = _tsquery(term)
            parts.append(~query if term.excluded else query)
    return _All(*parts) if parts else None


def _tsquery(term: Term) -> SearchQuery:
    return SearchQuery(term.text, config=CONFIG, search_type="phrase" if term.kind == "phrase" else "plain")


class _DataVector(Func):
    """The words of a part of the public data, whatever its shape."""

    template = f"to_tsvector('{CONFIG}', %(expressions)s)"
    output_field = SearchVectorField()


def _field_conditions(q: str) -> Iterable[Q]:
    for term in parse(q).terms:
        if term.field == "titre":
            condition = _vector_matches(SearchVector("title", config=CONFIG), term)
        elif term.field:
            condition = _any(_vector_matches(_DataVector(KeyTransform(key, "data")), term) for key in FIELD_KEYS[term.field])
        else:
            continue
        yield ~condition if term.excluded else condition


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


class _All(Func):
    """All of these text queries at once; flat, because a search may have a hundred terms."""

    template = "(%(expressions)s)"
    arg_joiner = " && "
    output_field = SearchQueryField()


class _Matches(Func):
    template = "COALESCE((%(expressions)s), false)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def _vector_matches(vector: Expression, term: Term) -> Q:
    return Q(
        _Matches(
            vector,
            _tsquery(term),
        )
    )


def _filtered(sheets: QuerySet[PublicPractice], params: SearchParams, *, but: str = "") -> QuerySet[PublicPractice]:
    for facet in FLAT_FACETS:
        if (values := params.selected(facet.parameter)) and facet.parameter != but:
            sheets = sheets.filter(holding(facet, values))
    for rows in ROW_FACETS:
        if path := _row_path(params, rows, but=but):
            sheets = sheets.filter(_HoldsRow(F("filters"), Value(path)))
    return sheets


def holding(facet: Facet, values: Iterable[str]) -> Q:
    """Records with one of these values."""
    return _any(Q(filters__contains={facet.parameter: [facet.stored(value)]}) for value in values)


def _row_path(params: SearchParams, rows: str, *, but: str = "") -> str:
    """JSON path of the rows that every filter on them accepts; empty when there is none. Its values come from closed lists."""
    cells = [
        " || ".join(f"@.{facet.cell} == {json.dumps(facet.stored(value))}" for value in values)
        for facet in ROW_FACETS[rows]
        if (values := params.selected(facet.parameter)) and facet.parameter != but
    ]
    return f"$.{rows}[*] ? ({' && '.join(f'({cell})' for cell in cells)})" if cells else ""


class _HoldsRow(Func):
    template = "(%(expressions)s::jsonpath)"
    arg_joiner = " @? "
    output_field = BooleanField()


def _page(sheets: QuerySet[PublicPractice], params: SearchParams) -> list[dict]:
    """Highlights are made for the sheets of the page only."""
    first = min(params.offset, DEEPEST_HIT)
    last = min(first + params.par_page, DEEPEST_HIT)
    return hits(list(in_order(sheets, params).values_list("pk", flat=True)[first:last]), params)


def hits(keys: list[str], params: SearchParams) -> list[dict]:
    """What a list shows of these sheets, in this order."""
    context = KeyTextTransform("context", "data")
    rows = with_headlines(PublicPractice.objects.defer("text", "filters"), params, context).in_bulk(keys)
    return [{**hit(rows[key]), "highlights": highlights(rows[key]), "strict": True} for key in keys if key in rows]


def in_order(sheets: QuerySet[PublicPractice], params: SearchParams) -> QuerySet[PublicPractice]:
    query = text_query(params.q) if params.sort == "pertinence" else None
    if query:
        return sheets.annotate(rank=SearchRank(F("text"), query)).order_by("-rank", "-first_published_at", "identifier")
    if params.sort == "titre":
        return sheets.annotate(sort_title=SORT_TITLE).order_by("sort_title", "identifier")
    return sheets.order_by("-first_published_at", "identifier")


class _SortTitle(Func):
    """As `documents.sort_title`: no case, no accent, no leading article."""

    template = (
        "trim(regexp_replace(lower(unaccent("
        "regexp_replace(trim(%(expressions)s), '^(l[''’]|(le|la|les|un|une|des)\\s+)', '', 'i')"
        ")), '[^a-z0-9]+', ' ', 'g'))"
    )
    output_field = TextField()


SORT_TITLE = Collate(_SortTitle(F("title")), "C")


def with_headlines(records: QuerySet[Record], params: SearchParams, running_text: Expression) -> QuerySet[Record]:
    query = text_query(params.q) or SearchQuery("", config=CONFIG)
    marks: dict[str, Any] = {"config": CONFIG, "start_sel": _OPEN, "stop_sel": _CLOSE}
    return records.annotate(
        title_headline=SearchHeadline("title", query, highlight_all=True, **marks),
        summary_headline=SearchHeadline(KeyTextTransform("summary", "data"), query, highlight_all=True, **marks),
        text_headline=SearchHeadline(running_text, query, max_fragments=1, min_words=12, max_words=30, **marks),
    )


def highlights(record: PublicPractice | PublicContent) -> dict[str, list[SafeString]]:
    texts = {name: getattr(record, f"{name}_headline") for name in ("title", "summary", "text")}
    return {name: [_marked(text)] for name, text in texts.items() if text and _OPEN in text}


def _marked(text: str) -> SafeString:
    return safe(escape(text).replace(_OPEN, MARK).replace(_CLOSE, "</mark>"))


def _counts(matching: QuerySet[PublicPractice], params: SearchParams, facets: list[Facet]) -> dict[str, dict[str, int]]:
    """Every facet in one query, each without its own filter; nothing when there is too much to count."""
    if not facets or matching.order_by()[: MOST_COUNTED + 1].count() > MOST_COUNTED:
        return {}
    plain = [facet.parameter for facet in facets if not facet.rows and facet.parameter not in params.filters]
    groups: list[tuple[QuerySet[PublicPractice], str, list[Any]]] = [(_filtered(matching, params), _COUNT, [plain])] if plain else []
    for facet in facets:
        if facet.rows or facet.parameter in params.filters:
            sheets = _filtered(matching, params, but=facet.parameter)
            groups.append((sheets, *_counting(facet, params)))
    parts, arguments = [], []
    for sheets, template, own in groups:
        if sheets.query.is_empty():
            continue
        sql, inner = sheets.order_by().values("filters").query.sql_with_params()
        parts.append(template.format(sheets=sql))
        arguments += [*inner, *own]
    counts: dict[str, dict[str, int]] = {facet.parameter: {} for facet in facets}
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), arguments)
            for parameter, value, number in cursor.fetchall():
                counts[parameter][value] = number
    return {facet.parameter: _top(facet, counts[facet.parameter], params.selected(facet.parameter)) for facet in facets}


def _counting(facet: Facet, params: SearchParams) -> tuple[str, list[Any]]:
    """The statement that counts this facet alone, with what it needs after the sheets."""
    if not facet.rows:
        return _COUNT, [[facet.parameter]]
    accepted = _row_path(params, facet.rows, but=facet.parameter) or f"$.{facet.rows}[*]"
    return _COUNT_ROWS, [accepted, facet.cell, facet.parameter]


_COUNT = """
SELECT facet.key, item.value, count(*) FROM ({sheets}) AS sheet
CROSS JOIN LATERAL jsonb_each(sheet.filters) AS facet
CROSS JOIN LATERAL jsonb_array_elements_text(facet.value) AS item
WHERE facet.key = ANY(%s) GROUP BY 1, 2
"""
# Each sheet brings each value once, however many of its rows hold it.
_COUNT_ROWS = """
SELECT own.parameter, cell.value, count(*) FROM ({sheets}) AS sheet
CROSS JOIN (SELECT %s::jsonpath AS accepted, %s AS cell, %s AS parameter) AS own
CROSS JOIN LATERAL (
    SELECT DISTINCT item ->> own.cell AS value FROM jsonb_path_query(sheet.filters, own.accepted) AS item
) AS cell
WHERE cell.value IS NOT NULL GROUP BY 1, 2
"""


def _top(facet: Facet, counts: dict[str, int], selected: Iterable[str]) -> dict[str, int]:
    """The values worth showing, as the engine picks them."""
    listed = [value for value in counts if facet.lists(value)]
    ranked = sorted(listed, key=lambda value: (-counts[value], value))[: facet.size]
    return {value: counts[value] for value in dict.fromkeys([*ranked, *(value for value in selected if value in counts)])}
