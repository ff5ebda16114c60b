"""What somebody who begins to type may be looking for: themes, territories, organisations, titles of sheets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery
from django.db.models import F
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Bool, Prefix, Query

from core.text import fold, telling_words
from practices.models import PublicPractice
from practices.vocabulary import OrganisationType
from territories.queries import search_territories
from themes.queries import search_themes

from . import engine
from .documents import hit, sort_title
from .fallback import CONFIG
from .params import SearchParams, readable
from .queries import engine_first

#: A text shorter or longer than this is not the beginning of a name.
SHORTEST, LONGEST = 2, 100
#: Sheets among which PostgreSQL looks for titles and organisations.
LOOKED_AT = 40

ANYWHERE = SearchParams()

Kind = Literal["theme", "territory", "organisation", "title"]
KINDS: Mapping[Kind, str | Promise] = {
    "theme": pgettext_lazy("suggestion", "Theme"),
    "territory": pgettext_lazy("suggestion", "Territory"),
    "organisation": pgettext_lazy("suggestion", "Organisation"),
    "title": pgettext_lazy("suggestion", "Sheet"),
}


@dataclass(frozen=True)
class Suggestion:
    """`label` is the name, `detail` (may be empty) tells it from its namesakes, `url` (a path) is where choosing it leads."""

    kind: Kind
    label: str
    detail: str
    url: str

    @property
    def what(self) -> str:
        """Its kind, in words."""
        return str(KINDS[self.kind])


def suggest(text: str, limit: int = 8, within: SearchParams = ANYWHERE) -> list[Suggestion]:
    """The likeliest of each kind, gathered by kind. Filters of `within` are kept when a theme, territory or organisation is chosen.

    Three queries and one request to the engine at most; published sheets only. Capitals and accents do not matter.
    """
    text = readable(text)
    if len(fold(text)) < SHORTEST or len(text) > LONGEST:
        return []
    titles, organisations = engine_first(lambda: _from_engine(text, limit), lambda: _from_database(text, limit))
    themes = [
        Suggestion("theme", theme.name, theme.parent.name if theme.parent else "", _filtered(within, "theme", theme.slug))
        for theme in search_themes(text, limit=limit)
    ]
    territories = [
        Suggestion("territory", place.name, place.context or place.get_kind_display(), _filtered(within, "territoire", place.code))
        for place in search_territories(text, limit=limit)
    ]
    found = [themes, territories, [_organisation(within, *row) for row in organisations], [_title(sheet) for sheet in titles]]
    return [suggestion for group, share in zip(found, _shares(found, limit), strict=True) for suggestion in group[:share]]


def _shares(groups: list[list[Suggestion]], limit: int) -> list[int]:
    """How many of each group fit: one after the other in turn, so that no kind fills the list while another waits."""
    shares = [0] * len(groups)
    while sum(shares) < limit and any(share < len(group) for share, group in zip(shares, groups, strict=True)):
        for place, group in enumerate(groups):
            if shares[place] < len(group) and sum(shares) < limit:
                shares[place] += 1
    return shares


def _filtered(within: SearchParams, parameter: str, value: str) -> str:
    """The search held to this value; what else narrows it stays, the words that led here do not."""
    return _search_url(replace(within, q="", filters={**within.filters, parameter: (value,)}))


def _organisation(within: SearchParams, name: str, kind: str) -> Suggestion:
    detail = str(OrganisationType(kind).label) if kind in OrganisationType.values and kind != OrganisationType.OTHER else ""
    words = name.replace('"', " ").strip()
    return Suggestion("organisation", name, detail, _search_url(replace(within, q=f'structure:"{words}"')))


def _title(sheet: Mapping[str, Any]) -> Suggestion:
    detail = ", ".join(place["label"] for place in sheet["territories"][:2])
    return Suggestion("title", sheet["title"], detail, sheet["url"])


def _search_url(params: SearchParams) -> str:
    return f"{reverse('search:practices')}?{urlencode(params.pairs())}"


Sheets = Sequence[Mapping[str, Any]]
Organisations = list[tuple[str, str]]


def _from_engine(text: str, limit: int) -> tuple[Sheets, Organisations]:
    answer = engine.client().search(index=engine.alias(), body=request(text, limit).to_dict())
    organisations = answer["aggregations"]["organisations"]["names"]["buckets"]
    return (
        [row["_source"]["hit"] for row in answer["hits"]["hits"]],
        [(row["key"], next((kind["key"] for kind in row["kind"]["buckets"]), "")) for row in organisations],
    )


def request(text: str, limit: int) -> Search:
    """The last word typed may be the beginning of one. A title that begins so comes first; organisations by their number of sheets."""
    titles = Bool(must=[_begins("title", text)], should=[Prefix(sort_title={"value": sort_title(text), "boost": 10})])
    organisations = _begins("organisation", text)
    search = Search().query(Bool(should=[titles, Bool(filter=[organisations])])).post_filter(titles)
    names = search.aggs.bucket("organisations", "filter", filter=organisations).bucket(
        "names", "terms", field="organisation_name", size=limit
    )
    names.bucket("kind", "terms", field="structure", size=1)
    return search.source(["hit.title", "hit.url", "hit.territories"]).extra(size=limit, track_total_hits=False)


def _begins(field: str, text: str) -> Query:
    return Q("match_bool_prefix", **{f"{field}.exact": {"query": text, "operator": "and"}})


def _from_database(text: str, limit: int) -> tuple[Sheets, Organisations]:
    """Titles weigh A in the index of words, organisations B."""
    words = telling_words(fold(text))
    query = SearchQuery(" & ".join(f"{word}:*AB" for word in words), config=CONFIG, search_type="raw")
    rows = PublicPractice.objects.filter(text=query).order_by(F("first_published_at").desc(), "identifier")[:LOOKED_AT]
    sheets = [hit(row) for row in rows]
    organisations = {sheet["organisation"]["name"]: sheet["organisation"]["type"] for sheet in sheets if sheet["organisation"]}
    titles = [sheet for sheet in sheets if _begun(sheet["title"], words)]
    return titles[:limit], [(name, kind) for name, kind in organisations.items() if _begun(name, words)][:limit]


def _begun(name: str, words: Iterable[str]) -> bool:
    """Each word typed begins one of the name's."""
    parts = fold(name).split()
    return all(any(part.startswith(word) for part in parts) for word in words)
