"""Files that the worker makes of what is public: asked for in a row, made aside, put in place whole. The row comes last.

A worker killed in the middle leaves at most a file that no row names; the row's lease runs out, and another worker makes it again.
"""

import hashlib
import logging
import time
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex
from typing import Any, TypeVar

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.outbox import OutboxRow, lease, retry_later

logger = logging.getLogger(__name__)

LEASE_SECONDS = 420
MOST_TRIES = 3
PARTIAL = ".partial"


class NotMade(Exception):
    """The file cannot be made of this content; said in words for those who wrote it. `again`: a quieter machine might make it."""

    def __init__(self, words: str, *, again: bool = False):
        super().__init__(words)
        self.again = again


class MadeFile(OutboxRow):
    """One file, made or to be made. `file` is empty until it was made once; while it is made anew, the former one stays."""

    file = models.CharField(max_length=200, blank=True, editable=False, help_text="Path in the media folder.")
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField(default=0, editable=False)
    source = models.CharField(max_length=64, blank=True, editable=False, help_text="Digest of what the file was made of.")
    made_at = models.DateTimeField(pgettext_lazy("of a file", "made at"), null=True, editable=False)
    to_make = models.BooleanField(default=True, editable=False)
    error = models.TextField(gettext_lazy("why it is not made"), blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_there(self) -> bool:
        return bool(self.file)

    def open(self):
        return default_storage.open(self.file)


Made = TypeVar("Made", bound=MadeFile)
#: Writes the file to the given path, and answers with the values of the row that go with it.
Maker = Callable[[Made, Path], dict[str, Any]]


def ask(row: MadeFile) -> None:
    """Has the row's file made, or made anew, from now on; in the current transaction."""
    row.to_make, row.error, row.last_error, row.attempts, row.leased_until = True, "", "", 0, None
    row.next_attempt_at = timezone.now()
    row.save()


def due(queryset: models.QuerySet[Made]) -> models.QuerySet[Made]:
    """What a worker may take now."""
    now = timezone.now()
    return queryset.filter(to_make=True, next_attempt_at__lte=now).exclude(leased_until__gt=now)


def make_due(queryset: models.QuerySet[Made], make: Maker[Made], name: Callable[[Made], str], *, most: int) -> int:
    """Makes up to `most` files that are due, one after the other; returns how many. `name`: path without its digest and its ending.

    Safe in parallel. A content of which no file can be made keeps its reason in `error` and waits to be asked for again.
    """
    made = 0
    for _turn in range(most):
        rows = lease(queryset.filter(to_make=True), limit=1, seconds=LEASE_SECONDS)
        if not rows:
            break
        made += _make(rows[0], make, name(rows[0]))
    return made


def _make(row: Made, make: Maker[Made], name: str) -> bool:
    partial = Path(default_storage.path(f"{name}.{token_hex(4)}{PARTIAL}"))
    partial.parent.mkdir(parents=True, exist_ok=True)
    _clear_folder(partial.parent)
    try:
        values = make(row, partial)
        return _put_in_place(row, partial, name, values)
    except NotMade as refusal:
        logger.warning("%s not made at attempt %d: %s", row, row.attempts, refusal)
        again = refusal.again and row.attempts < MOST_TRIES
        _still_held(row).update(to_make=again, error=str(refusal))
        retry_later(row, refusal)
    except Exception as error:
        logger.exception("%s not made at attempt %d", row, row.attempts)
        _still_held(row).update(error=_("It could not be made; it is tried again by itself."))
        retry_later(row, error)
    finally:
        partial.unlink(missing_ok=True)
    return False


def _put_in_place(row: Made, partial: Path, name: str, values: dict[str, Any]) -> bool:
    """The whole file under its own name, then the row; what the row named before goes once that is certain."""
    with partial.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    path = f"{name}-{digest[:16]}{values.pop('extension')}"
    size = partial.stat().st_size
    partial.replace(default_storage.path(path))
    with transaction.atomic():
        written = _still_held(row).update(
            **values, file=path, sha256=digest, size=size, made_at=timezone.now(), to_make=False, leased_until=None, error="", last_error=""
        )
        if written and row.file and row.file != path:
            delete_file(row.file)
    return written > 0


def delete_file(path: str) -> None:
    """Once the current transaction stands."""
    transaction.on_commit(lambda: Path(default_storage.path(path)).unlink(missing_ok=True), robust=True)


def _clear_folder(folder: Path) -> None:
    """Deletes what killed workers were writing here: nobody holds a row, and so writes, for longer than a lease."""
    for left in folder.glob(f"*{PARTIAL}"):
        if time.time() - left.stat().st_mtime > LEASE_SECONDS:
            left.unlink(missing_ok=True)


def _still_held(row: MadeFile) -> models.QuerySet:
    return type(row)._default_manager.filter(pk=row.pk, leased_until=row.leased_until)
