"""What is due by the clock. Apps register a function when they start; the worker runs them all every half minute."""

import logging
import zlib
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection

logger = logging.getLogger(__name__)
_registered: dict[str, Callable[[], object]] = {}


def register(name: str, function: Callable[[], object]) -> None:
    """Has `function()` run at each sweep; it must find nothing to do when it has just run."""
    if _registered.get(name, function) is not function:
        raise ValueError(f"two functions are registered as {name!r}")
    _registered[name] = function


def names() -> list[str]:
    return list(_registered)


def run_all() -> list[str]:
    """Runs each function once, unless another process is at it; gives the names of those that failed."""
    return [name for name, function in _registered.items() if not _run(name, function)]


def _run(name: str, function: Callable[[], object]) -> bool:
    lock = zlib.crc32(f"due:{name}".encode())
    if not _query("SELECT pg_try_advisory_lock(%s)", lock):
        return True
    try:
        function()
    except Exception:
        logger.exception("due: %s failed", name)
        return False
    finally:
        _release(lock)
    return True


def _release(lock: int) -> None:
    """The lock belongs to the connection: one that was lost has let go of it already, and the next function gets a new one."""
    try:
        _query("SELECT pg_advisory_unlock(%s)", lock)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()


def _query(sql: str, value: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        return cursor.fetchone()[0]
