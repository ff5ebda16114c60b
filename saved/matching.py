"""Holding each new sheet against every saved search: one `msearch` for a few hundred searches, never a search for each person.

A sheet waits until search sees the version that was published; while the engine is away it waits, with a growing pause, and is not lost.
"""

import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from core.outbox import EARLY_ATTEMPTS, done, lease, retry_later, waiting_since
from practices.models import PublicPractice
from search import engine, fallback
from search.params import SearchParams, parse
from search.query import build
from search.vocabulary import Vocabulary

from .models import Match, NewSheet, SavedSearch

logger = logging.getLogger(__name__)

SHEETS_AT_ONCE = 50
SEARCHES_AT_ONCE = 200
LEASE_SECONDS = 120

Asked = tuple[SavedSearch, SearchParams]


def match_new_sheets() -> int:
    """Match every new sheet that search sees; returns how many were settled. Safe in parallel."""
    settled = 0
    while rows := lease(NewSheet.objects.all(), limit=SHEETS_AT_ONCE, seconds=LEASE_SECONDS):
        try:
            ready = _settle(rows)
        except Exception as error:
            for row in rows:
                retry_later(row, error)
            if not isinstance(error, TransportError | ApiError | engine.EngineBusy):
                raise
            logger.warning("New sheets not matched with saved searches: %s", type(error).__name__)
            break
        settled += ready
    return settled


def queue() -> tuple[datetime | None, int]:
    """For /sante/: when the oldest new sheet that waits was published, and how many have been waiting for long."""
    sheets = NewSheet.objects.all()
    return waiting_since(sheets), sheets.filter(attempts__gt=EARLY_ATTEMPTS).count()


def _settle(rows: list[NewSheet]) -> int:
    """The sheets that can be matched are, and their rows deleted; the others are put back."""
    public = set(PublicPractice.objects.filter(identifier__in=[row.identifier for row in rows]).values_list("identifier", flat=True))
    waiting = [row for row in rows if row.identifier in public]
    seen = _seen([row.identifier for row in waiting])
    late = [row for row in waiting if seen.get(row.identifier, 0) < row.version]
    _match([row for row in waiting if row not in late])
    for row in late:
        retry_later(row, "search does not see it yet")
    return sum(done(row) for row in rows if row not in late)


def _seen(identifiers: list[str]) -> dict[str, int]:
    """The version of each sheet that searches see. A short patience: a hanging engine is found out here."""
    if not identifiers:
        return {}
    if not engine.is_configured():
        return dict(PublicPractice.objects.filter(identifier__in=identifiers).values_list("identifier", "version"))
    answer = engine.client().search(
        index=engine.alias(), query={"ids": {"values": identifiers}}, version=True, source=False, size=len(identifiers)
    )
    return {hit["_id"]: hit["_version"] for hit in answer["hits"]["hits"]}


def _match(rows: list[NewSheet]) -> None:
    """Only searches that were saved before the sheet was published: to the others it is no news."""
    published = {row.identifier: row.created_at for row in rows}
    if not published:
        return
    followed = _followed()
    while asked := list(islice(followed, SEARCHES_AT_ONCE)):
        matches = [
            Match(search=search, identifier=identifier)
            for search, identifiers in _answers(asked, list(published))
            for identifier in identifiers
            if search.created_at < published[identifier]
        ]
        Match.objects.bulk_create(matches, ignore_conflicts=True)


def _followed() -> Iterator[Asked]:
    """A search that can no longer be read as a whole finds nothing, rather than more than was asked for."""
    vocabulary = Vocabulary()
    for search in SavedSearch.objects.followed().order_by("pk").iterator(chunk_size=SEARCHES_AT_ONCE):
        params = parse(search.parameters, vocabulary)
        if not params.errors:
            yield search, params


def _answers(asked: list[Asked], identifiers: list[str]) -> Iterator[tuple[SavedSearch, list[str]]]:
    """For each search which of these sheets answer to it. What the engine refuses PostgreSQL answers, as for visitors."""
    answers: list[dict[str, Any]] = [{}] * len(asked)
    if engine.is_configured():
        answers = _ask(engine.worker_client(), [request(params, identifiers) for _search, params in asked])
    for (search, params), answer in zip(asked, answers, strict=True):
        if "hits" in answer:
            yield search, [hit["_id"] for hit in answer["hits"]["hits"]]
        else:
            yield search, list(fallback.answering(params).filter(pk__in=identifiers).values_list("pk", flat=True))


def _ask(client: Elasticsearch, bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    answers = engine.search_several(client, bodies)
    for answer in answers:
        if answer.get("status") in engine.BUSY:
            raise engine.EngineBusy(f"answered {answer['status']}")
    return answers


def request(params: SearchParams, identifiers: list[str]) -> dict[str, Any]:
    """The search itself, held to these sheets; without counts, highlights or order."""
    whole = build(params, []).filter("ids", values=identifiers).to_dict()
    return {key: whole[key] for key in ("query", "post_filter") if key in whole} | {"size": len(identifiers), "_source": False}
