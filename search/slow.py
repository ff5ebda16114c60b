"""One line in the log for each slow search: how long and how much, never what was asked."""

import logging
import time
from collections.abc import Callable

from .results import SearchResults

logger = logging.getLogger(__name__)

#: Milliseconds from which a search is slow, whoever made it wait: the engine, PostgreSQL or ourselves.
SLOW_MS = 500


def watched(find: Callable[[], SearchResults]) -> SearchResults:
    """What `find` gives; a line in the log if it was slow."""
    began = time.monotonic()
    results = find()
    total_ms = 1000 * (time.monotonic() - began)
    if total_ms >= SLOW_MS:
        logger.warning("slow search: %d ms, %s", total_ms, _described(results))
    return results


def _described(results: SearchResults) -> str:
    """Sizes and names of parameters only: words, themes and places may tell who asks."""
    params = results.params
    figures = {
        "took_ms": results.took_ms,
        "hits": results.count,
        "words": len(params.q.split()),
        "filters": ",".join(params.filters) or "-",
        "facets": len(results.counts),
        "sort": params.sort,
        "page": params.page,
        "page_size": params.par_page,
        "degraded": results.degraded,
    }
    return " ".join(f"{name}={value}" for name, value in figures.items())
