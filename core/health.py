"""Whether the site's parts work. Apps register what they know when they start: core knows none of them."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connection, connections
from django.utils import timezone

logger = logging.getLogger(__name__)

#: Seconds after which the database is taken for silent; whoever watches the site gives up soon after.
PATIENCE = 1.5
#: PostgreSQL's own limits, so that a look that nobody waits for any more ends by itself. libpq waits 2 s at least.
_LIMITS = {"connect_timeout": 2, "tcp_user_timeout": 2000, "options": "-c statement_timeout=1500"}

#: When the oldest piece of work of a queue was written (None when it is empty), and how many of its pieces were given up or keep failing.
Queue = tuple[datetime | None, int]
_queues: dict[str, Callable[[], Queue]] = {}
_search: list[Callable[[], dict[str, Any]]] = []


def register_queue(name: str, look: Callable[[], Queue]) -> None:
    """`look()` reads the database, and nothing else. Registered again under the same name, it replaces the first."""
    _queues[name] = look


def register_search(look: Callable[[], dict[str, Any]]) -> None:
    """`look()` gives `{"engine": "elasticsearch"|"postgresql", "ok": bool}` within `PATIENCE`, whatever state the engine is in."""
    _search[:] = [look]


def report() -> dict[str, Any]:
    """The object of /sante/: « ok », « degraded » when only the database answers well, « down » when even it does not. Within 2 seconds."""
    look = _Look()
    look.start()
    search = _search[0]() if _search else {"engine": "postgresql", "ok": True}
    look.join(PATIENCE)
    if look.found is None:
        logger.error("Health: the database does not answer (%s).", look.fault or "silent")
        return {"status": "down", "database": False, "search": search, "queue": None}
    return {"status": "ok" if search["ok"] else "degraded", "database": True, "search": search, "queue": look.found}


class _Look(threading.Thread):
    """Asks the database apart, on a connection of its own: one that hangs cannot be waited for in the request's own thread."""

    def __init__(self) -> None:
        super().__init__(name="health", daemon=True)
        self.found: dict[str, int] | None = None
        self.fault = ""

    def run(self) -> None:
        connections[DEFAULT_DB_ALIAS] = connection.copy()
        connection.settings_dict["OPTIONS"] = connection.settings_dict["OPTIONS"] | _LIMITS
        try:
            self.found = _of_queues()
        except Error as error:
            self.fault = type(error).__name__
        finally:
            connection.close()


def _of_queues() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    found = [look() for look in _queues.values()]
    oldest = min((since for since, _failed in found if since), default=None)
    return {
        "oldest_s": max(0, int((timezone.now() - oldest).total_seconds())) if oldest else 0,
        "failed": sum(failed for _since, failed in found),
    }
