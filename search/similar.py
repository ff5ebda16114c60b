"""Sheets close to one, and how many share its theme and its territory: one request, which a sheet's page can do without."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Bool, ConstantScore

from practices.life.similar import Link, Surroundings
from practices.models import PublicPractice
from territories.models import Territory

from . import engine
from .documents import hit
from .queries import engine_first
from .vocabulary import Vocabulary

NUMBER = 4
#: Seconds that the page of a sheet waits; its reader did not come for this.
PATIENCE = 0.5
#: Texts by which sheets are compared, and how: by their most telling words, those that another sheet has too.
FIELDS = ("title", "summary", "theme_labels", "keywords", "objectives", "body")
COMPARED = {"min_term_freq": 1, "min_doc_freq": 2, "max_query_terms": 25}
SAME_THEME, SAME_PARENT_THEME, SAME_TERRITORY = 8.0, 2.0, 2.0


def around(practice: PublicPractice) -> Surroundings:
    """Without an engine: the newest of the same theme, and nothing is counted."""
    return engine_first(lambda: _from_engine(practice), lambda: _from_database(practice))


def _from_engine(practice: PublicPractice) -> Surroundings:
    client = engine.client().options(request_timeout=PATIENCE)
    answer = client.search(index=engine.alias(), body=request(practice).to_dict())
    counts = {name: bucket["doc_count"] for name, bucket in answer["aggregations"]["everywhere"].items() if name != "doc_count"}
    return Surroundings([row["_source"]["hit"] for row in answer["hits"]["hits"]], _links(practice, counts))


def request(practice: PublicPractice) -> Search:
    """Close in its words; of sheets as close, those of its theme, then of its region. Sheets that share nothing do not show."""
    theme, themes = practice.data["main_theme"]["slug"], practice.filters["theme"]
    close = Bool(
        should=[
            Q("more_like_this", fields=FIELDS, like=[{"_id": practice.identifier}], **COMPARED),
            ConstantScore(filter=Q("term", theme=theme), boost=SAME_THEME),
            ConstantScore(filter=Q("terms", theme=themes), boost=SAME_PARENT_THEME),
        ],
        minimum_should_match=1,
    )
    nearby = ConstantScore(filter=Q("term", territoire=_place(practice)), boost=SAME_TERRITORY)
    search = Search().query(Bool(must=[close], should=[nearby], must_not=[Q("ids", values=[practice.identifier])]))
    everywhere = search.aggs.bucket("everywhere", A("global"))
    everywhere.bucket("theme", "filter", filter=Q("term", theme=theme))
    everywhere.bucket("territoire", "filter", filter=Q("term", territoire=_place(practice)))
    return search.source(["hit"]).extra(size=NUMBER, track_total_hits=False)


def _from_database(practice: PublicPractice) -> Surroundings:
    same_theme = PublicPractice.objects.filter(filters__contains={"theme": [practice.data["main_theme"]["slug"]]})
    others = same_theme.exclude(pk=practice.pk).defer("text", "filters")[:NUMBER]
    return Surroundings([hit(other) for other in others], _links(practice, {}))


def _place(practice: PublicPractice) -> str:
    """The département of the sheet, else its region, else what it says first."""
    codes = practice.filters["territoire"]
    kinds = (f"{Territory.Kind.DEPARTMENT}-", f"{Territory.Kind.REGION}-")
    return next((code for kind in kinds for code in codes if code.startswith(kind)), codes[0])


def _links(practice: PublicPractice, counts: Mapping[str, int]) -> list[Link]:
    theme, vocabulary = practice.data["main_theme"], Vocabulary()
    places: dict[str, Any] = vocabulary.territories([_place(practice)])
    links = [Link(theme["label"], reverse("themes:theme", args=[theme["slug"]]), counts.get("theme"))]
    return links + [Link(place.name, place.get_absolute_url(), counts.get("territoire")) for place in places.values()]
