"""Reading territories. Codes are taken in any case, and a code that is gone stands for its successor."""

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypedDict

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from core.text import telling_words

from .models import Territory
from .names import search_name

# The scales of a sheet that no single region answers for.
_SCALES_WITHOUT_REGION = {"national", "interregional", "abroad"}
_ARTICLES = ("", "la ", "le ", "les ", "l ")
_BROAD_KINDS = [Territory.Kind.REGION, Territory.Kind.FORMER_REGION, Territory.Kind.DEPARTMENT, Territory.Kind.ABROAD]
_DISTRICT = Q(kind=Territory.Kind.MUNICIPALITY, ancestors__0__startswith="com-")
_NUMBER = re.compile(r"\d[\dab]\d?")


#: What `read_once` holds at most, and how long: a file may name every commune, and what is renamed is soon seen.
MOST_HELD, SECONDS_HELD = 2_000, 60.0


class _Held:
    """What was read already: territories by the code asked for (None when unknown), and the former regions."""

    def __init__(self) -> None:
        self.since = time.monotonic()
        self.territories: dict[str, Territory | None] = {}
        self.merged: dict[str, Territory] | None = None

    @property
    def is_over(self) -> bool:
        return len(self.territories) > MOST_HELD or time.monotonic() - self.since > SECONDS_HELD


_held: ContextVar[_Held | None] = ContextVar("territories_held", default=None)


class TerritoryDescription(TypedDict):
    """What a public sheet says of a territory."""

    code: str
    label: str
    context: str
    former_regions: list[str]


def search_territories(text: str, *, limit: int = 10) -> list[Territory]:
    """The territories that these words may mean, the likeliest first; a postal code or a département's number does too."""
    return list(territories_matching(text)[:limit])


def territories_matching(text: str) -> QuerySet[Territory]:
    """All of them, for lists that have pages: by likeness of the name, broad areas first, then by inhabitants."""
    name = search_name(text)
    if len(name) < 2:
        # One letter begins thousands of names; the village of Y is found all the same.
        return Territory.objects.current().filter(search_name=name)
    words = telling_words(name)
    query = SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")
    return (
        Territory.objects.current()
        .alias(words=SearchVector("search_words", config="simple"))
        .filter(words=query)
        .alias(likeness=_likeness(name, words), breadth=_breadth())
        .order_by("likeness", "breadth", F("population").desc(nulls_last=True), "search_name", "-kind", "code")
    )


def _likeness(name: str, words: list[str]) -> Case:
    """0 the very name (its article left out or not) or number, 1 its beginning, 2 words of the name, 3 words around it."""
    begins, contains = Q(), Q()
    for article in _ARTICLES:
        begins |= Q(search_name__startswith=article + name)
    for word in words:
        contains &= Q(search_name__regex=rf"\m{word}")
    exact = Q(search_name__in=[article + name for article in _ARTICLES])
    if _NUMBER.fullmatch(name):
        exact |= Q(code=f"dep-{name}")
    return Case(
        When(exact, then=0),
        # « Paris 1er » … « Paris 20e » would fill the list before any other place.
        When(begins & ~_DISTRICT, then=1),
        When(contains, then=2),
        default=3,
        output_field=IntegerField(),
    )


def _breadth() -> Case:
    return Case(When(kind__in=_BROAD_KINDS, then=0), When(_DISTRICT, then=2), default=Value(1), output_field=IntegerField())


@contextmanager
def read_once() -> Iterator[None]:
    """Within it a territory is read once in a while, however often it is asked for: for runs that write thousands of sheets."""
    token = _held.set(_Held())
    try:
        yield
    finally:
        _held.reset(token)


def _what_is_held() -> _Held | None:
    if (held := _held.get()) and held.is_over:
        _held.set(held := _Held())
    return held


def normalised(code: str) -> str:
    return code.strip().lower()


def resolve(code: str) -> Territory | None:
    """The territory of this code, or what stands in its place today."""
    return resolve_all([code]).get(normalised(code))


def resolve_all(codes: Iterable[str]) -> dict[str, Territory]:
    """The same for many, by the code asked for in lower case; unknown codes are absent. One query."""
    wanted = list(dict.fromkeys(normalised(code) for code in codes))
    known = held.territories if (held := _what_is_held()) else {}
    if unseen := [code for code in wanted if code not in known]:
        known |= _read(unseen)
    return {code: territory for code in wanted if (territory := known[code])}


def _read(codes: list[str]) -> dict[str, Territory | None]:
    # PostgreSQL takes no NUL in a text: such a code is merely unknown.
    rows = Territory.objects.select_related("successor").in_bulk([code for code in codes if "\x00" not in code])
    return {code: (rows[code].successor or rows[code]) if code in rows else None for code in codes}


def territory_labels(codes: Iterable[str]) -> dict[str, str]:
    """Names by the code asked for, in lower case."""
    return {code: territory.name for code, territory in resolve_all(codes).items()}


def with_ancestors(codes: Iterable[str]) -> list[str]:
    """These territories and every area above any of them: all the filters that a sheet tagged with them answers to."""
    territories = resolve_all(codes).values()
    return list(dict.fromkeys(code for territory in territories for code in [territory.code, *territory.ancestors]))


def former_regions_of(code: str) -> list[Territory]:
    """The regions of before 2016 that this place was in, when they were merged: the others are still there under their name."""
    territory = resolve(code)
    return _former_regions(territory, _merged_regions()) if territory else []


def describe(codes: Iterable[str]) -> list[TerritoryDescription]:
    """What the public reads of these territories, in this order, each once. Two queries."""
    merged = _merged_regions()
    territories = {territory.code: territory for territory in resolve_all(codes).values()}
    return [
        {
            "code": territory.code,
            "label": territory.name,
            "context": territory.context,
            "former_regions": [former.name for former in _former_regions(territory, merged)],
        }
        for territory in territories.values()
    ]


def _merged_regions() -> dict[str, Territory]:
    """Former regions that share today's region with another, by code."""
    held = _what_is_held()
    if held is None:
        return _read_merged_regions()
    if held.merged is None:
        held.merged = _read_merged_regions()
    return held.merged


def _read_merged_regions() -> dict[str, Territory]:
    former = list(Territory.objects.filter(kind=Territory.Kind.FORMER_REGION))
    regions = [region.region_code for region in former]
    return {region.code: region for region in former if regions.count(region.region_code) > 1}


def _former_regions(territory: Territory, merged: dict[str, Territory]) -> list[Territory]:
    return [merged[code] for code in territory.ancestors if code in merged]


def region_in_charge(codes: Iterable[str], scale: str) -> str:
    """The region whose editors handle a sheet of these territories (the first counts), '' for the national editors."""
    first = next(iter(codes), None)
    if first is None or scale in _SCALES_WITHOUT_REGION:
        return ""
    territory = resolve(first)
    return territory.region_code if territory else ""
