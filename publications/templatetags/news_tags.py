"""What the templates of news need, and lists of contents of any kind."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.templatetags.core_tags import day, partial_date
from core.typography import french
from publications.cited.gathered import Item, read
from publications.models import PublicContent
from publications.news.filters import NewsFilters
from publications.news.queries import newest_first
from publications.vocabulary import NewsType

register = template.Library()

#: News on the same themes, below one.
OTHERS = 3


@register.filter
def content_day(content: Mapping[str, Any]) -> str:
    """The day that a list shows: the one that editors gave, else that of the first publication. ISO 8601."""
    return content.get("date") or content["published_at"]


@register.filter
def content_date(content: Mapping[str, Any]) -> str:
    """The same in words."""
    return partial_date(content["date"]) if content.get("date") else day(content["published_at"])


@register.filter
def happens(content: Mapping[str, Any]) -> str:
    """« 12 décembre 2026, Lille », « réponses avant le 14 janvier 2027 »; nothing where nothing takes place."""
    happening = content.get("happens")
    if not happening:
        return ""
    days = _("answers by %(day)s") % {"day": _days(happening)} if content["type"] == NewsType.CALL else _days(happening)
    return ", ".join(filter(None, [days, french(happening["place"])]))


@register.filter
def happening_facts(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """When and where, for the strip of facts; a call has a closing day."""
    happening = content.get("happens")
    if not happening:
        return []
    term = _("Answer by") if content["type"] == NewsType.CALL else pgettext("of an event", "When")
    facts = [{"term": term, "value": _days(happening)}]
    return facts + ([{"term": pgettext("of an event", "Where"), "value": french(happening["place"])}] if happening["place"] else [])


@register.filter
def has_expired(content: Mapping[str, Any]) -> bool:
    return bool(content["expires_on"]) and date.fromisoformat(content["expires_on"]) < timezone.localdate()


@register.filter
def read_with(content: Mapping[str, Any]) -> list[Item]:
    """What editors give to read with it, as it is public today. Two queries at most."""
    return list(read(content["related"]).values())


@register.filter
def other_news(content: Mapping[str, Any]) -> list[PublicContent]:
    """The latest on one of its themes; none without a theme. One query."""
    themes = tuple(theme["slug"] for theme in content["themes"])
    return list(newest_first(NewsFilters({"theme": themes}).news().exclude(pk=content["id"]))[:OTHERS]) if themes else []


def _days(happening: Mapping[str, Any]) -> str:
    first = day(date.fromisoformat(happening["on"]))
    if not happening["until"]:
        return first
    return _("from %(first)s to %(last)s") % {"first": first, "last": day(date.fromisoformat(happening["until"]))}
