"""Where in the form each field of the sheet is answered."""

from django.urls import reverse

from .. import sheet
from .steps import OF_FIELD


def address(identifier: str, key: str) -> str:
    """The question itself, on its screen."""
    return (
        f"{reverse('practices:submit_step', args=[identifier, OF_FIELD[key].slug])}#question-{sheet.BY_KEY[key].attribute}"
        if key in OF_FIELD
        else ""
    )
