"""Says to the editor which files of a public content search could not read, and why."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..models import AttachedText, EditorialRecord

_SETTLED_WELL = (AttachedText.State.WAITING, AttachedText.State.READ)


def say_what_was_not_read(request: HttpRequest, page: Page) -> None:
    """When the page is opened to be edited; nothing where all was read."""
    if request.method != "GET":
        return
    identifier = EditorialRecord.objects.filter(page_id=page.pk).values("identifier")
    for row in AttachedText.objects.filter(content__in=identifier).exclude(state__in=_SETTLED_WELL):
        words = _("Search does not look into “%(name)s”: this file %(reason)s.")
        messages.warning(request, escape(words % {"name": row.name, "reason": row.get_state_display()}))
