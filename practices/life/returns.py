"""What comes back to a sheet from those who read it. A port: apps that practices does not know register what they count."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from ..models import DailyCount, PracticePage, PracticeRecord
from . import counts

#: Months that the bars show, this one included.
MONTHS = 12
#: The drawing of the bars: how far they stand apart, how high the highest is.
STEP, HIGHEST = 20, 56

#: How many, for the sheet of this identifier.
CountOf = Callable[[str], int]


@dataclass(frozen=True)
class Return:
    """One thing that is counted: `label` names it, `help` says what exactly."""

    label: str | Promise
    number: int
    help: str | Promise = ""


class Bar(NamedTuple):
    """One month's readings, and its place in a drawing of 240 by 60: the greatest month stands 56 high."""

    month: date
    number: int
    left: int
    top: int
    height: int


@dataclass(frozen=True)
class Returns:
    """All that came back to a sheet."""

    totals: list[Return]
    bars: list[Bar]

    @property
    def read_lately(self) -> int:
        return sum(bar.number for bar in self.bars)


class _Registered(NamedTuple):
    label: str | Promise
    help: str | Promise
    count: CountOf


_registered: dict[str, _Registered] = {}


def register(name: str, *, label: str | Promise, help: str | Promise, count: CountOf) -> None:
    """Has `count(identifier)` shown to the authors of a sheet, under these words."""
    _registered[name] = _Registered(label, help, count)


def of_sheet(record: PracticeRecord) -> Returns:
    """What came back to this sheet since it was first published."""
    numbers = counts.of_sheet(record)
    views = numbers[DailyCount.Kind.VIEW]
    totals = [
        Return(lazy("readings"), sum(views.values()), lazy("of the public page; robots, you and the editors are not counted")),
        *(Return(kept.label, kept.count(record.identifier), kept.help) for kept in _registered.values()),
        Return(
            lazy("references downloaded"),
            sum(numbers[DailyCount.Kind.CITATION].values()),
            lazy("for a bibliography; quotations themselves cannot be counted"),
        ),
        Return(lazy("adaptations"), _adaptations(record), lazy("public sheets that say they take up yours")),
        Return(lazy("messages passed on"), sum(numbers[DailyCount.Kind.CONTACT].values()), lazy("by the form of the public page")),
    ]
    return Returns(totals, _bars(views))


def _adaptations(record: PracticeRecord) -> int:
    names = [record.identifier, *([record.external_id] if record.external_id else [])]
    return PracticePage.objects.filter(adapted_from__in=names, live=True).count()


def _bars(views: dict[date, int]) -> list[Bar]:
    today = timezone.localdate()
    months = [_months_ago(today, back) for back in range(MONTHS - 1, -1, -1)]
    sums = dict.fromkeys(months, 0)
    for day, number in views.items():
        if day.replace(day=1) in sums:
            sums[day.replace(day=1)] += number
    greatest = max(sums.values()) or 1
    heights = [-(-HIGHEST * number // greatest) for number in sums.values()]
    return [
        Bar(month, number, STEP * index + 2, HIGHEST - height, height)
        for index, ((month, number), height) in enumerate(zip(sums.items(), heights, strict=True))
    ]


def _months_ago(today: date, back: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    return date(year, month + 1, 1)
