"""Jobs of the letter. The rows are the truth: a job that is lost loses nothing, the next sweep begins anew."""

from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .domain.issues import settle_issues
from .domain.sending import send_batch, send_trials, settle_left_behind
from .models import Delivery, TrialLetter


@task()
def send_letters() -> None:
    """One batch, then a new job for the next: other jobs come in between."""
    send_trials()
    send_batch()
    wake_up()


def wake_up() -> None:
    """Puts the job into the queue when there is something to send, unless it waits there already."""
    settle_left_behind()
    settle_issues()
    now = timezone.now()
    due = Q(next_attempt_at__lte=now) & (Q(leased_until=None) | Q(leased_until__lte=now))
    if not (Delivery.objects.to_send().filter(due).exists() or TrialLetter.objects.filter(due).exists()):
        return
    if not DBTaskResult.objects.filter(task_path=send_letters.module_path, status=TaskResultStatus.READY).exists():
        send_letters.enqueue()
