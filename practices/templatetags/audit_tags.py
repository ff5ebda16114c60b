"""The trail of a sheet, in words."""

from django import template

from ..models import PracticeEvent
from ..team.audit import in_words

register = template.Library()


@register.simple_tag
def change_of_state(event: PracticeEvent) -> str:
    """« soumise → en relecture »; nothing when the act left the states as they were."""
    before, after = in_words(event.state_from), in_words(event.state_to)
    if before == after or not after:
        return ""
    return f"{before} → {after}" if before else after
