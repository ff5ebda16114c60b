"""Reads of the voices that are public: the themes that they speak of, and both sides of one theme."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from django.db import connection
from django.db.models import QuerySet

from themes.models import Theme

from ..models import PublicContent
from ..queries import listed
from ..vocabulary import Kind, VoiceSide

#: Voices of each side that a page shows face to face.
A_PAGE = 10

_COUNTS = """
SELECT theme, filters -> 'side' ->> 0, count(*)
FROM publications_publiccontent, jsonb_array_elements_text(filters -> 'theme') AS theme
WHERE kind = 'voice'
GROUP BY 1, 2
"""


@dataclass
class SpokenTheme:
    """A theme and how many voices of each side speak of it."""

    slug: str
    name: str
    professionals: int = 0
    persons_concerned: int = 0

    @property
    def number(self) -> int:
        return self.professionals + self.persons_concerned

    @property
    def has_both(self) -> bool:
        return bool(self.professionals and self.persons_concerned)


@dataclass(frozen=True)
class Facing:
    """Voices of both sides on one theme: pairs, one of which may be None; whether older ones follow."""

    pairs: list[tuple[PublicContent | None, PublicContent | None]]
    has_more: bool


def spoken_themes() -> list[SpokenTheme]:
    """Those that some voice speaks of, where both sides speak first. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        rows = cursor.fetchall()
    names = dict(Theme.objects.filter(slug__in={slug for slug, _side, _number in rows}).values_list("slug", "name"))
    found = {slug: SpokenTheme(slug, name) for slug, name in names.items()}
    for slug, side, number in rows:
        if slug in found:
            name = "professionals" if side == VoiceSide.PROFESSIONAL else "persons_concerned"
            setattr(found[slug], name, number)
    return sorted(found.values(), key=lambda theme: (not theme.has_both, -theme.number, theme.name))


def facing(slug: str, page: int) -> Facing:
    """The page'th voices of each side on this theme, those on its sub-themes included. Two queries."""
    sides = [_side(slug, side, page) for side in (VoiceSide.PERSON_CONCERNED, VoiceSide.PROFESSIONAL)]
    has_more = any(len(side) > A_PAGE for side in sides)
    return Facing(list(zip_longest(*(side[:A_PAGE] for side in sides))), has_more)


def _side(slug: str, side: str, page: int) -> list[PublicContent]:
    start = (page - 1) * A_PAGE
    return list(_voices().filter(filters__contains={"theme": [slug], "side": [side]})[start : start + A_PAGE + 1])


def latest(start: int, number: int) -> Iterable[PublicContent]:
    return _voices()[start : start + number]


def _voices() -> QuerySet[PublicContent]:
    return listed(Kind.VOICE)
