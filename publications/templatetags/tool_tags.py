"""What the templates of tools and dossiers need."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from core.templatetags.core_tags import number
from core.typography import NO_BREAK
from practices.permissions import is_national_editor
from practices.uploads.documents import NAMES
from publications.cited.gathered import Item, Part, missing, parts_of, read

register = template.Library()

KILO = 1_000


@register.filter
def file_kind(version: Mapping[str, Any]) -> str:
    """« PDF », « Word (.docx) »."""
    return NAMES.get(version["kind"], version["kind"].upper())


@register.filter
def file_size(octets: int) -> str:
    """« 48 ko », « 1,2 Mo »."""
    kilos = max(1, round(octets / KILO))
    if kilos < KILO:
        return f"{number(kilos)}{NO_BREAK}{_('KB')}"
    return f"{number(round(kilos / KILO, 1))}{NO_BREAK}{_('MB')}"


@register.filter
def items(identifiers: list[str]) -> list[Item]:
    """Those of these that are public today, in this order."""
    return list(read(identifiers).values())


@register.filter
def parts(content: Mapping[str, Any]) -> list[Part]:
    """What a dossier gathers, as it is public today."""
    return parts_of(content["items"])


@register.simple_tag(takes_context=True)
def gaps(context: template.Context, content: Mapping[str, Any]) -> list[str]:
    """For national editors: what the dossier names and nobody reads any more."""
    request = context.get("request")
    if request is None or not is_national_editor(request.user):
        return []
    return missing(row["identifier"] for row in content["items"])
