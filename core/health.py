"""Whether the site's parts work. Apps register what they know when they start: core knows none of them."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

logger = logging.getLogger(__name__)

#: When the oldest piece of work of a queue was written (None when it is empty), and how many of its pieces were given up or keep failing.
Queue = tuple[datetime | None, int]
_queues: dict[str, Callable[[], Queue]] = {}
_search: list[Callable[[], dict]] = []


def register_queue(name: str, look: Callable[[], Queue]) -> None:
    _queues[name] = look


def register_search(look: Callable[[], dict]) -> None:
    """`look()` gives `{"engine": "elasticsearch"|"postgresql", "ok": bool}` at once, whatever state the engine is in."""
    _search[:] = [look]


def report() -> dict:
    """The object of /sante/: « ok », « degraded » when only the database answers well, « down » when even it does not."""
    try:
        with transaction.atomic():
            queues = _of_queues()
    except DatabaseError:
        logger.exception("health: the database does not answer")
        return {"status": "down", "database": False, "search": None, "queue": None}
    search = _search[0]() if _search else {"engine": "postgresql", "ok": True}
    return {"status": "ok" if search["ok"] else "degraded", "database": True, "search": search, "queue": queues}


def _of_queues() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    found = [look() for look in _queues.values()]
    oldest = min((since for since, _failed in found if since), default=None)
    return {
        "oldest_s": max(0, int((timezone.now() - oldest).total_seconds())) if oldest else 0,
        "failed": sum(failed for _since, failed in found),
    }
