"""What a search asks for, read from the address. The address is the state: what cannot be understood is reported, never guessed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.params import ParamError

from .facets import EVERYTHING, FACETS, Facet
from .vocabulary import Vocabulary

LONGEST_QUERY = 500
#: Values of one filter taken into account; an address that holds more was not made by our pages.
MOST_VALUES = 100
SMALLEST_PAGE, USUAL_PAGE, LARGEST_PAGE = 10, 20, 100
SORTS = ("pertinence", "recent", "titre")
#: A page number so high that it is past any end; greater ones mean the same.
FARTHEST_PAGE = 10**9

#: Control characters and lone halves of surrogate pairs: no text holds them, and PostgreSQL refuses NUL.
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


@dataclass(frozen=True)
class SearchParams:
    """One search. `filters`: codes by parameter, each list without repetition; values of one filter are OR-ed, filters AND-ed."""

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    annee_min: int | None = None
    annee_max: int | None = None
    tri: str = ""
    page: int = 1
    par_page: int = USUAL_PAGE
    errors: tuple[ParamError, ...] = ()

    @property
    def sort(self) -> str:
        """Relevance means nothing without words: the newest first then."""
        return self.tri or ("pertinence" if self.q else "recent")

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.par_page

    def selected(self, parameter: str) -> tuple[str, ...]:
        return self.filters.get(parameter, ())

    def pairs(self) -> list[tuple[str, str]]:
        """The state as pairs of an address, without the page and without what is usual."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(parameter, value) for parameter, values in self.filters.items() for value in values]
        pairs += [(name, str(value)) for name, value in (("annee_min", self.annee_min), ("annee_max", self.annee_max)) if value]
        pairs += [("tri", self.tri)] if self.tri else []
        pairs += [("par_page", str(self.par_page))] if self.par_page != USUAL_PAGE else []
        return pairs

    def without(self, parameter: str, value: str) -> "SearchParams":
        """The same search, first page, without one of its values."""
        if parameter in self.filters:
            kept = tuple(other for other in self.filters[parameter] if other != value)
            others = {name: values for name, values in self.filters.items() if name != parameter}
            return replace(self, page=1, filters={**others, **({parameter: kept} if kept else {})})
        if parameter == "q":
            return replace(self, page=1, q="")
        return replace(self, page=1, annee_min=None) if parameter == "annee_min" else replace(self, page=1, annee_max=None)


def parse(query: QueryDict, vocabulary: Vocabulary) -> SearchParams:
    """Read an address. Unknown parameters are ignored; unknown values are left out and reported in `errors`."""
    reader = _Reader(query, vocabulary)
    q = reader.text("q")
    filters = reader.filters(FACETS)
    annee_min, annee_max = reader.year("annee_min"), reader.year("annee_max")
    tri = reader.one_of("tri", SORTS)
    page, par_page = reader.page(), reader.page_size()
    return SearchParams(q, filters, annee_min, annee_max, tri, page, par_page, tuple(reader.errors))


def parse_everything(query: QueryDict, vocabulary: Vocabulary) -> SearchParams:
    """The same for the search in everything, which has filters of its own and no years."""
    reader = _Reader(query, vocabulary)
    q, filters, tri = reader.text("q"), reader.filters(EVERYTHING), reader.one_of("tri", SORTS)
    page, par_page = reader.page(), reader.page_size()
    return SearchParams(q, filters, None, None, tri, page, par_page, tuple(reader.errors))


def read_text(query: QueryDict, parameter: str) -> tuple[str, ParamError | None]:
    """Words that somebody typed; none, and why, when they are too many."""
    typed = query.get(parameter, "")
    if len(typed) <= LONGEST_QUERY:
        return readable(typed), None
    message = _("Your search has %(length)d characters; it may have %(limit)d at most.")
    message %= {"length": len(typed), "limit": LONGEST_QUERY}
    return "", ParamError(parameter, readable(typed)[:LONGEST_QUERY], message)


class _Reader:
    """Takes values out of an address one parameter at a time, and notes what it could not read."""

    def __init__(self, query: QueryDict, vocabulary: Vocabulary):
        self.query, self.vocabulary = query, vocabulary
        self.errors: list[ParamError] = []

    def text(self, parameter: str) -> str:
        text, error = read_text(self.query, parameter)
        if error:
            self.errors.append(error)
        return text

    def filters(self, facets: Iterable[Facet]) -> dict[str, tuple[str, ...]]:
        return {facet.parameter: values for facet in facets if (values := self.codes(facet))}

    def codes(self, facet: Facet) -> tuple[str, ...]:
        typed = [text for raw in self.query.getlist(facet.parameter)[:MOST_VALUES] if (text := readable(raw))]
        if not typed:
            return ()
        known = self.vocabulary.resolve(facet, typed)
        for value in dict.fromkeys(typed):
            if value not in known:
                message = _("“%(value)s” is not a known value of the filter “%(filter)s”.")
                self._refuse(facet.parameter, value, message % {"value": _short(value), "filter": facet.label})
        return tuple(dict.fromkeys(known[value] for value in typed if value in known))

    def year(self, parameter: str) -> int | None:
        text = self._last(parameter)
        if not text:
            return None
        if re.fullmatch(r"[12][0-9]{3}", text):
            return int(text)
        self._refuse(parameter, text, _("“%(value)s” is not a year: four digits are expected.") % {"value": _short(text)})
        return None

    def one_of(self, parameter: str, choices: tuple[str, ...]) -> str:
        text = self._last(parameter).lower()
        if text and text not in choices:
            message = _("“%(value)s” is not one of: %(choices)s.")
            self._refuse(parameter, text, message % {"value": _short(text), "choices": ", ".join(choices)})
            return ""
        return text

    def page(self) -> int:
        text = self._last("page")
        if not text:
            return 1
        if re.fullmatch(r"0*[1-9][0-9]*", text):
            digits = text.lstrip("0")
            return min(int(digits), FARTHEST_PAGE) if len(digits) <= 10 else FARTHEST_PAGE
        self._refuse("page", text, _("“%(value)s” is not a page number.") % {"value": _short(text)})
        return 1

    def page_size(self) -> int:
        text = self._last("par_page")
        if not text:
            return USUAL_PAGE
        if re.fullmatch(r"[0-9]{1,3}", text) and SMALLEST_PAGE <= int(text) <= LARGEST_PAGE:
            return int(text)
        message = _("“%(value)s” is not a number from %(smallest)d to %(largest)d.")
        self._refuse("par_page", text, message % {"value": _short(text), "smallest": SMALLEST_PAGE, "largest": LARGEST_PAGE})
        return USUAL_PAGE

    def _last(self, parameter: str) -> str:
        return readable(self.query.get(parameter, ""))

    def _refuse(self, parameter: str, value: str, message: str) -> None:
        self.errors.append(ParamError(parameter, value[:LONGEST_QUERY], message))


def readable(raw: Any) -> str:
    """The text without what no text holds."""
    return _UNREADABLE.sub(" ", str(raw)).strip()


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:59]}…"
