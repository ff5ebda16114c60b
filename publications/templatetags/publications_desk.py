"""Words and forms of the board of publications."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.text import slugify
from django.utils.timezone import localtime

from core.templatetags.core_tags import day
from core.typography import NO_BREAK
from practices.review.grid import Answer
from publications.desk.forms import DeskForm
from publications.grid import Advice

register = template.Library()


@register.filter
def advice(code: str) -> str:
    return str(dict(Advice.choices).get(code, ""))


@register.filter
def answer(code: str) -> str:
    return str(dict(Answer.choices).get(code, ""))


@register.filter
def moment(value: datetime) -> str:
    """« 12 mars 2024, 9 h 05 », the time never cut by a line."""
    at = localtime(value)
    return f"{day(value)}, {at.hour}{NO_BREAK}h{NO_BREAK}{at.minute:02}"


@register.filter
def for_author(form: DeskForm, name: str) -> Any:
    """The form for this author; what was typed stays where it was typed."""
    if form.is_bound and form.data.get("author") == name:
        return form
    kind = type(form)
    return kind(record=form.record, initial={"author": name}, auto_id=f"{kind.__name__.lower()}_{slugify(name)}_%s")
