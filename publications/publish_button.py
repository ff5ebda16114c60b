"""The page editor's own way to publish what needs no workflow: save, then publish what was saved."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import ActionMenuItem

from practices.domain.errors import Refused
from practices.permissions import is_national_editor

from .domain.publication import publish_content
from .models import EditorialPage

NAME = "action-publish-content"


class PublishItem(ActionMenuItem):
    label = gettext_lazy("Publish")
    name = NAME
    icon_name = "upload"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        # A page being created is of the one kind that its index takes.
        kinds = [page.specific_class] if page else context["parent_page"].specific_class.allowed_subpage_models()
        published_so = bool(kinds) and all(issubclass(kind, EditorialPage) and not kind.needs_workflow for kind in kinds)
        return published_so and is_national_editor(context["request"].user)


@transaction.atomic
def publish_saved(request: HttpRequest, page: Any) -> None:
    """After the editor saved the page: publishes that version if she asked for it; a refusal is said, and the text stays saved."""
    if NAME not in request.POST or not isinstance(page, EditorialPage):
        return
    try:
        publish_content(page_id=page.pk, revision_id=page.latest_revision_id, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(title)s” is online.") % {"title": page.title})
