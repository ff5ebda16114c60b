"""What a search answers, whichever engine answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from .counting import UNSELECTED
from .highlighting import HIGHLIGHTED
from .index import DEEPEST_HIT
from .params import SearchParams

#: Of lists (places, keywords …) only the entries with a mark are worth showing.
MARK = "<mark>"


@dataclass(frozen=True)
class Shelf:
    """What a section of the observatory's contents answers to the same search: how many, and the first ones (`contents.hit`)."""

    count: int
    hits: list[dict[str, Any]]


@dataclass(frozen=True)
class SearchResults:
    """One page of hits. `hits`: see `documents.hit`, plus `highlights` ({field: [escaped text with <mark> only]}).

    `counts`: numbers of sheets by parameter and value; a facet that was not counted is absent. `took_ms`: the engine's own time.
    `suggestion`: the query with written forms in place of words found nowhere; the hits are then those of these forms.
    `strict_count`: how many of the hits have enough of what was asked for; those that have less follow them (`strict` is false in them).
    `shelves`: by section (`sections.Section`), contents beside the sheets; None where nobody asked for them.
    """

    params: SearchParams
    count: int
    hits: list[dict[str, Any]]
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    took_ms: int = 0
    degraded: bool = False
    suggestion: str | None = None
    looser_count: int = 0
    shelves: Mapping[str, Shelf] | None = None

    @property
    def strict_count(self) -> int:
        return self.count - self.looser_count

    @property
    def pages(self) -> int:
        return -(-self.count // self.params.par_page)

    @property
    def too_deep(self) -> bool:
        """The page lies beyond what pages can reach, though there are that many hits."""
        return self.params.page * self.params.par_page > DEEPEST_HIT and self.count > DEEPEST_HIT


def from_engine(params: SearchParams, answer: Mapping[str, Any]) -> SearchResults:
    """The engine's answer to `query.build(params)`."""
    found = answer["hits"]
    return SearchResults(
        params=params,
        count=found["total"]["value"],
        hits=[{**row["_source"]["hit"], "highlights": _highlights(row.get("highlight", {})), "strict": True} for row in found["hits"]],
        counts=_counts(answer.get("aggregations", {})),
        took_ms=answer["took"],
    )


def with_looser(results: SearchResults, answer: Mapping[str, Any], *, first: int) -> SearchResults:
    """The same page, filled up with hits of the looser question; `first`: rank of the first one that the answer holds."""
    looser = from_engine(results.params, answer)
    skipped = max(results.params.offset - results.count, 0) - first
    room = results.params.par_page - len(results.hits)
    return replace(
        results,
        count=results.count + looser.count,
        looser_count=looser.count,
        hits=[*results.hits, *({**hit, "strict": False} for hit in looser.hits[skipped:][:room])],
        counts={name: _summed(values, looser.counts.get(name, {})) for name, values in results.counts.items()},
        took_ms=results.took_ms + looser.took_ms,
    )


def _summed(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {value: one.get(value, 0) + other.get(value, 0) for value in {**one, **other}}


def shelves(answer: Mapping[str, Any]) -> dict[str, Shelf]:
    """The engine's answer to `query.ask_shelves`; empty while the index of contents is not made."""
    buckets = answer.get("aggregations", {}).get("sections", {}).get("buckets", [])
    return {
        bucket["key"]: Shelf(bucket["doc_count"], [row["_source"]["hit"] for row in bucket.get("first", _NOTHING)["hits"]["hits"]])
        for bucket in buckets
    }


_NOTHING: Mapping[str, Any] = {"hits": {"hits": []}}


def safe(text: str) -> SafeString:
    """For text that was escaped before its marks were put in."""
    return mark_safe(text)


def _highlights(raw: Mapping[str, list[str]]) -> dict[str, list[SafeString]]:
    found = {HIGHLIGHTED[name]: [safe(text) for text in texts if MARK in text] for name, texts in raw.items()}
    return {name: texts for name, texts in found.items() if texts}


def _counts(aggregations: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for name, bucket in aggregations.items():
        if name == UNSELECTED:
            counts |= {parameter: _buckets(inner) for parameter, inner in bucket.items() if parameter != "doc_count"}
        else:
            counts[name] = {**_buckets(bucket["values"]), **_buckets(bucket["selected"])}
    return counts


def _buckets(aggregation: Mapping[str, Any]) -> dict[str, int]:
    """Numbers of sheets by value. Rows are counted by the sheets that hold them."""
    if "accepted" in aggregation:
        return {bucket["key"]: bucket["sheets"]["doc_count"] for bucket in aggregation["accepted"]["rows"]["buckets"]}
    return {bucket["key"]: bucket["doc_count"] for bucket in aggregation["buckets"]}
