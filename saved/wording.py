"""A search in words, for people who look back at it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from search.params import SearchParams
from search.presentation import ResultsPage
from search.results import SearchResults
from search.vocabulary import Vocabulary

from .models import NAME_LENGTH


def in_words(params: SearchParams, vocabulary: Vocabulary) -> list[str]:
    """Each thing that narrows the search, its words first."""
    filters = ResultsPage(SearchResults(params, 0, []), vocabulary, "").chips
    words = [_("“%(words)s”") % {"words": params.q}] if params.q else []
    return [*words, *(chip.label for chip in filters)]


def proposed_name(parts: Iterable[str]) -> str:
    """A name for the search, from what it asks for."""
    name = " · ".join(parts) or _("All sheets")
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1].rstrip()}…"
