"""Work that must not be lost: a row written with what caused it, taken by one worker at a time, tried again until done.

A job of the queue is only the wake-up. The rows are the truth: a killed worker's lease runs out, and the next sweep takes its rows again.
"""

from datetime import datetime, timedelta
from typing import TypeVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_EARLY_WAIT = 30
LONGEST_WAIT = 15 * 60
EARLY_ATTEMPTS = 10


class OutboxRow(models.Model):
    """One piece of work to do. A subclass adds what the work is about."""

    created_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    attempts = models.PositiveIntegerField(_("attempts"), default=0, editable=False)
    next_attempt_at = models.DateTimeField(_("next attempt at"), default=timezone.now, editable=False)
    leased_until = models.DateTimeField(_("taken until"), null=True, editable=False)
    last_error = models.TextField(_("last error"), blank=True, editable=False)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=OutboxRow)


def lease(queryset: models.QuerySet[Row], limit: int, seconds: int) -> list[Row]:
    """Take up to `limit` due rows, oldest first, that nobody else will take for `seconds`. Never waits for another worker."""
    now = timezone.now()
    with transaction.atomic():
        due = queryset.filter(next_attempt_at__lte=now).exclude(leased_until__gt=now)
        rows = list(due.order_by("next_attempt_at", "pk").select_for_update(skip_locked=True)[:limit])
        for row in rows:
            # Counted when taken: a row that kills its worker backs off too.
            row.attempts += 1
            row.leased_until = now + timedelta(seconds=seconds)
        if rows:
            queryset.model._default_manager.bulk_update(rows, ["attempts", "leased_until"])
    return rows


def done(row: OutboxRow) -> bool:
    """Delete the row, unless its lease ran out and somebody else holds it now."""
    deleted, _by_model = _still_held(row).delete()
    return deleted > 0


def retry_later(row: OutboxRow, error: BaseException | str) -> bool:
    """Give the row back, to be tried again after a pause that grows with its attempts."""
    row.next_attempt_at = timezone.now() + timedelta(seconds=pause(row.attempts))
    row.last_error = _described(error)
    held = _still_held(row).update(next_attempt_at=row.next_attempt_at, leased_until=None, last_error=row.last_error)
    row.leased_until = None
    return held > 0


def pause(attempts: int) -> int:
    """Seconds to wait: 2 doubled each time up to 30; after ten attempts, up to 15 minutes."""
    if attempts <= EARLY_ATTEMPTS:
        return min(2 ** max(attempts, 1), LONGEST_EARLY_WAIT)
    return min(LONGEST_EARLY_WAIT * 2 ** min(attempts - EARLY_ATTEMPTS, 10), LONGEST_WAIT)


def waiting_since(queryset: models.QuerySet) -> datetime | None:
    """When the oldest row of this queryset was written."""
    return queryset.aggregate(oldest=models.Min("created_at"))["oldest"]


def _still_held(row: OutboxRow) -> models.QuerySet:
    return type(row)._default_manager.filter(pk=row.pk, leased_until=row.leased_until)


def _described(error: BaseException | str) -> str:
    text = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
    return text.replace("\x00", "")[:1000]
