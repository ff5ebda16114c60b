"""A circuit breaker: after one failure of the engine, visitors go straight to the fallback until a background probe succeeds.

The state lies in anonymous shared memory made when this module is first imported: with gunicorn's --preload all workers
share it, so that a hanging engine costs one visitor one wait, not one for each worker. Without --preload each has its own.
"""

import logging
import mmap
import struct
import threading
import time
from collections.abc import Callable

logger = logging.getLogger(__name__)

PROBE_EVERY = 5.0
_FORMAT = struct.Struct("dd")


class Breaker:
    """Closed while the engine answers. `probe` must raise while it does not."""

    def __init__(self, probe: Callable[[], None]):
        self._probe = probe
        self._memory = mmap.mmap(-1, mmap.PAGESIZE)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def is_open(self) -> bool:
        """Whether to go round the engine. Sees to it that somebody probes meanwhile."""
        opened_at, _next_probe = self._read()
        if opened_at:
            self._watch()
        return bool(opened_at)

    def open(self) -> None:
        now = time.monotonic()
        if not self._read()[0]:
            logger.warning("The search engine does not answer: PostgreSQL takes over.")
            self._write(now, now + PROBE_EVERY)
        self._watch()

    def close(self) -> None:
        if self._read()[0]:
            logger.warning("The search engine answers again.")
        self._write(0.0, 0.0)

    def _watch(self) -> None:
        """One thread a process; a forked child has none of its parent's."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._probe_until_closed, name="search-probe", daemon=True)
                self._thread.start()

    def _probe_until_closed(self) -> None:
        while True:
            opened_at, next_probe = self._read()
            if not opened_at:
                return
            wait = next_probe - time.monotonic()
            if wait > 0:
                time.sleep(min(wait, 0.5))
                continue
            # Taken before asking: the other processes wait for the outcome of this probe.
            self._write(opened_at, time.monotonic() + PROBE_EVERY)
            if self._answers():
                self.close()

    def _answers(self) -> bool:
        try:
            self._probe()
        except Exception as error:
            logger.info("The search engine is still away: %s", type(error).__name__)
            return False
        return True

    def _read(self) -> tuple[float, float]:
        opened_at, next_probe = _FORMAT.unpack_from(self._memory)
        return opened_at, next_probe

    def _write(self, opened_at: float, next_probe: float) -> None:
        _FORMAT.pack_into(self._memory, 0, opened_at, next_probe)


def _ask_the_engine() -> None:
    from . import engine

    if engine.is_configured():
        engine.ask()


breaker = Breaker(_ask_the_engine)
