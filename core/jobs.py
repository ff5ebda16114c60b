"""The trace that background jobs leave."""

from datetime import timedelta

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

KEPT = timedelta(days=14)


def forget_past_jobs() -> int:
    """Two weeks to look into what failed. One still « running » after that was cut short with its worker; one that waits stays."""
    past = DBTaskResult.objects.exclude(status=TaskResultStatus.READY).filter(enqueued_at__lt=timezone.now() - KEPT)
    deleted, _by_model = past.delete()
    return deleted
