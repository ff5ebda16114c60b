"""Finding the public sheet that another one adapts."""

import re

from django.contrib.postgres.search import SearchQuery

from ..models import PublicPractice


def public_sheet(identifier: str) -> PublicPractice | None:
    """The public sheet of that identifier."""
    return PublicPractice.objects.filter(identifier=identifier.strip().lower().replace("\x00", "")).first()


def search_public_sheets(text: str, *, limit: int = 10) -> list[PublicPractice]:
    """The public sheet of that identifier, or those with all these words (or their beginnings) in their title."""
    if found := public_sheet(text):
        return [found]
    words = re.findall(r"\w+", text)
    if not words:
        return []
    query = SearchQuery(" & ".join(f"{word}:*A" for word in words), config="french_unaccent", search_type="raw")
    return list(PublicPractice.objects.filter(text=query).order_by("title", "identifier")[:limit])
