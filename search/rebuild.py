"""A new version of an index, filled beside the live one and put in its place in one step. Searches and publications go on.

Nothing published meanwhile is lost, for this reason: the new version gets its `-building` alias while nobody is writing (a lock that
writers share and this takes alone, for a moment). Every later change is written to both versions, and every earlier one is committed,
hence in the snapshot that the load reads. Versions (`external_gte`) settle who wins where both write the same record.
"""

import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection
from elasticsearch import Elasticsearch, helpers

from . import engine, index
from .indexing import refusals, targets_lock
from .sources import SHEETS, SOURCES, Source

logger = logging.getLogger(__name__)

REBUILD_LOCK = 0x0B5_0002
CHUNK = 500
#: Segments of a filled index: enough for the engine to search them side by side.
FEW_SEGMENTS = 4
#: Seconds for one chunk of the load or one change of settings.
LOAD_TIMEOUT = 60


class RebuildRunning(Exception):
    """Another process is rebuilding the index."""


class SheetsRefused(Exception):
    """The engine refused some records: the live version stays. The argument: reasons by identifier."""


def rebuild_all(*, only_if_needed: bool = False) -> list[dict[str, Any]]:
    """Each index in turn, or those that are missing or made from another mapping than today's. Raises as `rebuild`."""
    client = engine.worker_client()
    return [rebuild(source) for source in SOURCES if not (only_if_needed and index.fits(client, source))]


def rebuild(source: Source = SHEETS) -> dict[str, Any]:
    """Fill a new version from the public records and swap; gives its name and number of records. Raises RebuildRunning, SheetsRefused."""
    client = engine.client().options(request_timeout=LOAD_TIMEOUT)
    with _alone():
        _drop_unfinished(client, source)
        with targets_lock(shared=False):
            name = index.create(client, alias=source.building_alias, source=source)
        try:
            count = _load(client, name, source)
            index.swap(client, name, source)
        except BaseException:
            _abandon(client, name)
            raise
        index.prune(client, source)
    return {"index": name, source.what: count}


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [REBUILD_LOCK])
        if not cursor.fetchone()[0]:
            raise RebuildRunning
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [REBUILD_LOCK])


def _load(client: Elasticsearch, name: str, source: Source) -> int:
    """Bulk-load every public record; refreshed only at the end."""
    client.indices.put_settings(index=name, settings={"index": {"refresh_interval": "-1"}})
    count = 0
    refused: dict[str, str] = {}
    for succeeded, item in _written(client, name, source):
        count += succeeded
        refused |= {} if succeeded else refusals([item])
    if refused:
        raise SheetsRefused(refused)
    client.indices.put_settings(index=name, settings={"index": {"refresh_interval": None}})
    client.indices.refresh(index=name)
    # A load leaves dozens of segments, and each search passes through all of them. The engine merges on its own time.
    client.indices.forcemerge(index=name, max_num_segments=FEW_SEGMENTS, wait_for_completion=False)
    return count


def _written(client: Elasticsearch, name: str, source: Source) -> Iterator[tuple[bool, dict[str, Any]]]:
    """Every record's outcome. The engine works on one chunk while the next is read here; one at a time leaves it room for searches."""
    actions = _actions(name, source)
    sent: Future[list[tuple[bool, dict[str, Any]]]] | None = None
    with ThreadPoolExecutor(1) as sender:
        while chunk := list(islice(actions, CHUNK)):
            before, sent = sent, sender.submit(_send, client, chunk)
            yield from before.result() if before else []
        yield from sent.result() if sent else []


def _send(client: Elasticsearch, chunk: Iterable[dict[str, Any]]) -> list[tuple[bool, dict[str, Any]]]:
    return list(helpers.streaming_bulk(client, chunk, chunk_size=CHUNK, raise_on_error=False, max_retries=3))


def _actions(name: str, source: Source) -> Iterator[dict[str, Any]]:
    """A server-side cursor: memory does not grow with the number of records."""
    for record in source.records().order_by().iterator(chunk_size=CHUNK):
        yield {
            "_op_type": "index",
            "_index": name,
            "_id": record.identifier,
            "version": record.version,
            "version_type": "external_gte",
            "_source": source.document(record),
        }


def _drop_unfinished(client: Elasticsearch, source: Source) -> None:
    """What a killed rebuild left: nobody else can be building, we hold the lock."""
    for name in set(index.targets(client, source)) - {index.live(client, source)}:
        _abandon(client, name)


def _abandon(client: Elasticsearch, name: str) -> None:
    """While nobody writes: a change on its way would make the index anew, without our mapping."""
    with targets_lock(shared=False):
        index.delete(client, name)
