"""What practices hears from others, and what it silences."""

from django.db import transaction
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted


def disconnect_workflow_mails():
    """Wagtail sends these inside the request, with links into an admin that contributors cannot enter; ours are queued (notifications)."""
    task_submitted.disconnect(sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification")
    workflow_submitted.disconnect(sender=WorkflowState, dispatch_uid="workflow_state_submitted_email_notification")
    workflow_rejected.disconnect(sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification")
    workflow_approved.disconnect(sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification")


def follow_vocabularies():
    """A theme or a territory that changes its name changes it on the sheets that bear it."""
    from territories.signals import territories_changed
    from themes.signals import keyword_changed, theme_changed

    theme_changed.connect(_theme_changed, dispatch_uid="practices.theme_changed")
    keyword_changed.connect(_keyword_changed, dispatch_uid="practices.keyword_changed")
    territories_changed.connect(_territories_changed, dispatch_uid="practices.territories_changed")


def _theme_changed(sender, theme, **kwargs):
    _mark_stale(filters__theme__has_any_keys=[theme.slug])


def _keyword_changed(sender, keyword, **kwargs):
    """By the rows that bear it: the record only knows its former name."""
    from .models import PracticeRecord

    bearing = PracticeRecord.objects.filter(page__keyworded_items__tag=keyword)
    _mark_stale(identifier__in=bearing.values("identifier"))


def _territories_changed(sender, codes, **kwargs):
    _mark_stale(filters__territoire__has_any_keys=list(codes))


def _mark_stale(**which):
    """Marks in the transaction of the change; the worker writes the records again (practices.tasks)."""
    from .models import PublicPractice
    from .tasks import refresh_public_records

    if PublicPractice.objects.filter(**which).update(stale=True):
        transaction.on_commit(refresh_public_records.enqueue, robust=True)
