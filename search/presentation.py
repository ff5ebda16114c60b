"""What the pages of results show, made from parameters and results: facets, chips, sorts, page links. Nothing here asks the engine."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from territories.models import Territory

from .facets import FACETS, Facet, Value, values
from .index import DEEPEST_HIT
from .params import SORTS, SearchParams
from .results import SearchResults
from .vocabulary import Vocabulary

SORT_LABELS: Mapping[str, str | Promise] = {
    "pertinence": gettext_lazy("by relevance"),
    "recent": gettext_lazy("newest first"),
    "titre": gettext_lazy("by title"),
}
#: The whole of France would head the list of territories without telling anything.
EVERYWHERE = "iso-fr"
#: Values of a facet shown before « Voir plus ».
SHOWN = 8
#: Highlights that a list shows.
PASSAGES = ("title", "summary", "objectives", "text")
#: Page numbers shown around the current one.
AROUND = 2


@dataclass(frozen=True)
class Branch:
    """One value of a facet with those below it."""

    value: Value
    children: list["Branch"] = field(default_factory=list)


@dataclass(frozen=True)
class FacetView:
    parameter: str
    label: str
    first: list[Branch]
    more: list[Branch]
    selected: int


@dataclass(frozen=True)
class Chip:
    """One thing that narrows the search, and the address of the search without it."""

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

    def __init__(self, results: SearchResults, vocabulary: Vocabulary, path: str, *, fixed: Iterable[str] = ()):
        self.results, self.params, self.path = results, results.params, path
        self._vocabulary, self._fixed = vocabulary, frozenset(fixed)

    def url(self, params: SearchParams, page: int = 1) -> str:
        pairs = [pair for pair in params.pairs() if pair[0] not in self._fixed] + ([("page", str(page))] if page > 1 else [])
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    @cached_property
    def hits(self) -> list[dict[str, Any]]:
        """As a list shows them: the passages are those of running text, in reading order; a place or theme stands in the line of facts."""
        return [
            {**hit, "highlights": {name: hit["highlights"][name] for name in PASSAGES if name in hit["highlights"]}}
            for hit in self.results.hits
        ]

    @cached_property
    def facets(self) -> list[FacetView]:
        """Those with something to choose."""
        views = [self._facet(facet) for facet in FACETS if facet.parameter not in self._fixed]
        return [view for view in views if view.first]

    @property
    def main_facets(self) -> list[FacetView]:
        main = {facet.parameter for facet in FACETS if facet.main}
        return [view for view in self.facets if view.parameter in main]

    @property
    def other_facets(self) -> list[FacetView]:
        main = {facet.parameter for facet in FACETS if facet.main}
        return [view for view in self.facets if view.parameter not in main]

    @cached_property
    def chips(self) -> list[Chip]:
        """What narrows the search beside its words."""
        chips = []
        for parameter, codes in self.params.filters.items():
            if parameter not in self._fixed:
                labels = self._vocabulary.labels(parameter, codes)
                chips += [Chip(labels.get(code, code), self.url(self.params.without(parameter, code))) for code in codes]
        if year := self.params.annee_min:
            chips.append(Chip(_("from %(year)s") % {"year": year}, self.url(self.params.without("annee_min", ""))))
        if year := self.params.annee_max:
            chips.append(Chip(_("until %(year)s") % {"year": year}, self.url(self.params.without("annee_max", ""))))
        return chips

    @property
    def without_words_url(self) -> str:
        """The same filters, without the words."""
        return self.url(self.params.without("q", ""))

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
            SortLink(str(SORT_LABELS[name]), self.url(replace(self.params, tri="" if name == default else name)), name == current)
            for name in names
        ]

    @property
    def query_error(self) -> bool:
        return any(error.field == "q" for error in self.params.errors)

    @property
    def first_url(self) -> str:
        return self.url(self.params)

    @property
    def carried_by_words(self) -> list[tuple[str, str]]:
        """What the search box keeps of the search: all but its words."""
        return [pair for pair in self.params.pairs() if pair[0] != "q" and pair[0] not in self._fixed]

    @property
    def carried_by_filters(self) -> list[tuple[str, str]]:
        """What the form of filters keeps: all that it has no field for."""
        return [pair for pair in self.params.pairs() if pair[0] in ("q", "tri", "par_page")]

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

    def _facet(self, facet: Facet) -> FacetView:
        chosen = self.params.selected(facet.parameter)
        counts = self.results.counts.get(facet.parameter)
        labels = self._vocabulary.labels(facet.parameter, [*(counts or {}), *chosen])
        found = [value for value in values(facet, counts, chosen, labels) if value.value != EVERYWHERE or value.selected]
        branches = _TREES.get(facet.parameter, _flat)(found, self._vocabulary)
        shown = len(branches) if facet.parameter == "theme" else SHOWN
        return FacetView(facet.parameter, str(facet.label), branches[:shown], branches[shown:], len(chosen))


def _flat(found: list[Value], vocabulary: Vocabulary) -> list[Branch]:
    return [Branch(value) for value in found]


def _theme_tree(found: list[Value], vocabulary: Vocabulary) -> list[Branch]:
    """First-level themes; those below one show once it, or one of them, is selected."""
    by_slug = {value.value: value for value in found}
    tree = []
    for top in vocabulary.top_themes():
        children = [by_slug[child.slug] for child in vocabulary.children(top) if child.slug in by_slug]
        own = by_slug.get(top.slug) or (Value(top.slug, top.name, 0) if children else None)
        if own:
            opened = own.selected or any(child.selected for child in children)
            tree.append(Branch(own, [Branch(child) for child in children] if opened else []))
    # Counts only order branches; the vocabulary's own order would hide where the sheets are.
    return sorted(tree, key=lambda branch: -(branch.value.count or 0))


def _territory_tree(found: list[Value], vocabulary: Vocabulary) -> list[Branch]:
    """Regions and countries; former regions and départements under a region that is selected, or holds something that is."""
    territories = vocabulary.territories([value.value for value in found])
    by_code = {value.value: value for value in found if value.value in territories}
    opened = {code for value in found if value.selected for code in (value.value, *_above(territories, value.value))}
    placed: dict[str, list[Branch]] = {}
    tops: list[Branch] = []
    for code, value in by_code.items():
        region = next((above for above in _above(territories, code) if above.startswith("reg-") and above in by_code), None)
        branch = Branch(value)
        if region is None:
            tops.append(Branch(value, placed.setdefault(code, [])))
        elif region in opened:
            placed.setdefault(region, []).append(branch)
    return tops


def _above(territories: Mapping[str, Territory], code: str) -> list[str]:
    return territories[code].ancestors if code in territories else []


_TREES: Mapping[str, Callable[[list[Value], Vocabulary], list[Branch]]] = {"theme": _theme_tree, "territoire": _territory_tree}
