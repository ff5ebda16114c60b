"""What the templates of tools and dossiers need."""

from collections.abc import Mapping
from typing import Any

from django import template

from practices.permissions import is_national_editor
from practices.uploads.documents import NAMES
from publications.cited.gathered import Item, Part, missing, parts_of, read

register = template.Library()


@register.filter
def file_kind(version: Mapping[str, Any]) -> str:
    """« PDF », « Word (.docx) »."""
    return NAMES.get(version["kind"], version["kind"].upper())


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
