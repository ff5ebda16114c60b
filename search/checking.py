"""Comparing the indexes with the public records: what is missing, stale or extra, and putting it right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models.functions import Collate
from elasticsearch import Elasticsearch

from . import engine, index
from .indexing import drain, request
from .models import IndexRequest
from .rebuild import rebuild
from .sources import SHEETS, SOURCES, Source

PAGE = 5_000
KEEP_ALIVE = "2m"


@dataclass
class Drift:
    """Identifiers with the version to ask for. `ahead`: the index has a later version than the database (a restored dump)."""

    source: Source = SHEETS
    database: int = 0
    index: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    stale: dict[str, int] = field(default_factory=dict)
    extra: dict[str, int] = field(default_factory=dict)
    ahead: int = 0

    @property
    def found(self) -> bool:
        return bool(self.missing or self.stale or self.extra)

    def counts(self) -> dict[str, int]:
        return {
            "database": self.database,
            "index": self.index,
            "missing": len(self.missing),
            "stale": len(self.stale),
            "extra": len(self.extra),
        }


def compare_all() -> list[Drift]:
    return [compare(source) for source in SOURCES]


def totals(drifts: Iterable[Drift]) -> dict[str, int]:
    """All indexes together, and the requests that wait."""
    counts = [drift.counts() for drift in drifts]
    return {**{name: sum(each[name] for each in counts) for name in counts[0]}, "pending": IndexRequest.objects.count()}


def compare(source: Source = SHEETS) -> Drift:
    """Walk both sides in the order of identifiers, side by side. Raises TransportError when the engine does not answer."""
    client = engine.worker_client()
    drift = Drift(source)
    name = index.live(client, source)
    if name:
        client.indices.refresh(index=name)
    ours, theirs = _database(source), _engine(client, name) if name else iter(())
    our, their = next(ours, None), next(theirs, None)
    while our or their:
        if their is None or (our and our[0] < their[0]):
            assert our is not None
            drift.database += 1
            drift.missing[our[0]] = our[1]
            our = next(ours, None)
        elif our is None or their[0] < our[0]:
            drift.index += 1
            drift.extra[their[0]] = their[1]
            their = next(theirs, None)
        else:
            drift.database += 1
            drift.index += 1
            if our[1] != their[1]:
                drift.stale[our[0]] = our[1]
                drift.ahead += their[1] > our[1]
            our, their = next(ours, None), next(theirs, None)
    return drift


def repair(drift: Drift) -> None:
    """Ask for every difference anew and settle it at once."""
    if drift.ahead or index.live(engine.worker_client(), drift.source) is None:
        # The engine refuses to go back to an earlier version: only a new index can.
        rebuild(drift.source)
    else:
        for identifier, version in {**drift.missing, **drift.stale}.items():
            _ask(identifier, version, deleted=False)
        for identifier, version in drift.extra.items():
            _ask(identifier, version, deleted=True)
    drain()


def _ask(identifier: str, version: int, *, deleted: bool) -> None:
    """A request that waits for its next attempt is replaced: it is due now."""
    IndexRequest.objects.filter(identifier=identifier, version=version).delete()
    request(identifier, version, deleted=deleted)


def _database(source: Source) -> Iterator[tuple[str, int]]:
    # Bytes, as the engine sorts: the database's own collation may be another.
    rows = source.records().prefetch_related(None).order_by(Collate("identifier", "C")).values_list("identifier", "version")
    return rows.iterator(chunk_size=PAGE)


def _engine(client: Elasticsearch, name: str) -> Iterator[tuple[str, int]]:
    """Identifier and version of every document, from one frozen view of the index."""
    pit = client.open_point_in_time(index=name, keep_alive=KEEP_ALIVE)["id"]
    after = None
    try:
        while True:
            page = client.search(
                pit={"id": pit, "keep_alive": KEEP_ALIVE},
                size=PAGE,
                sort=[{"identifier": "asc"}],
                search_after=after,
                source=False,
                version=True,
                track_total_hits=False,
            )["hits"]["hits"]
            for hit in page:
                yield hit["_id"], hit["_version"]
            if len(page) < PAGE:
                return
            after = page[-1]["sort"]
    finally:
        client.close_point_in_time(id=pit)
