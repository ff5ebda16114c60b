"""Who receives what: a wish of a subscriber, an address of a letter or of one of its parts. Nothing chosen means everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from themes.models import Theme


@dataclass(frozen=True)
class Segment:
    """Themes of the first level (slugs) and regions (codes)."""

    themes: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()

    def meets(self, other: Segment) -> bool:
        """Whether the two have something in common on both sides."""
        return _meet(self.themes, other.themes) and _meet(self.regions, other.regions)


def _meet(some: frozenset[str], others: frozenset[str]) -> bool:
    return not some or not others or not some.isdisjoint(others)


class Segments:
    """Segments as they stand today: a theme that was merged or moved counts as the one of the first level that it is now. One query."""

    def __init__(self) -> None:
        rows = Theme.objects.select_related("parent", "successor__parent")
        self._first_level = {theme.slug: _first_level(theme).slug for theme in rows}

    def of(self, themes: Iterable[str], regions: Iterable[str]) -> Segment:
        return Segment(frozenset(self._first_level.get(slug, slug) for slug in themes), frozenset(regions))

    def subscribers(self, segment: Segment) -> Q:
        """The subscribers whose wish meets this segment."""
        met = Q()
        if segment.themes:
            slugs = [slug for slug, first in self._first_level.items() if first in segment.themes]
            met &= Q(themes=[]) | Q(themes__overlap=slugs)
        if segment.regions:
            met &= Q(regions=[]) | Q(regions__overlap=sorted(segment.regions))
        return met


def _first_level(theme: Theme) -> Theme:
    current = theme.successor or theme
    return current.parent or current
