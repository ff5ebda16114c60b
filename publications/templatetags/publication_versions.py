"""The versions that a content had before the one that is read."""

from typing import Any

from django import template

from publications.models import PublicVersion

register = template.Library()


@register.simple_tag
def past_versions(content: dict[str, Any]) -> list[PublicVersion]:
    """The newest first. One query, for contents that have had several versions only."""
    return list(PublicVersion.objects.filter(record__identifier=content["id"]).defer("data"))
