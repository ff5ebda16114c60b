"""What the form shows of the comments."""

from django import template
from django.urls import reverse

from .. import threads

register = template.Library()


@register.inclusion_tag("practices/together/count.html")
def open_comments(record, fields, anchor=""):
    """How many threads are open on these fields (practices.sheet.Field), with the way to them; nothing when there is none.

    One query a record, however often it is asked.
    """
    address = reverse("practices:comments", args=[record.identifier]) + (f"#{anchor}" if anchor else "")
    return {"number": threads.open_in(record, fields), "address": address}
