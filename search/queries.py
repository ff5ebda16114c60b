"""Asking for sheets. Whoever shows a list asks here; which engine answers is decided here and nowhere else."""

import logging
from collections.abc import Iterable
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError

from . import engine, fallback
from .breaker import breaker
from .facets import BY_PARAMETER, FACETS, Facet
from .params import SearchParams
from .query import build
from .results import SearchResults, from_engine
from .vocabulary import Vocabulary

logger = logging.getLogger(__name__)


def find(params: SearchParams, facets: Iterable[Facet] = FACETS) -> SearchResults:
    """One page of hits: one request to the engine, or PostgreSQL when it does not answer. Never raises because of the engine."""
    facets = list(facets)
    if engine.is_configured() and not breaker.is_open:
        try:
            return from_engine(params, engine.client().search(index=engine.alias(), body=build(params, facets).to_dict()).body)
        except TransportError as error:
            logger.warning("Search engine: %s", type(error).__name__)
            breaker.open()
        except ApiError as error:
            # No index yet, or a request that it refuses: it would refuse it again, but others may pass.
            logger.error("Search engine: %s", error)
    return fallback.find(params, facets)


def latest_and_theme_counts(limit: int = 6) -> dict[str, Any]:
    """For the home page: `count` of sheets, the `latest` hits, and the first-level `themes` with slug, label and count."""
    vocabulary = Vocabulary()
    results = find(SearchParams(par_page=limit), [BY_PARAMETER["theme"]])
    counts = results.counts.get("theme", {})
    themes = [{"slug": theme.slug, "label": theme.name, "count": counts.get(theme.slug, 0)} for theme in vocabulary.top_themes()]
    return {"count": results.count, "latest": results.hits, "themes": themes}


def warm_up() -> None:
    """The first searches of a node that just started are slow: it takes them here, with more patience than visitors have."""
    for params in (SearchParams(), SearchParams(q="logement")):
        engine.worker_client().search(index=engine.alias(), body=build(params, list(FACETS)).to_dict())
