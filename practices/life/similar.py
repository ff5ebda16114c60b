"""What lies around a sheet: those close to it, those of its theme and territory. A port: search registers the answer, sheets ask."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..models import PublicPractice


@dataclass(frozen=True)
class Link:
    """A list that the sheet stands in. `count` is None when nobody counted."""

    label: str
    url: str
    count: int | None = None


@dataclass(frozen=True)
class Surroundings:
    """`similar`: hits, as lists of results show them, never the sheet itself."""

    similar: list[dict[str, Any]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


Answer = Callable[[PublicPractice], Surroundings]
_registered: list[Answer] = []


def register(answer: Answer) -> None:
    """`answer` must give within half a second and never raise because of the search engine."""
    _registered[:] = [answer]


def around(practice: PublicPractice) -> Surroundings:
    """Nothing while nobody answers."""
    return _registered[0](practice) if _registered else Surroundings()
