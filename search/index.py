"""The versions of an index and the names that point to them; sheets and contents have one each (`search.sources`).

Searches use the aliases `<prefix>-practices` and `<prefix>-contents`. While a new version is being filled it bears the same with
`-building`, and whoever indexes writes to both (see `search.rebuild`). The version before the current one is kept, so that a late writer
never meets a missing index, which the engine would make anew without our mapping.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.dsl import Index

from .sources import SHEETS, Source

#: How long the engine remembers a deletion, so that an older version that comes late cannot bring a sheet back.
REMEMBER_DELETIONS = "1h"
#: Beyond this many hits pages end (the engine's own limit); a cursor and exports go further.
DEEPEST_HIT = 10_000


def definition(source: Source = SHEETS) -> dict[str, Any]:
    """Settings and mapping; `_meta.fingerprint` tells whether an index was made from these."""
    index = Index("unnamed")
    index.document(source.mapping)
    index.settings(number_of_shards=1, auto_expand_replicas="0-1", gc_deletes=REMEMBER_DELETIONS, max_result_window=DEEPEST_HIT)
    body = index.to_dict()
    fingerprint = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]
    body["mappings"]["_meta"] = {"fingerprint": fingerprint}
    return body


def create(client: Elasticsearch, *, alias: str, source: Source = SHEETS) -> str:
    """A new empty version that bears this alias at once."""
    name = f"{source.alias}-{datetime.now(UTC):%Y%m%d%H%M%S%f}"
    body = definition(source)
    client.indices.create(index=name, settings=body["settings"], mappings=body["mappings"], aliases={alias: {}})
    return name


def live(client: Elasticsearch, source: Source = SHEETS) -> str | None:
    """The version that searches read; None when there is none."""
    return next(iter(_bearers(client, source.alias)), None)


def targets(client: Elasticsearch, source: Source = SHEETS) -> list[str]:
    """Every version that changes must be written to: the live one and the one being filled."""
    return sorted({*_bearers(client, source.alias), *_bearers(client, source.building_alias)})


def fits(client: Elasticsearch, source: Source = SHEETS) -> bool:
    """Whether there is a live version and it was made from today's mapping."""
    name = live(client, source)
    if name is None:
        return False
    meta = client.indices.get_mapping(index=name)[name]["mappings"].get("_meta", {})
    return meta.get("fingerprint") == definition(source)["mappings"]["_meta"]["fingerprint"]


def swap(client: Elasticsearch, name: str, source: Source = SHEETS) -> None:
    """All searches read this version from now on, in one step."""
    actions: list[dict[str, Any]] = [{"remove": {"index": old, "alias": source.alias}} for old in _bearers(client, source.alias)]
    actions += [{"remove": {"index": name, "alias": source.building_alias}}, {"add": {"index": name, "alias": source.alias}}]
    client.indices.update_aliases(actions=actions)


def prune(client: Elasticsearch, source: Source = SHEETS) -> list[str]:
    """Delete what nobody reads or writes any more: all but the live version and the one before it."""
    current, versions = live(client, source), _versions(client, source)
    older = [name for name in versions if current and name < current]
    stale = [name for name in versions if name != current and name not in older[-1:]]
    for name in stale:
        delete(client, name)
    return stale


def drop_former(client: Elasticsearch, source: Source = SHEETS) -> None:
    """Delete the versions before the live one: nobody brings them up to date. One that is being built comes after it."""
    current = live(client, source)
    for name in _versions(client, source):
        if current and name < current:
            delete(client, name)


def delete(client: Elasticsearch, name: str) -> None:
    client.options(ignore_status=404).indices.delete(index=name)


def _versions(client: Elasticsearch, source: Source) -> list[str]:
    """The oldest first."""
    names = client.indices.get(index=f"{source.alias}-*", features="aliases")
    return sorted(name for name in names if name.removeprefix(f"{source.alias}-").isdigit())


def _bearers(client: Elasticsearch, alias: str) -> list[str]:
    try:
        return list(client.indices.get_alias(name=alias))
    except NotFoundError:
        return []
