"""What the pages of results show, made from parameters and results: facets, chips, sorts, page links. Nothing here asks the engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .choices import FacetView
from .choices import view as facet_view
from .facets import FLAT_FACETS, ROW_FACETS
from .index import DEEPEST_HIT
from .look import Look
from .loosening import ways_out
from .params import SORTS, SearchParams
from .results import SearchResults
from .tiles import PLACES, TileMap, tile_map
from .vocabulary import Vocabulary

SORT_LABELS: Mapping[str, str | Promise] = {
    "pertinence": gettext_lazy("by relevance"),
    "recent": gettext_lazy("newest first"),
    "titre": gettext_lazy("by title"),
}
#: Lists of rows → their heading among the filters, and how filters on them go together.
GROUPS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "effects": (gettext_lazy("Effects"), gettext_lazy("Chosen together, these hold for one same effect.")),
    "barriers": (gettext_lazy("Barriers"), gettext_lazy("Chosen together, these hold for one same barrier.")),
    "facilitators": (gettext_lazy("Facilitators"), gettext_lazy("Chosen together, these hold for one same facilitator.")),
}
EXPORTS: Mapping[str, str | Promise] = {
    "csv": gettext_lazy("Spreadsheet (CSV)"),
    "xlsx": gettext_lazy("Spreadsheet (Excel)"),
    "jsonl": gettext_lazy("Data (JSON Lines)"),
    "ris": gettext_lazy("References for Zotero or EndNote (RIS)"),
    "bib": gettext_lazy("References for LaTeX (BibTeX)"),
}
PLAIN = Look()
#: Highlights that a list shows.
PASSAGES = ("title", "summary", "objectives", "text", "keywords")
#: Page numbers shown around the current one.
AROUND = 2


@dataclass(frozen=True)
class Group:
    """Facets on one list of rows, which hold together within one row; `note` says so."""

    heading: str
    note: str
    facets: list[FacetView]


@dataclass(frozen=True)
class Chip:
    """One thing that narrows the search, and the address of the search without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class PageLink:
    """`number` is None for a gap."""

    number: int | None
    url: str = ""
    current: bool = False


@dataclass(frozen=True)
class SortLink:
    label: str
    url: str
    current: bool


