"""Everything that the list of news draws: the items of a page, the choices of the filters with their numbers, the months, the links."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Func, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Left
from django.http import QueryDict
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from core.params import ParamError
from core.templatetags.core_tags import partial_date
from territories.queries import territory_labels
from themes.queries import theme_tree

from ..models import PublicContent
from ..vocabulary import Kind
from .filters import LABELS, MONTH, TYPES, NewsFilters, read, short
from .queries import newest_first

NEWS_A_PAGE = 20
#: Page numbers shown around the current one.
AROUND = 2
#: Areas that the filter lists; an item is found from any other by the address of its page.
LISTED_AREAS = ("reg-", "iso-")
FRANCE = "iso-fr"


@dataclass(frozen=True)
class Choice:
    """One value of a filter; `count`: how many items it would leave."""

    value: str
    label: str
    count: int
    selected: bool
    children: list["Choice"] = field(default_factory=list)


@dataclass(frozen=True)
class Filter:
    parameter: str
    label: str
    choices: list[Choice]

    @property
    def selected(self) -> int:
        return sum(choice.selected + sum(child.selected for child in choice.children) for choice in self.choices)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    count: int = 0
    current: bool = False


@dataclass(frozen=True)
class PageLink:
    """`number` is None for a gap."""

    number: int | None
    url: str = ""
    current: bool = False


class NewsList:
    """One page of the list. Queries: numbers, items, names of themes, names of places, and what reading the address took."""

    kind = Kind.NEWS
    path = reverse_lazy("publications:news")

    def __init__(self, query: QueryDict):
        self.filters = read(query, self.kind)
        self._asked = query.get("page", "")

    @cached_property
    def page(self) -> Page:
        """The last one for a number past the end, the first one for what is no number."""
        return Paginator(newest_first(self.filters.news()), NEWS_A_PAGE).get_page(self._asked)

    @cached_property
    def choices(self) -> list[Filter]:
        """The filters that have something to choose."""
        found = [
            Filter("type", str(LABELS["type"]), [self._choice("type", value, str(label)) for value, label in TYPES[self.kind].choices]),
            Filter("theme", str(LABELS["theme"]), self._theme_choices()),
            Filter("territoire", str(LABELS["territoire"]), self._territory_choices()),
        ]
        shown = [Filter(each.parameter, each.label, [one for one in each.choices if one.count or one.selected]) for each in found]
        return [each for each in shown if each.choices]

    @cached_property
    def errors(self) -> list[ParamError]:
        """What was not understood in the address, its page included."""
        if self._asked.lstrip("0") in ("", str(self.page.number)):
            return list(self.filters.errors)
        message = _("There is no page “%(value)s”: here is page %(number)d.")
        value = short(self._asked)
        return [*self.filters.errors, ParamError("page", value, message % {"value": value, "number": self.page.number})]

    @property
    def selected(self) -> int:
        return sum(len(codes) for codes in self.filters.chosen.values())

    @cached_property
    def years(self) -> list[tuple[str, list[Link]]]:
        """The archive: the months of each year, newest first, with their numbers."""
        months = sorted(self._counts[MONTH].items(), reverse=True)
        links = [
            (month, Link(partial_date(month), self._url(NewsFilters(self.filters.chosen, month=month)), count, month == self.filters.month))
            for month, count in months
        ]
        return [(year, [link for _month, link in of_year]) for year, of_year in groupby(links, key=lambda pair: pair[0][:4])]

    @property
    def chips(self) -> list[Link]:
        chips = [
            Link(self.filters.names[code], self._url(self.filters.without(parameter, code)))
            for parameter, codes in self.filters.chosen.items()
            for code in codes
        ]
        if month := self.filters.month:
            chips.append(Link(partial_date(month), self._url(self.filters.without(MONTH, ""))))
        return chips

    @property
    def first_url(self) -> str:
        return self._url(self.filters)

    @property
    def feed_url(self) -> str:
        return _address(reverse("publications:news_feed"), self.filters.pairs())

    @property
    def previous_url(self) -> str:
        return self._url(self.filters, self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self._url(self.filters, self.page.number + 1) if self.page.has_next() else ""

    @property
    def page_links(self) -> list[PageLink]:
        """First, last and those around the current one, with gaps."""
        last, current = self.page.paginator.num_pages, self.page.number
        links: list[PageLink] = []
        for number in sorted({1, last, *range(current - AROUND, current + AROUND + 1)} & set(range(1, last + 1))):
            if links and links[-1].number != number - 1:
                links.append(PageLink(None))
            links.append(PageLink(number, self._url(self.filters, number), number == current))
        return links if last > 1 else []

    def _url(self, filters: NewsFilters, page: int = 1) -> str:
        return _address(str(self.path), filters.pairs() + ([("page", str(page))] if page > 1 else []))

    @cached_property
    def _counts(self) -> dict[str, dict[str, int]]:
        """How many items each value would leave, each filter counted without itself. One query."""
        counts: dict[str, dict[str, int]] = defaultdict(dict)
        several = [_counted(self.filters.news(except_for=name), name, _each_of(name)) for name in LABELS]
        months = _counted(self.filters.news(except_for=MONTH), MONTH, Left(KeyTextTransform("date", "data"), 7))
        for name, value, number in months.union(*several, all=True):
            counts[name][value] = number
        return counts

    def _choice(self, parameter: str, value: str, label: str, children: list[Choice] | None = None) -> Choice:
        selected = value in self.filters.chosen.get(parameter, ())
        return Choice(value, label, self._counts[parameter].get(value, 0), selected, children or [])

    def _theme_choices(self) -> list[Choice]:
        """First-level themes; those below one show once it, or one of them, is selected."""
        tree, chosen = [], set(self.filters.chosen.get("theme", ()))
        for top, below in theme_tree():
            opened = chosen & {top.slug, *(theme.slug for theme in below)}
            children = [self._choice("theme", theme.slug, theme.name) for theme in below] if opened else []
            tree.append(self._choice("theme", top.slug, top.name, [child for child in children if child.count or child.selected]))
        return tree

    def _territory_choices(self) -> list[Choice]:
        chosen = self.filters.chosen.get("territoire", ())
        codes = [code for code in self._counts["territoire"] if code.startswith(LISTED_AREAS) and code != FRANCE]
        names = territory_labels([*codes, *chosen])
        return sorted((self._choice("territoire", code, name) for code, name in names.items()), key=lambda choice: choice.label)


def _counted(news: QuerySet[PublicContent], name: str, value: Any) -> QuerySet[Any]:
    counted = news.order_by().values(name=Value(name, output_field=TextField()), value=value).annotate(number=Count("pk"))
    return counted.values_list("name", "value", "number")


def _each_of(parameter: str) -> Func:
    """A row for each value that an item answers to."""
    return Func(KeyTransform(parameter, F("filters")), function="jsonb_array_elements_text", output_field=TextField())


def _address(path: str, pairs: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path
