"""Words and forms of the board of publications."""

from typing import Any

from django import template
from django.utils.text import slugify

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
def for_author(form: DeskForm, name: str) -> Any:
    """The form for this author; what was typed stays where it was typed."""
    if form.is_bound and form.data.get("author") == name:
        return form
    kind = type(form)
    return kind(record=form.record, initial={"author": name}, auto_id=f"{kind.__name__.lower()}_{slugify(name)}_%s")
