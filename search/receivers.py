"""What search does when the public record of a sheet or of a content changes."""

from functools import partial
from typing import Any

from django.db import transaction

from . import indexing


def ask_for_indexing(sender: Any, *, identifier: str, version: int, deleted: bool, **_unused: Any) -> None:
    """In the publication's own transaction: the request stands or falls with it. What leaves is found by nobody when the page answers."""
    indexing.request(identifier, version, deleted=deleted)
    if deleted:
        transaction.on_commit(partial(indexing.write_now, identifier), robust=True)
    transaction.on_commit(_wake_up, robust=True)


def _wake_up() -> None:
    # Imported here: the queue's models are not loaded when the signals are connected.
    from .tasks import bring_index_up_to_date

    if not _already_waiting(bring_index_up_to_date.module_path):
        bring_index_up_to_date.enqueue()


def _already_waiting(task_path: str) -> bool:
    """A job that has not begun will see our row too: an import of thousands makes one wake-up, not thousands."""
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.ready().filter(task_path=task_path).exists()
