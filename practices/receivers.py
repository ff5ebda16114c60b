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
    from themes.signals import theme_changed

    theme_changed.connect(_theme_changed, dispatch_uid="practices.theme_changed")
    territories_changed.connect(_territories_changed, dispatch_uid="practices.territories_changed")


def _theme_changed(sender, theme, **kwargs):
    _mark_stale("theme", [theme.slug])


def _territories_changed(sender, codes, **kwargs):
    _mark_stale("territoire", codes)


def _mark_stale(parameter, values):
    """Marks in the transaction of the change; the worker writes the records again (practices.tasks)."""
    from .models import PublicPractice
    from .tasks import refresh_public_records

    if PublicPractice.objects.filter(**{f"filters__{parameter}__has_any_keys": list(values)}).update(stale=True):
        transaction.on_commit(refresh_public_records.enqueue, robust=True)
