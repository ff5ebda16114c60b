"""The page editor saves and submits; the steps themselves are on the board. Wagtail's own buttons for them are gone."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)

from core.typography import inside
from practices.domain.errors import Refused

from ..domain.workflow import submit_content
from ..models import EditorialPage, EditorialRecord
from ..permissions import may_submit

SUBMIT = "action-submit-content"
WAGTAILS_ITEMS = (CancelWorkflowMenuItem, RestartWorkflowMenuItem, SubmitForModerationMenuItem, WorkflowMenuItem)
#: What the page editor posts to move Wagtail's workflow behind the record's back.
WAGTAILS_ACTS = ("action-submit", "action-cancel-workflow", "action-restart-workflow", "action-workflow-action", "workflow-action-name")


class SubmitItem(ActionMenuItem):
    label = gettext_lazy("Submit to the editors")
    name = SUBMIT
    icon_name = "resubmit"

    def is_shown(self, context: dict[str, Any]) -> bool:
        record = _record_of(context.get("page"))
        return record is not None and may_submit(context["request"].user, record) is None


class BoardItem(ActionMenuItem):
    """A link: the steps, the readers and the schedule of this content."""

    label = gettext_lazy("Its steps…")
    name = "action-content-board"
    icon_name = "tasks"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return _record_of(context.get("page")) is not None

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("publications_desk:piece", args=[parent_context["page"].pk])


def without_wagtails_items(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    page = context.get("page") or context.get("parent_page")
    if page and (isinstance(page, EditorialPage) or page._meta.app_label == "publications"):
        menu_items[:] = [item for item in menu_items if not isinstance(item, WAGTAILS_ITEMS)]


def refuse_wagtails_acts(request: HttpRequest, page: Any) -> None:
    if isinstance(page, EditorialPage) and any(request.POST.get(name) for name in WAGTAILS_ACTS):
        raise PermissionDenied


def submit_saved(request: HttpRequest, page: Any) -> HttpResponse | None:
    """After the page was saved: sends that version to the editors if this was asked. A refusal is said, and the text stays saved."""
    if SUBMIT not in request.POST or not isinstance(page, EditorialPage):
        return None
    try:
        submit_content(page_id=page.pk, revision_id=page.latest_revision_id, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, _("“%(title)s” is with the editors.") % {"title": inside(page.title)})
    return redirect("publications_desk:piece", page.pk)


def _record_of(page: Any) -> EditorialRecord | None:
    """The record of a page that goes through the workflow, once it was saved."""
    if page is None or not isinstance(page, EditorialPage) or not page.needs_workflow:
        return None
    return EditorialRecord.objects.select_related("page").filter(page_id=page.pk).first()
