"""What the form shows of the comments, and to whom it offers to send the sheet."""

from django import template
from django.urls import reverse

from ..permissions import is_author
from ..situations import name_of
from ..together import threads

register = template.Library()


@register.inclusion_tag("practices/together/count.html")
def open_comments(record, fields, anchor=""):
    """How many threads are open on these fields (practices.sheet.Field), with the way to them; nothing when there is none.

    One query a record, however often it is asked.
    """
    address = reverse("practices:comments", args=[record.identifier]) + (f"#{anchor}" if anchor else "")
    return {"number": threads.open_in(record, fields), "address": address}


@register.filter
def held_by(record, user) -> bool:
    """Whether the sheet is in this person's hands: she sends it; those who write it with her do not."""
    return is_author(user, record)


@register.filter
def holder_name(record) -> str:
    return name_of(record.page.owner)
