"""Counting that costs a page no query and no wait: a process adds up in its memory, and one thread writes the sums within SECONDS.

What a process still holds when it stops, or cannot write, is lost: what is counted this way may be a little short, never in the way.
"""

import logging
import threading
from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)

#: Seconds for which a process adds up before it writes.
SECONDS = 10.0

Key = TypeVar("Key", bound=Hashable)
Sum = TypeVar("Sum")


class Tally(Generic[Key, Sum]):
    """What this process has counted and not written yet, at most `most` different keys; further ones go uncounted.

    `write(sums)` is called in a thread of its own, never with nothing.
    """

    def __init__(self, write: Callable[[Mapping[Key, Sum]], None], most: int) -> None:
        self._write, self._most = write, most
        self._lock = threading.Lock()
        self._sums: dict[Key, Sum] = {}
        self._timer: threading.Timer | None = None

    def add(self, key: Key, add_to: Callable[[Sum | None], Sum]) -> None:
        """Replaces this key's sum (None at first) by `add_to(sum)`."""
        with self._lock:
            if key not in self._sums and len(self._sums) >= self._most:
                return
            self._sums[key] = add_to(self._sums.get(key))
            # A forked child has none of its parent's threads.
            if self._timer is None or not self._timer.is_alive():
                self._timer = threading.Timer(SECONDS, self._flush_and_leave)
                self._timer.daemon = True
                self._timer.start()

    def take(self) -> Mapping[Key, Sum]:
        """What was counted; the tally is empty then."""
        with self._lock:
            if self._timer:
                self._timer.cancel()
            taken, self._sums, self._timer = self._sums, {}, None
        return taken

    def flush(self) -> None:
        """Writes what this process has counted."""
        if sums := self.take():
            self._write(sums)

    def _flush_and_leave(self) -> None:
        try:
            self.flush()
        except DatabaseError as error:
            logger.warning("What was counted in the last seconds is lost: %s", type(error).__name__)
        finally:
            connection.close()
