"""What Wagtail's workflow tells us: when it ends (setting WAGTAIL_FINISH_WORKFLOW_ACTION), when a step begins, when it is refused.

Wagtail imports this module before any model is there.
"""

from typing import Any


def finish(workflow_state: Any, user: Any = None) -> None:
    """A content of ours is signed off and waits to be scheduled; a sheet is published by its own rules."""
    from practices.workflow import finish_review

    from .domain import workflow
    from .models import EditorialRecord

    page_id = int(workflow_state.object_id)
    if EditorialRecord.objects.filter(page_id=page_id).exists():
        workflow.finished(page_id=page_id, by=user)
    else:
        finish_review(workflow_state, user)


def follow() -> None:
    """The record's state follows the step whoever moves it, an administrator who closes a workflow included."""
    from django.db.models.signals import post_save
    from wagtail.models import Revision
    from wagtail.signals import task_submitted, workflow_cancelled, workflow_rejected

    from practices.signals import public_practice_changed

    from .signals import public_content_changed, voice_consent_withdrawn

    task_submitted.connect(_step_entered, dispatch_uid="publications.step_entered")
    workflow_rejected.connect(_step_refused, dispatch_uid="publications.step_refused")
    workflow_cancelled.connect(_workflow_cancelled, dispatch_uid="publications.workflow_cancelled")
    post_save.connect(_revision_saved, sender=Revision, dispatch_uid="publications.revision_saved")
    public_content_changed.connect(_content_left, dispatch_uid="publications.content_left")
    public_practice_changed.connect(_sheet_left, dispatch_uid="publications.sheet_left")
    voice_consent_withdrawn.connect(_consent_withdrawn, dispatch_uid="publications.consent_of_a_piece")


def _step_entered(sender, instance, user=None, **kwargs):
    from .domain import workflow

    workflow.entered(instance, user)


def _step_refused(sender, instance, **kwargs):
    from .domain import workflow

    workflow.returned(instance)


def _workflow_cancelled(sender, instance, **kwargs):
    from .domain import workflow

    workflow.cancelled(instance)


def _revision_saved(sender, instance, **kwargs):
    """A text that changes after its sign-off loses it. What says the same keeps it."""
    from .domain.edits import text_saved
    from .models import EditorialPage

    model = instance.content_type.model_class()
    if model and issubclass(model, EditorialPage) and model.needs_workflow:
        text_saved(page_id=int(instance.object_id), revision=instance)


def _content_left(sender, identifier, deleted, **kwargs):
    from .domain.edits import piece_left

    if deleted:
        piece_left(identifier=identifier)


def _sheet_left(sender, identifier, deleted, **kwargs):
    from .domain.edits import sheet_left

    if deleted:
        sheet_left(identifier=identifier)


def _consent_withdrawn(sender, identifier, **kwargs):
    from .domain.edits import piece_left

    piece_left(identifier=identifier)
