"""The page of the search in everything: its tabs, and the ways between it and the search in sheets."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from . import engine, sought
from .choices import FacetView
from .everything import find_everything
from .facets import EVERYTHING, SECTION
from .look import read as look_of
from .params import SearchParams, parse_everything
from .presentation import SORT_LABELS, ResultsPage
from .results import SearchResults, Shelf
from .sections import Section
from .vocabulary import Vocabulary

#: What the searches in sheets and in everything both filter by.
SHARED = ("theme", "territoire")


@dataclass(frozen=True)
class Tab:
    """`count` is None when nothing was counted."""

    label: str
    url: str
    count: int | None
    current: bool


class EverythingPage(ResultsPage):
    """A page of results of every kind. The section is chosen by a tab, not among the filters."""

    sort_labels = {**SORT_LABELS, "recent": pgettext_lazy("results", "newest first")}
    unchipped = frozenset([SECTION.parameter])

    @cached_property
    def tabs(self) -> list[Tab]:
        """Everything first, then each section, empty ones too: what there is none of is an answer."""
        counts = self.results.counts.get(SECTION.parameter)
        chosen = self.params.selected(SECTION.parameter)
        whole = Tab(_("Everything"), self._section_url(()), sum(counts.values()) if counts else None, not chosen)
        return [whole, *(self._tab(section, counts.get(section.value, 0) if counts else None, chosen) for section in Section)]

    def _tab(self, section: Section, count: int | None, chosen: Iterable[str]) -> Tab:
        return Tab(str(section.label), self._section_url((section.value,)), count, section.value in chosen)

    def _section_url(self, sections: tuple[str, ...]) -> str:
        """The types of one section mean nothing in another."""
        kept = {name: codes for name, codes in self.params.filters.items() if name in SHARED}
        return self.url(replace(self.params, page=1, filters={**kept, **({SECTION.parameter: sections} if sections else {})}))

    @property
    def main_facets(self) -> list[FacetView]:
        return [self.facets[facet.parameter] for facet in EVERYTHING if facet is not SECTION and facet.parameter in self.facets]

    @property
    def without_filters_url(self) -> str:
        kept = {name: codes for name, codes in self.params.filters.items() if name in self.unchipped}
        return self.url(SearchParams(q=self.params.q, filters=kept))

    @property
    def carried_by_filters(self) -> list[tuple[str, str]]:
        return [*super().carried_by_filters, *((name, code) for name in self.unchipped for code in self.params.selected(name))]

    @property
    def feed_url(self) -> str:
        return self._elsewhere(reverse("search:everything_feed"))

    @property
    def sheets_url(self) -> str:
        """The same among sheets alone, with all their filters; empty where another section is shown."""
        chosen = self.params.selected(SECTION.parameter)
        return in_sheets(self.params) if not chosen or Section.SHEETS.value in chosen else ""

    @property
    def sheets_count(self) -> int | None:
        counts = self.results.counts.get(SECTION.parameter)
        return counts.get(Section.SHEETS.value, 0) if counts else None


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Sheets, publications, tools, voices, news and dossiers together; the address is the state."""
    vocabulary = Vocabulary()
    look = replace(look_of(request.GET), offered=EVERYTHING, on_map=False, all_facets=False)
    params = parse_everything(request.GET, vocabulary)
    refused = any(error.field == "q" for error in params.errors)
    results = _none(params) if refused else sought.noted(find_everything(params, tuple(look.facets(params))))
    page = EverythingPage(results, vocabulary, request.path, look=look)
    response = render(request, "search/everything.html", _context(request, page))
    if request.headers.get("HX-Target") == "recherche":
        response["HX-Push-Url"] = page.url(params, params.page)
    return response


def _context(request: HttpRequest, page: EverythingPage) -> dict[str, object]:
    return {
        "page": page,
        "results": page.results,
        "params": page.params,
        "typed": request.GET.get("q", "")[:2000],
        "engine_is_away": page.results.degraded and engine.is_configured(),
    }


def _none(params: SearchParams) -> SearchResults:
    return SearchResults(params, 0, [], counts={facet.parameter: {} for facet in EVERYTHING})


def in_sheets(params: SearchParams) -> str:
    """From everything to sheets: the same words, theme and territory."""
    return _address("search:practices", params)


def in_everything(params: SearchParams, section: str = "") -> str:
    """From sheets to everything, or to one of its sections."""
    return _address("search:everything", params, *([(SECTION.parameter, section)] if section else []))


def _address(name: str, params: SearchParams, *more: tuple[str, str]) -> str:
    pairs = [pair for pair in params.pairs() if pair[0] in ("q", *SHARED)] + list(more)
    return f"{reverse(name)}?{urlencode(pairs)}" if pairs else reverse(name)


@dataclass(frozen=True)
class ShelfView:
    """Contents of a section beside the sheets, as a page shows them."""

    section: str
    label: str
    shelf: Shelf
    url: str


class Elsewhere:
    """What the observatory's contents answer to a search for sheets."""

    def __init__(self, results: SearchResults):
        self._params, self._shelves = results.params, results.shelves or {}

    @cached_property
    def shelves(self) -> list[ShelfView]:
        """In the order of the tabs; those that hold something."""
        return [
            ShelfView(section.value, str(section.label), self._shelves[section.value], in_everything(self._params, section.value))
            for section in Section
            if section.value in self._shelves
        ]

    @property
    def count(self) -> int:
        return sum(view.shelf.count for view in self.shelves)

    @property
    def url(self) -> str:
        return in_everything(self._params)
