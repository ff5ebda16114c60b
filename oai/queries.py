"""What harvesters are told: public sheets and contents, and the tombstones of what is gone, by their last change. Nothing else is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Case, CharField, F, Func, JSONField, OuterRef, QuerySet, Value, When
from django.db.models.fields.json import KT

from practices.models import PublicPractice
from practices.queries import tombstones
from publications.models import PublicContent, ThemedContent
from publications.queries import tombstones as content_tombstones
from publications.vocabulary import MODELS

from .protocol import Span
from .sets import SHEET, Members

#: Of the identifiers of sheets and of contents.
PREFIXES = ("op", "oc")
#: Publications take less; a transaction that is older writes no sheet, and nobody waits for it.
LONGEST_PUBLICATION = "5 minutes"

_SETTLED = """
SELECT LEAST(clock_timestamp(), min(xact_start)) FROM pg_stat_activity
WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
AND xact_start > clock_timestamp() - %s::interval
"""


class Change(NamedTuple):
    """The last change of a sheet or a content. `data` is the public object; None: it is gone, or its data were not asked for."""

    at: datetime
    identifier: str
    gone: bool
    kind: str
    region: str | None
    themes: list[str] | None
    data: dict[str, Any] | None


class Position(NamedTuple):
    """A place in the list: after this change."""

    at: datetime
    identifier: str


@dataclass(frozen=True)
class Selection:
    """Which changes a harvester asks for, among those that are settled."""

    span: Span
    members: Members
    settled: datetime


def settled_moment() -> datetime:
    """The moment before which every change can be seen: now, or when the oldest publication that is being written began.

    A publication takes its time from the clock, then is seen when it is committed. A harvester that comes in between would not see it, and
    would next ask for what came later.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED, [LONGEST_PUBLICATION])
        return cursor.fetchone()[0].astimezone(UTC)


def changes(selection: Selection, *, after: Position | None, limit: int, with_data: bool) -> list[Change]:
    """The first changes of a selection, oldest first. One query, in which each kind gives no more than it must."""
    first, *others = (_columns(rows).order_by("at", "identifier")[:limit] for rows in _kinds(selection, after, with_data=with_data))
    return [Change(*row) for row in first.union(*others, all=True).order_by("at", "identifier")[:limit]]


def count(selection: Selection) -> int:
    """How many changes a selection has. One query, which reads no text."""
    first, *others = (rows.order_by().values_list("at") for rows in _kinds(selection))
    return first.union(*others, all=True).count()


def earliest() -> datetime | None:
    """No change is older; None before the first publication. One query."""
    everything = Selection(Span(), Members(), datetime.max.replace(tzinfo=UTC))
    first = changes(everything, after=None, limit=1, with_data=False)
    return first[0].at if first else None


def change_of(identifier: str, *, with_data: bool) -> Change | None:
    """The last change of this sheet or content; None if it was never public. One query."""
    first, *others = (_columns(rows.filter(identifier=identifier)) for rows in _everything(with_data=with_data))
    row = first.union(*others, all=True).first()
    return Change(*row) if row else None


def _everything(*, with_data: bool) -> Iterator[QuerySet]:
    """Public sheets and contents, and the tombstones of both, with the same columns."""
    yield PublicPractice.objects.annotate(**_live(with_data), kind_name=Value(SHEET), region_name=F("region_slug"))
    yield tombstones().annotate(**_GONE, kind_name=Value(SHEET), region_name=KT("gone_from__region"), theme_slugs=F("gone_from__theme"))
    yield PublicContent.objects.annotate(**_live(with_data), kind_name=F("kind"), region_name=_NO_REGION)
    yield content_tombstones().annotate(**_GONE, kind_name=_KIND_OF_PAGE, region_name=_NO_REGION, theme_slugs=_THEMES_OF_PAGE)


def _kinds(selection: Selection, after: Position | None = None, *, with_data: bool = False) -> list[QuerySet]:
    """What a selection has of each."""
    members = selection.members
    chosen = (members.live(), members.gone(), members.live_contents(), members.gone_contents())
    everything = zip(_everything(with_data=with_data), chosen, strict=True)
    return [_narrowed(rows.filter(found), selection, after) for rows, found in everything]


def _narrowed(rows: QuerySet, selection: Selection, after: Position | None) -> QuerySet:
    rows = rows.filter(at__lt=selection.settled)
    if selection.span.since:
        rows = rows.filter(at__gte=selection.span.since)
    if selection.span.before:
        rows = rows.filter(at__lt=selection.span.before)
    if after:
        rows = rows.filter(at__gte=after.at).exclude(at=after.at, identifier__lte=after.identifier)
    return rows


def _columns(rows: QuerySet) -> QuerySet:
    return rows.order_by().values_list("at", "identifier", "is_gone", "kind_name", "region_name", "theme_slugs", "public_data")


def _live(with_data: bool) -> dict[str, Any]:
    return {
        "at": F("updated_at"),
        "is_gone": Value(False),
        "theme_slugs": F("filters__theme"),
        "public_data": F("data") if with_data else Value(None, output_field=JSONField()),
    }


_GONE: dict[str, Any] = {"at": F("gone_at"), "is_gone": Value(True), "public_data": Value(None, output_field=JSONField())}
_NO_REGION = Value(None, output_field=CharField())
#: A page that left keeps the themes that it last had.
_THEMES_OF_PAGE = Func(
    ArraySubquery(ThemedContent.objects.filter(content_object_id=OuterRef("page_id")).order_by("pk").values("tag__slug")),
    function="to_jsonb",
    output_field=JSONField(),
)
_KIND_OF_PAGE = Case(*(When(page__content_type__model=model, then=Value(kind)) for model, kind in MODELS.items()), output_field=CharField())
