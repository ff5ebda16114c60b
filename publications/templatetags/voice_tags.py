"""What lists of voices need."""

from django import template
from django.utils.text import Truncator

from publications.models import PublicContent

register = template.Library()

#: Words of a voice that a list shows: enough to hear somebody, and to answer.
OPENING = 90


@register.filter
def opening(voice: PublicContent) -> list[str]:
    """The first paragraphs of what was said, cut at so many words."""
    left, shown = OPENING, []
    for paragraph in voice.data["words"] or voice.data["transcript"]:
        shown.append(Truncator(paragraph).words(left))
        left -= len(paragraph.split())
        if left <= 0:
            break
    return shown
