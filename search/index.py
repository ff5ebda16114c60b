"""The versions of the index and the names that point to them.

Searches use the alias `<prefix>-practices`. While a new version is being filled it bears `<prefix>-practices-building`, and whoever
indexes writes to both (see `search.rebuild`). The version before the current one is kept, so that a late writer never meets a missing
index, which the engine would make anew without our mapping.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.dsl import Index

from . import engine
from .documents import PracticeDocument

#: How long the engine remembers a deletion, so that an older version that comes late cannot bring a sheet back.
REMEMBER_DELETIONS = "1h"
#: Beyond this many hits pages end (the engine's own limit); a cursor and exports go further.
DEEPEST_HIT = 10_000


def building_alias() -> str:
    return f"{engine.alias()}-building"


def definition() -> dict[str, Any]:
    """Settings and mapping; `_meta.fingerprint` tells whether an index was made from these."""
    index = Index("unnamed")
    index.document(PracticeDocument)
    index.settings(number_of_shards=1, auto_expand_replicas="0-1", gc_deletes=REMEMBER_DELETIONS, max_result_window=DEEPEST_HIT)
    body = index.to_dict()
    fingerprint = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]
    body["mappings"]["_meta"] = {"fingerprint": fingerprint}
    return body


def create(client: Elasticsearch, *, alias: str) -> str:
    """A new empty version that bears this alias at once."""
    name = f"{engine.alias()}-{datetime.now(UTC):%Y%m%d%H%M%S%f}"
    body = definition()
    client.indices.create(index=name, settings=body["settings"], mappings=body["mappings"], aliases={alias: {}})
    return name


def live(client: Elasticsearch) -> str | None:
    """The version that searches read; None when there is none."""
    return next(iter(_bearers(client, engine.alias())), None)


def targets(client: Elasticsearch) -> list[str]:
    """Every version that changes must be written to: the live one and the one being filled."""
    return sorted({*_bearers(client, engine.alias()), *_bearers(client, building_alias())})


def fits(client: Elasticsearch) -> bool:
    """Whether there is a live version and it was made from today's mapping."""
    name = live(client)
    if name is None:
        return False
    meta = client.indices.get_mapping(index=name)[name]["mappings"].get("_meta", {})
    return meta.get("fingerprint") == definition()["mappings"]["_meta"]["fingerprint"]


def swap(client: Elasticsearch, name: str) -> None:
    """All searches read this version from now on, in one step."""
    actions: list[dict[str, Any]] = [{"remove": {"index": old, "alias": engine.alias()}} for old in _bearers(client, engine.alias())]
    actions += [{"remove": {"index": name, "alias": building_alias()}}, {"add": {"index": name, "alias": engine.alias()}}]
    client.indices.update_aliases(actions=actions)


def prune(client: Elasticsearch) -> list[str]:
    """Delete what nobody reads or writes any more: all but the live version and the one before it."""
    versions = sorted(name for name in client.indices.get(index=f"{engine.alias()}-*", features="aliases") if _is_version(name))
    current = live(client)
    older = [name for name in versions if current and name < current]
    stale = [name for name in versions if name != current and name not in older[-1:]]
    for name in stale:
        delete(client, name)
    return stale


def drop_former(client: Elasticsearch) -> None:
    """Delete the versions before the live one: nobody brings them up to date. One that is being built comes after it."""
    current = live(client)
    for name in client.indices.get(index=f"{engine.alias()}-*", features="aliases"):
        if current and _is_version(name) and name < current:
            delete(client, name)


def delete(client: Elasticsearch, name: str) -> None:
    client.options(ignore_status=404).indices.delete(index=name)


def _is_version(name: str) -> bool:
    return name.removeprefix(f"{engine.alias()}-").isdigit()


def _bearers(client: Elasticsearch, alias: str) -> list[str]:
    try:
        return list(client.indices.get_alias(name=alias))
    except NotFoundError:
        return []
