"""The searches that are compared: each takes a judged query and gives the sheets it finds, the best first, by external identifier."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from django.http import QueryDict

from practices.models import PracticeRecord
from search.params import LARGEST_PAGE, SearchParams, parse
from search.queries import find
from search.vocabulary import Vocabulary
from tests.relevance.judgments import Judged, WrongJudgments

Search = Callable[[Judged], list[str]]


class EngineAway(Exception):
    """The figures would not be the engine's."""


class Ours:
    """The site's own search, asked as an address asks it."""

    def __init__(self) -> None:
        self.names = dict(PracticeRecord.objects.values_list("identifier", "external_id"))

    def __call__(self, judged: Judged) -> list[str]:
        results = find(params(judged), [])
        if results.degraded:
            raise EngineAway("PostgreSQL answered in the engine’s place.")
        return [self.names[hit["id"]] for hit in results.hits]


def params(judged: Judged) -> SearchParams:
    """What the address of this query means; a filter that it does not understand is a fault of the judgment."""
    address = "&".join(part for part in (urlencode({"q": judged.q}), judged.filters) if part)
    read = parse(QueryDict(address), Vocabulary())
    if read.errors:
        raise WrongJudgments(f"{judged.address}: {'; '.join(error.message for error in read.errors)}")
    return replace(read, par_page=LARGEST_PAGE)
