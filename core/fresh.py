"""What is read at nearly every request and changes seldom, kept in the process for a few seconds."""

import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import transaction

#: Seconds after which another process's change is seen; one's own is seen at once (`forget`).
SECONDS = 5.0

Value = TypeVar("Value")
_all: list["Fresh"] = []


class Fresh(Generic[Value]):
    """`load` gives a value that nobody changes afterwards; calling the object gives it back, at most SECONDS old (or `seconds`).

    With `made`, `load` gives what the value is made from, and it is made again only when that is no longer the same: for what is quick to
    read and slow to make.
    """

    def __init__(self, load: Callable[[], Any], *, made: Callable[[Any], Value] | None = None, seconds: float | None = None):
        self._load, self._make, self._seconds = load, made, seconds
        self._source: Any = None
        self._made: Value | None = None
        self._lock = threading.Lock()
        self._held: tuple[Value, float] | None = None
        _all.append(self)

    def __call__(self) -> Value:
        held = self._held
        if held is None or time.monotonic() - held[1] > (self._seconds or SECONDS):
            with self._lock:
                if self._held is held or self._held is None:
                    self._held = (self._current(), time.monotonic())
                held = self._held
        return held[0]

    def _current(self) -> Value:
        source = self._load()
        if self._make is None:
            return source
        if self._made is None or source != self._source:
            self._made, self._source = self._make(source), source
        return self._made

    def forget(self, **_signal: object) -> None:
        """Read anew next time, and once more when the current transaction is committed: others may have read meanwhile."""
        self._held = None
        transaction.on_commit(self._drop, robust=True)

    def _drop(self) -> None:
        self._held = None


def forget_everything() -> None:
    for fresh in _all:
        fresh._drop()
