"""Who keeps what about people. Apps register when they start; the download of one's data and the erasure of a person ask them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files import File

from accounts.models import Departure, User
from accounts.traces import Traces


@dataclass
class Leaving:
    """A person who is being erased. Each app adds to `traces` what it learns of how she can be told."""

    user: User
    sheets: str = Departure.Sheets.KEEP
    traces: Traces = field(default_factory=Traces)


def _no_files(user: User) -> Iterable[tuple[str, File]]:
    return ()


def _never(user: User, since: datetime) -> bool:
    return False


@dataclass(frozen=True)
class Source:
    """What one app keeps.

    `data_of`: everything about this person and nobody else, in plain values (dates allowed). `files_of`: her files, each with its path
    in the download. `erase`: takes her out of what outlives her account (rows that belong to the account go with it).
    `active_since`: whether she used the site since then without signing in.
    """

    name: str
    data_of: Callable[[User], Any]
    erase: Callable[[Leaving], None]
    files_of: Callable[[User], Iterable[tuple[str, File]]] = _no_files
    active_since: Callable[[User, datetime], bool] = _never


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """`source.name` is that of its file in the download."""
    if _sources.get(source.name, source) != source:
        raise ValueError(f"two sources of personal data are called {source.name!r}")
    _sources[source.name] = source


def sources() -> list[Source]:
    """The account itself comes last: it is erased once nothing else needs it."""
    return sorted(_sources.values(), key=lambda source: source.name == ACCOUNT)


ACCOUNT = "compte"
