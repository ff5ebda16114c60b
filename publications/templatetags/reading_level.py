"""What the checks beside the page editor say of a text."""

from typing import Any

from django import template

from ..editor.reading_level import ADVISED, LONG, lengths
from ..models import EditorialPage, VoicePage

register = template.Library()


@register.inclusion_tag("publications/admin/reading_level.html")
def reading_level(page: Any) -> dict[str, Any]:
    """Nothing for a page that is none of ours."""
    is_content = isinstance(page, EditorialPage)
    return {
        "lengths": lengths(page) if is_content else None,
        "is_content": is_content,
        "is_voice": isinstance(page, VoicePage),
        "advised": ADVISED,
        "long": LONG,
    }
