"""Bringing the indexes up to date: the rows of IndexRequest, taken in batches, each sheet and content written as it is now.

A row is deleted only once every target has its version or a newer one. When the engine fails, rows go back untouched in their count of
attempts, for it is not their fault, and are taken again within seconds of its return; a row that the engine refuses backs off by itself.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils import timezone
from elasticsearch import Elasticsearch

from core import outbox

from . import engine, index
from .breaker import breaker
from .models import IndexRequest
from .sources import SOURCES, Source, source_of

logger = logging.getLogger(__name__)

BATCH = 300
LEASE_SECONDS = 20
#: Up to this many records we wait until searches see them: an approval shows at once. More would slow the engine.
SMALL_BATCH = 50
#: Seconds before rows that met a dead engine are taken again.
ENGINE_PAUSE = 5

#: Advisory lock: shared by those who write changes, exclusive for the moment in which a rebuild puts a new target in place.
TARGETS_LOCK = 0x0B5_0001


def drain() -> int:
    """Write every due change to its index; returns how many rows were settled. Safe in parallel; returns at once without an engine."""
    if not engine.is_configured():
        return 0
    client, settled = engine.worker_client(), 0
    try:
        _ensure_index()
        while rows := outbox.lease(IndexRequest.objects.all(), limit=BATCH, seconds=LEASE_SECONDS):
            settled += _settle(client, rows)
    except Exception as error:
        if not engine.is_down(error):
            raise
        logger.warning("Index not brought up to date: %s", type(error).__name__)
    return settled


def request(identifier: str, version: int, *, deleted: bool) -> None:
    """Write the request down in the current transaction; asking twice for one version is asking once."""
    IndexRequest.objects.bulk_create([IndexRequest(identifier=identifier, version=version, deleted=deleted)], ignore_conflicts=True)


def write_now(identifier: str) -> None:
    """What was asked for this record, without waiting for the worker, who does it again: for what must be gone when the page answers.

    An engine that is down is left to the worker; searches read the database meanwhile.
    """
    if not engine.is_configured() or breaker.is_open:
        return
    rows = list(IndexRequest.objects.filter(identifier=identifier))
    try:
        with targets_lock(shared=True):
            _write(engine.client(), rows)
    except Exception as error:
        if not engine.is_down(error):
            raise
        logger.warning("%s not written at once: %s", identifier, type(error).__name__)
        breaker.open()


@contextmanager
def targets_lock(*, shared: bool) -> Iterator[None]:
    suffix = "_shared" if shared else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_lock{suffix}(%s)", [TARGETS_LOCK])
        try:
            yield
        finally:
            cursor.execute(f"SELECT pg_advisory_unlock{suffix}(%s)", [TARGETS_LOCK])


def _ensure_index() -> None:
    """An engine that lost its data, or never had any, is filled from the public records."""
    # A short patience first: a hanging engine is found out before any row is taken.
    for source in [source for source in SOURCES if index.live(engine.client(), source) is None]:
        from .rebuild import RebuildRunning, rebuild

        try:
            rebuild(source)
        except RebuildRunning:
            logger.info("The index is being built elsewhere.")


def _settle(client: Elasticsearch, rows: list[IndexRequest]) -> int:
    """Write one batch; each row is then deleted, put back, or left to whoever took it over."""
    try:
        with targets_lock(shared=True):
            failures = _write(client, rows)
    except Exception as error:
        if not engine.is_down(error):
            for row in rows:
                outbox.retry_later(row, error)
            return 0
        _put_back(rows, error)
        raise
    for row in rows:
        if reason := failures.get(row.identifier):
            logger.error("%s refused by the search engine: %s", row, reason)
            outbox.retry_later(row, reason)
    return _delete([row for row in rows if row.identifier not in failures])


def _write(client: Elasticsearch, rows: list[IndexRequest]) -> dict[str, str]:
    """Bulk-write the records of these rows to every target of theirs. Returns the reason for each identifier that was refused."""
    versions: dict[str, int] = {}
    for row in rows:
        versions[row.identifier] = max(row.version, versions.get(row.identifier, 0))
    operations: list[dict[str, Any]] = []
    failures: dict[str, str] = {}
    for source in dict.fromkeys(map(source_of, versions)):
        own = {identifier: version for identifier, version in versions.items() if source_of(identifier) == source}
        targets = index.targets(client, source)
        if not targets:
            raise engine.EngineBusy("no index yet")
        records = source.records().in_bulk(list(own))
        for identifier, version in own.items():
            try:
                operations += _operations(source, targets, identifier, version, records.get(identifier))
            except Exception as error:
                # One record that cannot be read must not hold up the others of its batch.
                failures[identifier] = f"{type(error).__name__}: {error}"
    if operations:
        answer = client.bulk(operations=operations, refresh=len(versions) <= SMALL_BATCH)
        failures |= refusals(answer["items"])
    return failures


def _operations(source: Source, targets: list[str], identifier: str, version: int, record: Any) -> list[dict[str, Any]]:
    if record is None:
        return [_action("delete", target, identifier, version) for target in targets]
    document = source.document(record)
    return [step for target in targets for step in (_action("index", target, identifier, record.version), document)]


def _action(kind: str, target: str, identifier: str, version: int) -> dict[str, Any]:
    return {kind: {"_index": target, "_id": identifier, "version": version, "version_type": "external_gte"}}


def refusals(items: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Reasons by identifier. A conflict is none: the index has a newer version. Nor is deleting what is not there."""
    failures = {}
    for item in items:
        ((kind, outcome),) = item.items()
        status = outcome["status"]
        if status in engine.BUSY:
            raise engine.EngineBusy(f"answered {status}")
        if status >= 400 and status != 409 and (kind, status) != ("delete", 404):
            failures[outcome["_id"]] = f"{status} {outcome.get('error', {}).get('reason', '')}"
    return failures


def _put_back(rows: list[IndexRequest], error: Exception) -> None:
    """The engine failed, not the rows: they keep their early attempts for when it is back."""
    mine = IndexRequest.objects.filter(pk__in=[row.pk for row in rows], leased_until=rows[0].leased_until)
    mine.update(
        leased_until=None,
        attempts=F("attempts") - 1,
        next_attempt_at=timezone.now() + timedelta(seconds=ENGINE_PAUSE),
        last_error=type(error).__name__,
    )


def _delete(rows: list[IndexRequest]) -> int:
    """Those that this worker still holds; a row taken over meanwhile is settled by its new holder."""
    if not rows:
        return 0
    deleted, _by_model = IndexRequest.objects.filter(pk__in=[row.pk for row in rows], leased_until=rows[0].leased_until).delete()
    return deleted
