"""When nothing answers to all of it: what does answer once something is dropped, the least first. One request, and only then."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from territories.areas import FRANCE

from .params import SMALLEST_PAGE, SearchParams
from .queries import several
from .vocabulary import Vocabulary
from .words import pieces

#: Words tried to be left out one at a time.
MOST_WORDS = 6
#: Ways out that show, and hits of the first one.
MOST_WAYS, MOST_HITS = 5, 5
#: Searches tried in the one request.
MOST_STEPS = 24

Step = tuple[str, SearchParams]


@dataclass(frozen=True)
class WayOut:
    """`dropped`: what was loosened, in words that follow « 3 fiches »; `hits`: the first ones."""

    dropped: str
    params: SearchParams
    count: int
    hits: list[dict[str, Any]]


def ways_out(params: SearchParams, vocabulary: Vocabulary, *, fixed: Iterable[str] = ()) -> list[WayOut]:
    """Searches that find something, the nearest to this one first. What `fixed` names is never dropped."""
    steps: dict[tuple[tuple[str, str], ...], Step] = {}
    for dropped, search in islice(_steps(replace(params, page=1), vocabulary, frozenset(fixed)), MOST_STEPS):
        steps.setdefault(tuple(search.pairs()), (dropped, search))
    answers = several(replace(search, par_page=SMALLEST_PAGE) for _dropped, search in steps.values())
    found = [
        WayOut(dropped, search, results.count, results.hits[:MOST_HITS])
        for (dropped, search), results in zip(steps.values(), answers, strict=False)
        if results.count
    ]
    return found[:MOST_WAYS]


def _steps(params: SearchParams, vocabulary: Vocabulary, fixed: frozenset[str]) -> Iterator[Step]:
    """One thing less, then all filters or all words less, then one filter and one word less. None of them is this search."""
    filters, words = [*_fewer_filters(params, vocabulary, fixed)], [*_fewer_words(params)]
    yield from filters
    yield from words
    if set(params.filters) - fixed:
        yield _("without any filter"), replace(_kept(params, fixed), annee_min=None, annee_max=None)
        if params.q:
            yield _("without the words"), replace(params, q="")
    for without_word, fewer_words in words:
        for without_filter, fewer_filters in filters:
            yield f"{without_word}, {without_filter}", replace(fewer_filters, q=fewer_words.q)


def _fewer_filters(params: SearchParams, vocabulary: Vocabulary, fixed: frozenset[str]) -> Iterator[Step]:
    """A wider territory, or one filter less."""
    if "territoire" not in fixed:
        yield from _wider(params, vocabulary)
    for parameter, codes in params.filters.items():
        if parameter not in fixed:
            names = ", ".join(vocabulary.labels(parameter, codes).get(code, code) for code in codes)
            yield _("without the filter “%(filter)s”") % {"filter": names}, _kept(params, set(params.filters) - {parameter})
    if params.annee_min or params.annee_max:
        yield _("whatever the years"), replace(params, annee_min=None, annee_max=None)


def _fewer_words(params: SearchParams) -> Iterator[Step]:
    words = pieces(params.q)
    if len(words) > 1:
        for place, word in enumerate(words[:MOST_WORDS]):
            yield _("without “%(words)s”") % {"words": word}, replace(params, q=" ".join([*words[:place], *words[place + 1 :]]))


def _wider(params: SearchParams, vocabulary: Vocabulary) -> Iterator[Step]:
    """Each area around the territories asked for, the nearest first."""
    places = vocabulary.territories(params.selected("territoire"))
    around = vocabulary.territories(dict.fromkeys(code for place in places.values() for code in place.ancestors if code != FRANCE))
    # A region and the former one of the same name are one place to readers.
    by_name = {area.name: code for code, area in reversed(around.items())}
    for name, code in reversed(by_name.items()):
        dropped = _("around: “%(area)s” in place of “%(place)s”") % {
            "area": name,
            "place": ", ".join(place.name for place in places.values()),
        }
        yield dropped, replace(params, filters={**params.filters, "territoire": (code,)})


def _kept(params: SearchParams, parameters: Iterable[str]) -> SearchParams:
    return replace(params, filters={name: codes for name, codes in params.filters.items() if name in parameters})
