"""Going on behind a hit in PostgreSQL: pages by the values that sort them, the same values as the engine's where both have them."""

from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Expression, F, FloatField, Func, Q, QuerySet
from django.db.models.functions import Cast, Collate

from practices.models import PublicPractice

from . import fallback
from .cursor import BY_IDENTIFIER, Place
from .params import SearchParams


class Row(NamedTuple):
    """A sheet and what sorts it."""

    identifier: str
    after: tuple[Any, ...]


class _Milliseconds(Func):
    """As the engine sorts dates that are written to the second."""

    template = "(floor(extract(epoch FROM %(expressions)s))::bigint * 1000)"
    output_field = BigIntegerField()


def rows_after(sheets: QuerySet[PublicPractice], params: SearchParams, place: Place, size: int) -> list[Row]:
    """The next sheets behind the place, in its order."""
    sheets = sheets if place.order == BY_IDENTIFIER else fallback.in_order(sheets, params)
    keys = _keys(sheets, place.order)
    named = {f"key_{number}": expression for number, (expression, _descending) in enumerate(keys)}
    falling = [descending for _expression, descending in keys]
    order = [f"-{name}" if descending else name for name, descending in zip(named, falling, strict=True)]
    sheets = sheets.annotate(**named).order_by(*order)
    if place.after:
        sheets = sheets.filter(_behind(list(named), falling, place.after))
    return [Row(identifier, tuple(after)) for identifier, *after in sheets.values_list("identifier", *named)[:size]]


def _keys(sheets: QuerySet[PublicPractice], order: str) -> list[tuple[Expression, bool]]:
    """What sorts in this order, each with whether the greatest comes first. Words that only PostgreSQL's fields hold have no rank."""
    identifier: list[tuple[Expression, bool]] = [(Collate(F("identifier"), "C"), False)]
    recent: list[tuple[Expression, bool]] = [(_Milliseconds(F("first_published_at")), True), *identifier]
    if order == "pertinence" and "rank" in sheets.query.annotations:
        # In double precision a rank is compared with what was read of it.
        return [(Cast("rank", FloatField()), True), *recent]
    if order == "titre":
        return [(Collate(F("sort_title"), "C"), False), *identifier]
    return identifier if order == BY_IDENTIFIER else recent


def _behind(names: list[str], falling: list[bool], values: tuple[Any, ...]) -> Q:
    """Later in the first key, or equal in it and later in the second, and so on."""
    condition, equal = Q(), Q()
    for name, descending, value in zip(names, falling, values, strict=True):
        condition |= equal & Q(**{f"{name}__lt" if descending else f"{name}__gt": value})
        equal &= Q(**{name: value})
    return condition
