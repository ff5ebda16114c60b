"""What harvesters are told: public sheets and the tombstones of those that are gone, by their last change. Nothing else is read."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, JSONField, QuerySet, Value
from django.db.models.fields.json import KT

from practices.models import PublicPractice
from practices.queries import tombstones

from .protocol import Span
from .sets import Members

#: Publications take less; a transaction that is older writes no sheet, and nobody waits for it.
LONGEST_PUBLICATION = "5 minutes"

_SETTLED = """
SELECT LEAST(clock_timestamp(), min(xact_start)) FROM pg_stat_activity
WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
AND xact_start > clock_timestamp() - %s::interval
"""


class Change(NamedTuple):
    """The last change of a sheet. `data` is the public object; None: the sheet is gone, or its data were not asked for."""

    at: datetime
    identifier: str
    gone: bool
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
    live, gone = (_columns(rows).order_by("at", "identifier")[:limit] for rows in _kinds(selection, after, with_data=with_data))
    return [Change(*row) for row in live.union(gone, all=True).order_by("at", "identifier")[:limit]]


def count(selection: Selection) -> int:
    """How many changes a selection has. One query, which reads no sheet."""
    live, gone = (rows.order_by().values_list("at") for rows in _kinds(selection))
    return live.union(gone, all=True).count()


def earliest() -> datetime | None:
    """No change is older; None before the first publication. One query."""
    everything = Selection(Span(), Members(), datetime.max.replace(tzinfo=UTC))
    first = changes(everything, after=None, limit=1, with_data=False)
    return first[0].at if first else None


def change_of(identifier: str, *, with_data: bool) -> Change | None:
    """The last change of this sheet; None if it was never public. One query."""
    live = _columns(PublicPractice.objects.filter(identifier=identifier).annotate(**_live(with_data)))
    gone = _columns(tombstones().filter(identifier=identifier).annotate(**_GONE))
    row = live.union(gone, all=True).first()
    return Change(*row) if row else None


def _kinds(selection: Selection, after: Position | None = None, *, with_data: bool = False) -> list[QuerySet]:
    """Public sheets and tombstones of a selection."""
    live = PublicPractice.objects.filter(selection.members.live()).annotate(**_live(with_data))
    gone = tombstones().filter(selection.members.gone()).annotate(**_GONE)
    return [_narrowed(rows, selection, after) for rows in (live, gone)]


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
    return rows.order_by().values_list("at", "identifier", "is_gone", "region_name", "theme_slugs", "public_data")


def _live(with_data: bool) -> dict[str, Any]:
    return {
        "at": F("updated_at"),
        "is_gone": Value(False),
        "region_name": F("region_slug"),
        "theme_slugs": F("filters__theme"),
        "public_data": F("data") if with_data else Value(None, output_field=JSONField()),
    }


_GONE: dict[str, Any] = {
    "at": F("gone_at"),
    "is_gone": Value(True),
    "region_name": KT("gone_from__region"),
    "theme_slugs": F("gone_from__theme"),
    "public_data": Value(None, output_field=JSONField()),
}
