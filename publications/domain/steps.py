"""The workflow that publications begin with; national editors change its steps in the admin, and what they changed is left alone."""

from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from ..models import (
    Assent,
    EditorialDeskTask,
    LayoutTask,
    PublicationIndexPage,
    ReadingTask,
    SignOffTask,
    ToolIndexPage,
    VoiceIndexPage,
)

NAME = "Publications"
#: Model, name, days allowed and who must say yes, in order.
STEPS = (
    (EditorialDeskTask, "Réception par la rédaction", 7, Assent.GROUP),
    (ReadingTask, "Relecture", 21, Assent.READERS),
    (LayoutTask, "Mise en page", 10, Assent.GROUP),
    (SignOffTask, "Bon à tirer", 10, Assent.AUTHORS),
)


@transaction.atomic
def load_workflow() -> None:
    """Creates the steps once, and gives the workflow to the indexes that have none."""
    workflow = Workflow.objects.filter(workflow_tasks__task__in=EditorialDeskTask.objects.all()).first() or _created()
    for model in (PublicationIndexPage, ToolIndexPage, VoiceIndexPage):
        page = Page.objects.get(pk=model.objects.get().pk)
        if not WorkflowPage.objects.filter(page=page).exists():
            WorkflowPage.objects.create(page=page, workflow=workflow)


def _created() -> Workflow:
    workflow = Workflow.objects.create(name=NAME, active=True)
    for order, (model, name, days, assent) in enumerate(STEPS):
        task = model.objects.create(name=name, days=days, assent=assent, active=True)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    return workflow
