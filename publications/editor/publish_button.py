"""The page editor's own ways to publish, schedule and take off the site: what was saved, by the domain."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import ActionMenuItem

from practices.domain.errors import Refused
from practices.permissions import is_national_editor

from ..domain.publication import publish_content
from ..models import EditorialPage, EditorialRecord
from ..permissions import may_withdraw

NAME = "action-publish-content"
SCHEDULE = "action-schedule-content"


class PublishItem(ActionMenuItem):
    """For the kinds that a national editor publishes alone."""

    label = gettext_lazy("Publish")
    name = NAME
    icon_name = "upload"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        # A page being created is of the one kind that its index takes.
        kinds = [page.specific_class] if page else context["parent_page"].specific_class.allowed_subpage_models()
        published_so = bool(kinds) and all(issubclass(kind, EditorialPage) and not kind.needs_workflow for kind in kinds)
        return published_so and is_national_editor(context["request"].user)


class ScheduleItem(PublishItem):
    label = gettext_lazy("Schedule…")
    name = SCHEDULE
    icon_name = "calendar"


class WithdrawItem(ActionMenuItem):
    """A link, for contents of every kind: what was typed in the editor has no part in it."""

    label = gettext_lazy("Take off the site…")
    name = "action-withdraw-content"
    icon_name = "download"

    def is_shown(self, context: dict[str, Any]) -> bool:
        record = EditorialRecord.objects.filter(page_id=context["page"].pk).first() if context.get("page") else None
        return record is not None and may_withdraw(context["request"].user, record) is None

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("publications_acts:withdraw", args=[parent_context["page"].pk])


@transaction.atomic
def publish_saved(request: HttpRequest, page: Any) -> HttpResponse | None:
    """After the editor saved the page: publishes that version, or asks when it goes out. A refusal is said, and the text stays saved."""
    if not isinstance(page, EditorialPage):
        return None
    if SCHEDULE in request.POST:
        return redirect("publications_acts:schedule", page.pk)
    if NAME in request.POST:
        try:
            publish_content(page_id=page.pk, revision_id=page.latest_revision_id, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("“%(title)s” is online.") % {"title": page.title})
    return None
