"""Long lists of the search pages, written at once: a template of its own for each value would cost more than the search."""

import re
from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from core.templatetags.core_tags import number
from core.typography import french

from ..choices import Branch

register = template.Library()

_PLAIN = re.compile(r"[\w-]+", re.ASCII)


@register.filter
def checkboxes(branches: Iterable[Branch], parameter: str) -> SafeString:
    """Values of a facet, those below them indented; each with its number of sheets if it was counted."""
    return mark_safe(_list(branches, parameter))


def _list(branches: Iterable[Branch], parameter: str) -> str:
    return f"<ul>{''.join(_item(branch, parameter) for branch in branches)}</ul>"


def _item(branch: Branch, parameter: str) -> str:
    value = branch.value
    code = value.value if _PLAIN.fullmatch(value.value) else slugify(value.value)
    checked = " checked" if value.selected else ""
    count = "" if value.count is None else f' <span class="count">{value.count if value.count < 1000 else number(value.count)}</span>'
    below = _list(branch.children, parameter) if branch.children else ""
    return (
        f'<li><label><input type="checkbox" id="{parameter}-{code}" name="{parameter}" value="{escape(value.value)}"{checked}> '
        f"<span>{escape(french(value.label))}</span>{count}</label>{below}</li>"
    )
