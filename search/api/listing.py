"""A page of results as the API gives it."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from ..facets import FACETS, values
from ..results import SearchResults
from ..vocabulary import Vocabulary


def listing(results: SearchResults, vocabulary: Vocabulary) -> dict[str, Any]:
    """The object of the contract, its keys in the contract's order."""
    return {
        "count": results.count,
        "page": results.params.page,
        "pages": results.pages,
        "took_ms": results.took_ms,
        "degraded": results.degraded,
        "suggestion": results.suggestion,
        "results": [_result(hit) for hit in results.hits],
        "facets": _facets(results, vocabulary),
    }


def _result(hit: Mapping[str, Any]) -> dict[str, Any]:
    territories = [{"code": place["code"], "label": place["label"]} for place in hit["territories"]]
    return {**hit, "url": settings.SITE_URL + hit["url"], "territories": territories}


def _facets(results: SearchResults, vocabulary: Vocabulary) -> dict[str, list[dict[str, Any]]]:
    """Counted facets only: a degraded answer may have none."""
    shown = {}
    for facet in FACETS:
        if (counts := results.counts.get(facet.parameter)) is not None:
            selected = results.params.selected(facet.parameter)
            labels = vocabulary.labels(facet.parameter, [*counts, *selected])
            shown[facet.parameter] = [
                {"value": value.value, "label": value.label, "count": value.count} for value in values(facet, counts, selected, labels)
            ]
    return shown
