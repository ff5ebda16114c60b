"""What the site says to the engine and what it answers, noted on the way, and a way to say it again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch


@dataclass(frozen=True)
class Exchange:
    """One request, as the client was told to send it, and its answer."""

    arguments: tuple[Any, ...]
    options: dict[str, Any]
    answer: Any

    def hits(self) -> list[dict[str, Any]]:
        """Of one search, or of several sent together."""
        searches = self.answer.get("responses", [self.answer])
        return [hit for search in searches for hit in search["hits"]["hits"]]

    def again(self, client: Elasticsearch) -> Any:
        return client.perform_request(*self.arguments, **self.options)


@contextmanager
def noted() -> Iterator[list[Exchange]]:
    """Every request of this process to the engine, in order. Searches are made not to be answered from the engine's cache of requests."""
    exchanges: list[Exchange] = []
    send = Elasticsearch.perform_request

    def note(client: Elasticsearch, *arguments: Any, **options: Any) -> Any:
        options = _uncached(arguments[1], options)
        answer = send(client, *arguments, **options)
        exchanges.append(Exchange(arguments, options, answer))
        return answer

    Elasticsearch.perform_request = note
    try:
        yield exchanges
    finally:
        Elasticsearch.perform_request = send


def _uncached(path: str, options: dict[str, Any]) -> dict[str, Any]:
    if path.endswith("/_search"):
        return options | {"params": {**(options.get("params") or {}), "request_cache": False}}
    if path.endswith("/_msearch"):
        lines = options["body"]
        return options | {"body": [line if place % 2 else {**line, "request_cache": False} for place, line in enumerate(lines)]}
    return options
