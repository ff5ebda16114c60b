"""Finding by its title what an editor wants to point to: public sheets and contents."""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery

from practices.models import PublicPractice

from ..models import PublicContent
from ..vocabulary import Kind
from .gathered import Item, read

#: So many of each are shown: who finds none types one more word.
MOST = 6
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Titled:
    """What one may point to."""

    identifier: str
    title: str
    label: str


def titled(words: str) -> list[Titled]:
    """Sheets, then contents, of which these words begin words of the title; dossiers are not gathered. Four queries."""
    typed = _WORD.findall(words)
    if not typed:
        return []
    query = SearchQuery(" & ".join(f"{word}:*A" for word in typed), config="french_unaccent", search_type="raw")
    sheets = PublicPractice.objects.filter(text=query).values_list("pk", flat=True)
    contents = PublicContent.objects.filter(text=query).exclude(kind=Kind.DOSSIER).values_list("pk", flat=True)
    found: dict[str, Item] = read([*sheets[:MOST], *contents[:MOST]])
    return [Titled(each.identifier, each.title, each.label) for each in found.values()]
