"""What the sections of the home page show, read once for all of them: one request to the engine, one query for contents."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, TextField, Value
from django.urls import reverse
from wagtail.blocks import StreamValue, StructValue

from practices.models import PublicPractice
from publications.models import PublicContent
from publications.news.queries import newest_first, upcoming
from publications.queries import listed
from publications.templatetags.publication_tags import SHELVES
from publications.vocabulary import Kind
from search.params import SearchParams
from search.queries import latest_and_theme_counts
from search.results import SearchResults
from search.vocabulary import Vocabulary

from .blocks import Measure

_PREFIXES = {Measure.DEPARTMENTS.value: "dep-", Measure.REGIONS.value: "reg-"}


@dataclass(frozen=True)
class Section:
    """One section as it is drawn by `home/sections/<kind>.html`. `shown`: what its kind shows; empty, the section is left out."""

    kind: str
    value: StructValue
    shown: Any
    more: str = ""
    label: str = ""
    count: int = 0

    @property
    def template(self) -> str:
        return f"home/sections/{self.kind}.html"


class _Place(NamedTuple):
    filter: tuple[str, str]
    label: str
    address: str


@dataclass
class _Asked:
    """What the sections need, gathered before anything is read. `narrowed`: how many sheets by filter, as (parameter, code)."""

    sheets: int = 1
    latest: dict[str, int] = field(default_factory=dict)
    dates: int = 0
    chosen: set[str] = field(default_factory=set)
    narrowed: dict[tuple[str, str], int] = field(default_factory=dict)
    measures: set[str] = field(default_factory=set)


class Overview:
    """`count`: public sheets; `sections`: those that have something to show, in the editors' order."""

    def __init__(self, sections: StreamValue):
        self._blocks = [(block.block_type, block.value) for block in sections]
        self._vocabulary = Vocabulary()
        self._asked = self._gathered()

    @property
    def count(self) -> int:
        return self._sheets["count"]

    @property
    def sections(self) -> list[Section]:
        drawn = [getattr(self, f"_{kind}")(value) for kind, value in self._blocks]
        return [section for section in drawn if section and section.shown]

    def _gathered(self) -> _Asked:
        asked = _Asked()
        for kind, value in self._blocks:
            match kind:
                case "latest_sheets":
                    asked.sheets = max(asked.sheets, value["number"])
                case "contents":
                    asked.latest[value["kind"]] = max(asked.latest.get(value["kind"], 0), value["number"])
                case "dates":
                    asked.dates = max(asked.dates, value["number"])
                case "chosen":
                    asked.chosen |= {item["reference"] for item in value["items"]}
                case "theme" | "territory":
                    if place := self._place(kind, value):
                        asked.narrowed[place.filter] = max(asked.narrowed.get(place.filter, 0), value["number"])
                case "numbers":
                    asked.measures |= {number["measure"] for number in value["numbers"]}
        return asked

    @cached_property
    def _sheets(self) -> dict[str, Any]:
        within = [SearchParams(filters={parameter: (code,)}, par_page=most) for (parameter, code), most in self._asked.narrowed.items()]
        return latest_and_theme_counts(self._asked.sheets, within=within, places=bool(self._asked.measures & _PREFIXES.keys()))

    @cached_property
    def _within(self) -> dict[tuple[str, str], SearchResults]:
        return dict(zip(self._asked.narrowed, self._sheets["within"], strict=True))

    @cached_property
    def _objects(self) -> dict[str, list[dict[str, Any]]]:
        """Public objects by what they are for, in no order. One query, none when nothing is asked."""
        queries = [_named(kind, _newest(kind)[:number]) for kind, number in self._asked.latest.items()]
        if self._asked.dates:
            queries.append(_named("dates", upcoming()[: self._asked.dates]))
        if self._asked.chosen:
            queries += [_named("chosen", model.objects.filter(pk__in=self._asked.chosen)) for model in (PublicContent, PublicPractice)]
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for use, data in _united(queries):
            found[use].append(data)
        return found

    @cached_property
    def _counts(self) -> dict[str, int]:
        """How many public contents there are of each kind. One query, none when nothing is asked."""
        kinds = self._asked.measures & set(Kind.values)
        rows = PublicContent.objects.filter(kind__in=kinds).order_by().values_list("kind").annotate(Count("pk"))
        return dict(rows) if kinds else {}

    def _place(self, kind: str, value: StructValue) -> _Place | None:
        """What a section is narrowed to, or what stands in its place today."""
        if kind == "theme":
            theme = self._vocabulary.theme(value["theme"])
            return _Place(("theme", theme.slug), theme.name, reverse("themes:theme", args=[theme.slug])) if theme else None
        place = self._vocabulary.territories([value["territory"]]).get(value["territory"])
        return _Place(("territoire", place.code), place.name, reverse("territories:territory", args=[place.code])) if place else None

    def _theme(self, value: StructValue, kind: str = "theme") -> Section | None:
        place = self._place(kind, value)
        if place is None:
            return None
        results = self._within[place.filter]
        return Section("narrowed", value, results.hits[: value["number"]], place.address, place.label, results.count)

    def _territory(self, value: StructValue) -> Section | None:
        return self._theme(value, "territory")

    def _latest_sheets(self, value: StructValue) -> Section:
        return Section("latest_sheets", value, self._sheets["latest"][: value["number"]], reverse("search:practices"))

    def _themes(self, value: StructValue) -> Section:
        return Section("themes", value, self._sheets["themes"], reverse("themes:themes"))

    def _contents(self, value: StructValue) -> Section:
        day = "date" if value["kind"] == Kind.NEWS else "published_at"
        newest = sorted(self._objects[value["kind"]], key=lambda data: (data[day], data["published_at"]), reverse=True)
        return Section("contents", value, newest[: value["number"]], SHELVES[Kind(value["kind"])][1])

    def _dates(self, value: StructValue) -> Section:
        soonest = sorted(self._objects["dates"], key=lambda data: data["happens"]["on"])
        return Section("dates", value, soonest[: value["number"]], SHELVES[Kind.NEWS][1])

    def _chosen(self, value: StructValue) -> Section:
        public = {data["id"]: data for data in self._objects["chosen"]}
        items = [(public[item["reference"]], item["reason"]) for item in value["items"] if item["reference"] in public]
        return Section("chosen", value, items)

    def _numbers(self, value: StructValue) -> Section:
        counted = [(self._measured(number["measure"]), number) for number in value["numbers"]]
        return Section("numbers", value, [(count, number["words"], number["link"]) for count, number in counted if count])

    def _call(self, value: StructValue) -> Section:
        return Section("call", value, value["text"], reverse("practices:submit"))

    def _measured(self, measure: str) -> int:
        """None of a place where the engine is away and places were not counted."""
        if measure == Measure.SHEETS:
            return self.count
        if prefix := _PREFIXES.get(measure):
            return sum(code.startswith(prefix) and bool(count) for code, count in self._sheets["places"].items())
        return self._counts.get(measure, 0)


def _newest(kind: str) -> QuerySet[PublicContent]:
    return newest_first(listed(kind)) if kind == Kind.NEWS else listed(kind)


def _named(use: str, found: QuerySet[Any]) -> QuerySet[Any]:
    """Rows of what the objects are for and of the objects."""
    return found.annotate(use=Value(use, output_field=TextField())).values_list("use", "data")


def _united(queries: list[QuerySet[Any]]) -> QuerySet[Any] | list[Any]:
    if len(queries) < 2:
        return queries[0] if queries else []
    return queries[0].union(*queries[1:], all=True)
