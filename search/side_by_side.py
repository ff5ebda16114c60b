"""One search as two that the engine runs at once, on two processors: its hits, and its numbers, for which it weighs nothing.

Over many sheets most of the work is counting. A search that also ranks weighs each sheet that it counts, one after the other.
"""

from collections.abc import Mapping
from typing import Any

Body = dict[str, Any]
#: What says which sheets are found: both searches hold it.
_FOUND = ("query", "post_filter")


def apart(body: Body, *, skip: bool) -> tuple[Body, Body]:
    """The search for hits and the one for numbers. `skip`: ranking passes over what cannot be among the hits."""
    hits = {name: value for name, value in body.items() if name != "aggs"}
    numbers = {name: body[name] for name in (*_FOUND, "aggs") if name in body}
    return hits | {"track_total_hits": not skip}, numbers | {"size": 0, "track_total_hits": True}


def joined(hits: Mapping[str, Any], numbers: Mapping[str, Any]) -> dict[str, Any]:
    """Their two answers as the answer to the whole search."""
    return {
        **hits,
        "hits": {**hits["hits"], "total": numbers["hits"]["total"]},
        "aggregations": numbers.get("aggregations", {}),
        "took": max(hits["took"], numbers["took"]),
    }
