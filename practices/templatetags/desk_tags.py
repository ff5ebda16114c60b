"""Pieces of the desk that its other screens show."""

from typing import Any

from django import template

from .. import permissions
from ..desk.acts import ActForm
from ..desk.people import editors_of
from ..models import PracticeRecord, ReviewState

register = template.Library()


@register.inclusion_tag("practices/desk/holding.html", takes_context=True)
def holding(context: dict[str, Any], record: PracticeRecord) -> dict[str, Any]:
    """Who holds this sheet and until when, and what the editor may do about it."""
    request = context["request"]
    regions = [region for region in permissions.edited_regions(request.user) if region.pk == record.region_id]
    form = ActForm(editors=editors_of(regions), initial={"person": record.holder_id, "due_on": record.due_on})
    waits = record.is_under_review or record.review_state == ReviewState.CHANGES_REQUESTED
    return {"request": request, "record": record, "form": form, "waits": waits}
