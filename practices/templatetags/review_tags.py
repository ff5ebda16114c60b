"""What the pages of a review ask of a reading, and what the form of a sheet shows of the requests made about it."""

from typing import Any

from django import template
from django.urls import reverse

from ..models import Review
from ..review import links
from ..review.readings import open_requests, unanswered
from ..review.requests import shown

register = template.Library()


@register.simple_tag
def reading_url(review: Review) -> str:
    """The link of a member's own reading."""
    return links.path(review)


@register.inclusion_tag("practices/review/requests_of_field.html", takes_context=True)
def requests_of_field(context: template.Context, key: str) -> dict[str, Any]:
    """What the editors ask about this field of `record`, when the page is about one; asked of the database once a page."""
    record = context.get("record")
    asked = [request for request in open_requests(record) if request.field == key] if record else []
    return {"asked": shown(asked), "requests_url": _url(record) if asked else ""}


@register.inclusion_tag("practices/review/unanswered.html", takes_context=True)
def unanswered_requests(context: template.Context) -> dict[str, Any]:
    """The requests about `record` that have no answer."""
    record = context["record"]
    rows = shown(unanswered(open_requests(record)))
    return {"rows": rows, "requests_url": _url(record)}


def _url(record) -> str:
    return reverse("practices:mine_requests", args=[record.identifier])
