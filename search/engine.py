"""The search engine's client, from the settings. One per process: connections do not survive a fork."""

import json
import os
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from zlib import crc32

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

#: Seconds that a visitor may wait for the engine before PostgreSQL answers instead; several nodes, asked in turn, share theirs.
PATIENCE = 1.2
PATIENCE_WITH_SEVERAL = 1.8
#: Nodes that one request may meet: of three, one may be dead and another slow.
MOST_TRIES = 3
#: Seconds for work that nobody waits for; shorter than the lease of the rows being indexed.
WORK_TIMEOUT = 10

#: Answers by which an engine says that it cannot now.
BUSY = (429, 502, 503, 504)


class EngineBusy(Exception):
    """The engine is there and cannot take the work now."""


def is_configured() -> bool:
    return bool(settings.ELASTICSEARCH_URL)


def alias(name: str = "practices") -> str:
    """The name that searches use; it points to one version of the index of sheets, or of another source (`search.sources`)."""
    return f"{settings.ELASTICSEARCH_INDEX_PREFIX}-{name}"


def client() -> Elasticsearch:
    """For a visitor's request: short patience, and other nodes tried if there are some."""
    return _client(os.getpid(), tuple(settings.ELASTICSEARCH_URL), settings.ELASTICSEARCH_API_KEY)


def worker_client() -> Elasticsearch:
    """For indexing: more patience."""
    return client().options(request_timeout=WORK_TIMEOUT)


def ask() -> None:
    """The cheapest search there is. Raises what a visitor's search would."""
    client().search(index=alias(), size=0, track_total_hits=False)


def search_several(
    client: Elasticsearch, bodies: Iterable[dict[str, Any]], contents: Iterable[dict[str, Any]] = ()
) -> list[dict[str, Any]]:
    """The answers to several searches sent in one request, in their order; one that was refused holds `error`.

    `bodies` are asked of sheets, then `contents` of contents: these are empty, not refused, as long as their index is not made.
    All of them, and the next page of the first, ask the same copy of the index, if there are several: what they say goes together.
    """
    asked = list(bodies)
    same = {"preference": f"query-{crc32(json.dumps(asked[0].get('query')).encode())}"}
    lines = [line for body in asked for line in ({"index": alias(), **same}, body)]
    lines += [line for body in contents for line in ({"index": alias("contents"), "ignore_unavailable": True}, body)]
    answers: list[dict[str, Any]] = client.msearch(searches=lines)["responses"]
    return answers


def is_down(error: Exception) -> bool:
    """Whether this failure says that nothing else would work now (hence: do not blame the row, do not ask again at once)."""
    return isinstance(error, TransportError | EngineBusy) or (isinstance(error, ApiError) and error.status_code in BUSY)


@lru_cache(maxsize=8)
def _client(_process: int, urls: tuple[str, ...], api_key: str) -> Elasticsearch:
    several, tries = len(urls) > 1, min(len(urls), MOST_TRIES)
    # No sniffing: nodes are reached at the addresses given, not at those that they have among themselves.
    return Elasticsearch(
        list(urls),
        api_key=api_key or None,
        request_timeout=PATIENCE_WITH_SEVERAL / tries if several else PATIENCE,
        max_retries=tries - 1,
        retry_on_timeout=several,
        retry_on_status=BUSY if several else (),
        dead_node_backoff_factor=1,
        max_dead_node_backoff=10,
        connections_per_node=10,
    )
