"""How many sheets each filter would give: every facet's counts ignore its own filter, and see the editor's regions only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Case, CharField, Count, F, Field, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast

from ..models import PracticeRecord
from .filters import ALL, Filters, Surroundings, families
from .people import Person
from .query import TITLE
from .standing import STATES, UNDER_REVIEW_STANDINGS, waiting_for

#: Waiting times that the list proposes, in days.
WAITS = (7, 14, 30, 90)
_OUTSIDE_CELLS = frozenset((TITLE, "theme", "territoire"))


_TEXTS = ArrayField(CharField())
#: Columns by which sheets are grouped, `members` for those that have several values.
_COLUMNS: dict[str, Field] = {
    "members": _TEXTS,
    "standing": CharField(),
    "late": BooleanField(),
    "unattended": BooleanField(),
    "region_id": IntegerField(),
    "holder_id": IntegerField(),
    "holder_name": CharField(),
    "holder_email": CharField(),
    "days": IntegerField(),
}


class Kind(NamedTuple):
    """What the words of `est:` ask of a sheet."""

    standing: str
    late: bool
    unattended: bool


class Cell(NamedTuple):
    """Sheets that are alike in all that is counted together. `days`: the longest of the proposed waits that they have reached."""

    standing: str
    late: bool
    unattended: bool
    region_id: int
    holder_id: int | None
    holder_name: str | None
    holder_email: str | None
    days: int
    number: int

    @property
    def kind(self) -> Kind:
        return Kind(self.standing, self.late, self.unattended)


@dataclass(frozen=True)
class Counted:
    """Sheets by cell, and by the whole of their themes and of their territories, each with its number."""

    cells: list[Cell]
    themes: list[tuple[list[str], int]]
    territories: list[tuple[list[str], int]]


def count(records: QuerySet[PracticeRecord], filters: Filters, now: datetime) -> Counted:
    """All counts by one query. Each part ignores what is asked of what it counts: that is taken into account by Tally."""
    found = Counted([], [], [])
    parts = [
        _part("cells", records.filter(filters.q(now, _OUTSIDE_CELLS)), _of_cell(filters, now)),
        _part("themes", records.filter(filters.q(now, ALL - {"theme"})), {"members": Cast("listed_themes", _TEXTS)}),
        _part("territories", records.filter(filters.q(now, ALL - {"territoire"})), {"members": Cast("listed_territories", _TEXTS)}),
    ]
    for kind, members, *cell in parts[0].union(*parts[1:], all=True):
        if kind == "cells":
            found.cells.append(Cell(*cell))
        else:
            getattr(found, kind).append((members, cell[-1]))
    return found


def _part(kind: str, records: QuerySet[PracticeRecord], columns: dict[str, Any]) -> QuerySet:
    """Rows of the shape that all parts share: nothing in the columns that this one does not count by."""
    shaped = {f"by_{name}": columns.get(name, Cast(Value(None), field)) for name, field in _COLUMNS.items()}
    rows = records.order_by().annotate(counted=Value(kind), **shaped)
    return rows.values_list("counted", *shaped).annotate(number=Count("pk"))


def _of_cell(filters: Filters, now: datetime) -> dict[str, Any]:
    waits = sorted({*WAITS, *([filters.days] if filters.days else [])}, reverse=True)
    reached = Case(*(When(waiting_for(days, now), then=Value(days)) for days in waits), default=0, output_field=IntegerField())
    same = ("standing", "late", "unattended", "region_id", "holder_id")
    return {name: F(name) for name in same} | {"holder_name": F("holder__name"), "holder_email": F("holder__email"), "days": reached}


class Tally:
    """Counts over cells."""

    def __init__(self, counted: Counted, filters: Filters):
        self.counted, self.filters = counted, filters
        tests = _tests(filters)
        #: Each cell with the keys of the filters that it does not pass: a page asks for the same cells in a dozen ways.
        self._cells = [(cell, frozenset(key for key, test in tests.items() if not test(cell))) for cell in counted.cells]

    def kept(self, *, but: Iterable[str] = ()) -> list[Cell]:
        """Cells that pass all filters but those of these keys."""
        ignored = frozenset(but)
        return [cell for cell, failed in self._cells if failed <= ignored]

    def total(self) -> int:
        return sum(cell.number for cell in self.kept())

    def whole(self, key: str) -> int:
        """As the total, whatever is asked of this key."""
        return sum(cell.number for cell in self.kept(but=(key,)))

    def states(self, *, but: Iterable[str] = ("est",)) -> dict[str, int]:
        kinds: Counter[Kind] = Counter()
        for cell in self.kept(but=but):
            kinds[cell.kind] += cell.number
        return {name: sum(number for kind, number in kinds.items() if is_in(kind, name)) for name in STATES}

    def late(self, state: str) -> int:
        """Late ones of this state, whatever else is asked of these two."""
        return sum(cell.number for cell in self.kept(but=("est", "en-retard")) if cell.late and is_in(cell, state))

    def held_by(self, pk: int) -> int:
        """Under review in this person's hands."""
        kept = self.kept(but=("est", "à"))
        return sum(cell.number for cell in kept if cell.holder_id == pk and cell.standing in UNDER_REVIEW_STANDINGS)

    def holders(self) -> Counter[int | None]:
        return self._by("à", lambda cell: cell.holder_id)

    def regions(self) -> Counter[int]:
        return self._by("region", lambda cell: cell.region_id)

    def lateness(self) -> Counter[bool]:
        return self._by("en-retard", lambda cell: cell.late)

    def waits(self) -> dict[int, int]:
        kept = self.kept(but=("depuis",))
        asked = {self.filters.days} if self.filters.days else set()
        return {days: sum(cell.number for cell in kept if cell.days >= days) for days in sorted({*WAITS, *asked})}

    def themes(self, around: Surroundings) -> Counter[int]:
        """Sheets of each theme that may be chosen today; a first level counts each sheet below it once."""
        containing = defaultdict(set)
        members = families(around.themes)
        for theme in around.current_themes:
            for member in members[theme.pk]:
                containing[str(member)].add(theme.pk)
        counts: Counter[int] = Counter()
        for keys, number in self.counted.themes:
            for pk in set().union(*[containing[key] for key in keys]):
                counts[pk] += number
        return counts

    def places(self, known: Collection[str]) -> Counter[str]:
        """Sheets of each of these places, whatever their territories in it."""
        counts: Counter[str] = Counter()
        wanted = frozenset(known)
        for codes, number in self.counted.territories:
            for code in wanted.intersection(codes):
                counts[code] += number
        return counts

    def _by(self, key: str, value: Callable[[Cell], object]) -> Counter:
        counts: Counter = Counter()
        for cell in self.kept(but=(key,)):
            counts[value(cell)] += cell.number
        return counts


def is_in(cell: Cell | Kind, state: str) -> bool:
    return any(condition.holds(cell) for condition in STATES[state])


def _tests(filters: Filters) -> dict[str, Callable[[Cell], bool]]:
    """What each filter in force asks of a cell."""
    tests: dict[str, Callable[[Cell], bool]] = {}
    if filters.states:
        tests["est"] = lambda cell: any(is_in(cell, name) for name in filters.states)
    if filters.holders:
        tests["à"] = lambda cell: cell.holder_id in filters.holders
    if filters.regions:
        tests["region"] = lambda cell: cell.region_id in filters.regions
    if (days := filters.days) is not None:
        tests["depuis"] = lambda cell: cell.days >= days
    if filters.late is not None:
        tests["en-retard"] = lambda cell: cell.late == filters.late
    return tests


def holders_in(found: Iterable[Cell], known: Iterable[Person]) -> list[Person]:
    """People who hold a sheet here and are no longer editors of its region: they are named all the same."""
    named = {person.pk for person in known}
    gone = {cell.holder_id: cell for cell in found if cell.holder_id is not None and cell.holder_id not in named}
    return [Person(pk, cell.holder_name or "", cell.holder_email or "") for pk, cell in gone.items()]