class ResultsPage:
    """Everything that a page of results draws. `path` is its address; what the path itself fixes (a theme's page) is not in its links."""

    sort_labels = SORT_LABELS
    #: Filters that the page shows otherwise than as chips.
    unchipped: frozenset[str] = frozenset()

    def __init__(self, results: SearchResults, vocabulary: Vocabulary, path: str, *, fixed: Iterable[str] = (), look: Look = PLAIN):
        self.results, self.params, self.path, self.look = results, results.params, path, look
        self._vocabulary, self._fixed = vocabulary, frozenset(fixed)

    def url(self, params: SearchParams, page: int = 1, *, look: Look | None = None) -> str:
        pairs = [pair for pair in params.pairs() if pair[0] not in self._fixed] + (self.look if look is None else look).pairs()
        pairs += [("page", str(page))] if page > 1 else []
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    @cached_property
    def hits(self) -> list[dict[str, Any]]:
        """Those with enough of what was asked for."""
        return [_shown(hit) for hit in self.results.hits if hit["strict"]]

    @cached_property
    def looser_hits(self) -> list[dict[str, Any]]:
        """Those that have less of it."""
        return [_shown(hit) for hit in self.results.hits if not hit["strict"]]

    @property
    def suggestion_url(self) -> str:
        """The search with the words as they are written in the sheets."""
        return self.url(replace(self.params, page=1, q=self.results.suggestion or ""))

    @cached_property
    def facets(self) -> dict[str, FacetView]:
        """Those that show and have something to choose, by parameter."""
        shown = [facet for facet in self.look.facets(self.params) if facet.parameter not in self._fixed]
        views = [facet_view(facet, self.results, self._vocabulary, self.look) for facet in shown]
        return {view.parameter: view for view in views if view.first or view.name}

    @property
    def main_facets(self) -> list[FacetView]:
        return [self.facets[facet.parameter] for facet in FLAT_FACETS if facet.main and facet.parameter in self.facets]

    @property
    def other_facets(self) -> list[FacetView]:
        return [self.facets[facet.parameter] for facet in FLAT_FACETS if not facet.main and facet.parameter in self.facets]

    @property
    def groups(self) -> list[Group]:
        """What is told row by row: effects, barriers, facilitators."""
        groups = [
            Group(str(heading), str(note), [self.facets[facet.parameter] for facet in ROW_FACETS[rows] if facet.parameter in self.facets])
            for rows, (heading, note) in GROUPS.items()
        ]
        return [group for group in groups if group.facets]

    @property
    def other_facets_url(self) -> str:
        """The same page with the facets under « Plus de filtres », or without them."""
        look = replace(self.look, all_facets=not self.look.all_facets)
        return self.url(self.params, self.params.page, look=look)

    @cached_property
    def chips(self) -> list[Chip]:
        """What narrows the search beside its words."""
        chips = []
        for parameter, codes in self.params.filters.items():
            if parameter not in self._fixed | self.unchipped:
                labels = self._vocabulary.labels(parameter, codes)
                chips += [Chip(labels.get(code, code), self.url(self.params.without(parameter, code))) for code in codes]
        if year := self.params.annee_min:
            chips.append(Chip(_("from %(year)s") % {"year": year}, self.url(self.params.without("annee_min", ""))))
        if year := self.params.annee_max:
            chips.append(Chip(_("until %(year)s") % {"year": year}, self.url(self.params.without("annee_max", ""))))
        return chips

    @cached_property
    def all_chips(self) -> list[Chip]:
        """Everything that narrows the search, its words first."""
        words = [Chip(_("“%(words)s”") % {"words": self.params.q}, self.without_words_url)] if self.params.q else []
        return [*words, *self.chips]

    @property
    def without_words_url(self) -> str:
        """The same filters, without the words."""
        return self.url(self.params.without("q", ""))

    @property
    def clear_url(self) -> str:
        """The words alone; empty where nothing else narrows the search."""
        return self.without_filters_url if self.chips else ""

    @property
    def without_filters_url(self) -> str:
        return self.url(SearchParams(q=self.params.q))

    @property
    def sorts(self) -> list[SortLink]:
        """Relevance only where there are words; none where there is nothing to sort."""
        if self.results.count < 2:
            return []
        names = SORTS if self.params.q else SORTS[1:]
        default = SearchParams(q=self.params.q).sort
        current = self.params.sort
        return [
            SortLink(str(self.sort_labels[name]), self.url(replace(self.params, tri="" if name == default else name)), name == current)
            for name in names
        ]

    @cached_property
    def tile_map(self) -> TileMap | None:
        """Départements with their numbers, each leading to its sheets; None when they were not counted, or are not asked for."""
        counts = self.results.counts.get("territoire")
        if not self.look.on_map or not counts:
            return None
        names = {code: place.name for code, place in self._vocabulary.territories(PLACES).items()}
        chosen = [code for code in self.params.selected("territoire") if code in PLACES]
        as_list = replace(self.look, on_map=False)

        def url(code: str) -> str:
            codes = tuple(dict.fromkeys([*chosen, code]))
            return self.url(replace(self.params, filters={**self.params.filters, "territoire": codes}), look=as_list)

        return tile_map(counts, names, frozenset(chosen), url)

    @property
    def other_view(self) -> Link | None:
        """From the list to the map and back; there is no map of one territory."""
        if "territoire" in self._fixed or not self.results.count or not self.results.counts.get("territoire"):
            return None
        label = _("As a list") if self.look.on_map else _("On the map")
        return Link(label, self.url(self.params, look=replace(self.look, on_map=not self.look.on_map)))

    @property
    def feed_url(self) -> str:
        return self._elsewhere(reverse("search:feed"))

    @property
    def save_url(self) -> str:
        return self._elsewhere(reverse("saved:save_search"))

    @property
    def exports(self) -> list[Link]:
        """Every hit as a file, in each format."""
        return [Link(str(label), self._elsewhere(reverse("search:export", args=[kind]))) for kind, label in EXPORTS.items()]

    def _elsewhere(self, path: str) -> str:
        """The same search at another address, with what this page's path fixes."""
        pairs = [pair for pair in self.params.pairs() if pair[0] != "par_page"]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    @cached_property
    def ways_out(self) -> list[dict[str, Any]]:
        """Where nothing was found: what does find something, with its address and number."""
        return [
            {"dropped": way.dropped, "count": way.count, "url": self.url(way.params), "hits": [_shown(hit) for hit in way.hits]}
            for way in ways_out(self.params, self._vocabulary, fixed=self._fixed)
        ]

    @property
    def query_error(self) -> bool:
        return any(error.field == "q" for error in self.params.errors)

    @property
    def first_url(self) -> str:
        return self.url(self.params)

    @property
    def is_narrowed(self) -> bool:
        """Whether the address narrows the search beyond what the path fixes."""
        return bool(self.params.q or self.chips)

    @property
    def carried_by_words(self) -> list[tuple[str, str]]:
        """What the search box keeps of the search: all but its words."""
        return [pair for pair in (*self.params.pairs(), *self.look.pairs()) if pair[0] != "q" and pair[0] not in self._fixed]

    @property
    def carried_by_filters(self) -> list[tuple[str, str]]:
        """What the form of filters keeps: all that it has no field for."""
        return [pair for pair in self.params.pairs() if pair[0] in ("q", "tri", "par_page")] + self.look.pairs()

    @property
    def last_page(self) -> int:
        """The last one that pages can reach."""
        return min(self.results.pages, DEEPEST_HIT // self.params.par_page)

    @property
    def previous_url(self) -> str:
        return self.url(self.params, min(self.params.page - 1, self.last_page)) if self.params.page > 1 and self.last_page else ""

    @property
    def next_url(self) -> str:
        return self.url(self.params, self.params.page + 1) if self.params.page < self.last_page else ""

    @property
    def page_links(self) -> list[PageLink]:
        """First, last and those around the current one, with gaps."""
        last, current = self.last_page, self.params.page
        wanted = sorted({1, last, *range(current - AROUND, current + AROUND + 1)} & set(range(1, last + 1)))
        links: list[PageLink] = []
        for number in wanted:
            if links and links[-1].number != number - 1:
                links.append(PageLink(None))
            links.append(PageLink(number, self.url(self.params, number), number == current))
        return links if last > 1 else []


def _shown(hit: dict[str, Any]) -> dict[str, Any]:
    """As a list shows it: passages of running text in reading order, and keywords; a place or theme stands in the line of facts."""
    return {**hit, "highlights": {name: hit["highlights"][name] for name in PASSAGES if name in hit["highlights"]}}
