"""Bringing the territories up to date. Nobody edits them by hand: what they are is official."""

from typing import NamedTuple

from django.db import transaction

from . import bulk
from .areas import all_areas, successors
from .models import Territory
from .signals import territories_changed

# What the public reads of a territory; population and the words for searching stay here.
_PUBLIC = ("name", "context", "ancestors", "region_code", "successor_id")
_FIELDS = ("kind", "search_name", "search_words", "population", *_PUBLIC)


class LoadReport(NamedTuple):
    """Numbers of rows; `kept` are those that are gone from the data, for the sheets that name them."""

    created: int
    updated: int
    kept: int


@transaction.atomic
def load_territories() -> LoadReport:
    """Writes the territories of the data files: what is new or changed, nothing else. A row is never deleted."""
    areas = all_areas()
    stored = {row[0]: row[1:] for row in Territory.objects.values_list("code", *_FIELDS)}
    created = [area for code, area in areas.items() if code not in stored]
    updated = [area for code, area in areas.items() if code in stored and _values(area) != stored[code]]
    changed = [area.code for area in updated if _public(_values(area)) != _public(stored[area.code])]
    if created or updated:
        bulk.write([*created, *updated])
    gone = {code: values for code, values in stored.items() if code not in areas}
    changed += _replace(gone, areas)
    if changed:
        territories_changed.send(sender=Territory, codes=changed)
    return LoadReport(len(created), len(updated), len(gone))


def _values(area: Territory) -> tuple:
    return tuple(getattr(area, field) for field in _FIELDS)


def _public(values: tuple) -> tuple:
    return values[-len(_PUBLIC) :]


def _replace(gone: dict[str, tuple], areas: dict[str, Territory]) -> list[str]:
    """Points the rows that are gone to those that stand in their place today, in one step; says which were moved."""
    known = successors()
    moved = []
    for code, values in gone.items():
        before = values[-1]
        after = known.get(code) or known.get(before, before)
        if after != before and after in areas:
            Territory.objects.filter(code=code).update(successor=after)
            moved.append(code)
    return moved
