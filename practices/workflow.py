"""What Wagtail's workflow calls when it ends (setting WAGTAIL_FINISH_WORKFLOW_ACTION)."""

from wagtail.workflows import publish_workflow_state


def finish_review(workflow_state, user=None):
    """Publishes the approved sheet by the domain's rules; other pages as Wagtail does."""
    from .domain.review import publish_approved
    from .models import PracticeRecord

    page_id = int(workflow_state.object_id)
    if PracticeRecord.objects.filter(page_id=page_id).exists():
        publish_approved(page_id=page_id, by=user, letter=workflow_state.current_task_state.comment)
    else:
        publish_workflow_state(workflow_state, user)
