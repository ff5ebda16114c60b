"""Long lists of the search pages, written at once: a template of its own for each value would cost more than the search."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.templatetags.core_tags import day, number
from core.typography import french
from practices.templatetags.practice_tags import place_line
from publications.vocabulary import Kind

from ..choices import Branch
from ..sections import ContentType

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
    box, label = _box(parameter, value.value, value.label)
    checked = " checked" if value.selected else ""
    count = "" if value.count is None else f' <span class="count">{value.count if value.count < 1000 else number(value.count)}</span>'
    below = _list(branch.children, parameter) if branch.children else ""
    return f"<li><label>{box}{checked}> {label}{count}</label>{below}</li>"


@lru_cache(maxsize=2_000)
def _box(parameter: str, value: str, label: str) -> tuple[str, str]:
    """The input without its end, and its label: the same hundreds at nearly every search."""
    code = value if _PLAIN.fullmatch(value) else slugify(value)
    box = f'<input type="checkbox" id="{parameter}-{code}" name="{parameter}" value="{escape(value)}"'
    return box, f"<span>{escape(french(label))}</span>"


@register.simple_tag
def content_facts(hit: Mapping[str, Any]) -> SafeString:
    """The line of facts under a content, as items of a list: what it is, who signs it, of when, on what, where."""
    facts = [
        _("Demonstration content") if hit["is_demo"] else "",
        content_line(hit),
        french(", ".join(hit["authors"])),
        french(", ".join(theme["label"] for theme in hit["themes"])),
        place_line(hit["territories"]),
    ]
    return mark_safe("".join(f"<li>{escape(fact)}</li>" for fact in facts if fact))


@register.simple_tag
def content_line(hit: Mapping[str, Any]) -> str:
    """« Actualité : événement, 12 mars 2026 (passée depuis le 13 mars 2026) », « Cahier n° 3 », « Parole : habitante, Nadia »."""
    kind = str(Kind(hit["kind"]).label)
    said = f"{kind[:1].upper()}{kind[1:]}"
    if hit["number"]:
        said = _("%(kind)s no. %(number)d") % {"kind": said, "number": hit["number"]}
    types = [str(ContentType(code).label) for code in hit["types"] if code in ContentType.values and code != hit["kind"]]
    if types:
        said = _("%(kind)s: %(types)s") % {"kind": said, "types": ", ".join(types).lower()}
    parts = [said, hit["said_by"], day(date.fromisoformat(hit["date"])) if hit["date"] else ""]
    line = ", ".join(filter(None, parts))
    return french(f"{line} ({_past(hit)})" if _past(hit) else line)


def _past(hit: Mapping[str, Any]) -> str:
    """Nothing while it lasts."""
    last = date.fromisoformat(hit["listed_until"]) if hit["listed_until"] else None
    return _("over since %(day)s") % {"day": day(last)} if last and last < localdate() else ""
