"""Where in the form each field of the sheet is answered."""

from django.urls import reverse

from .. import sheet
from .steps import FILE_KINDS, OF_FIELD


def address(identifier: str, key: str) -> str:
    """The question itself, on its screen; empty for what no screen asks."""
    field = sheet.BY_KEY[key]
    if field.kind in FILE_KINDS:
        return reverse("practices:submit_files", args=[identifier])
    if key not in OF_FIELD:
        return ""
    return f"{reverse('practices:submit_step', args=[identifier, OF_FIELD[key].slug])}#question-{field.attribute}"
