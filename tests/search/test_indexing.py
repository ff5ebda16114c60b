"""From the public record to the index: nothing lost, nothing brought back."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from elasticsearch import ConflictError

from core import outbox
from practices.models import PublicPractice
from search import engine, index, indexing
from search.breaker import breaker
from search.checking import compare
from search.indexing import drain
from search.models import IndexRequest
from tests.search.conftest import titles
from tests.search.factories import change, make_practice, tell, withdraw


def closed_port(free_port):
    return [f"http://127.0.0.1:{free_port}"]


def test_a_change_that_is_rolled_back_asks_for_nothing(vocabulary):
    with transaction.atomic():
        tell(make_practice())
        transaction.set_rollback(True)
    assert IndexRequest.objects.count() == 0


def test_telling_twice_of_one_version_asks_once(vocabulary):
    practice = make_practice()
    tell(practice)
    tell(practice)
    assert list(IndexRequest.objects.values_list("identifier", "version", "deleted")) == [(practice.identifier, 1, False)]


def test_a_published_sheet_is_found_then_changes_then_leaves(search):
    practice = make_practice("Avant")
    tell(practice)
    assert drain() == 1
    assert titles(search()) == ["Avant"]
    change(practice, title="Après")
    assert drain() == 1
    assert titles(search("q=apres")) == ["Après"]
    withdraw(practice)
    assert drain() == 1
    assert titles(search()) == []
    assert IndexRequest.objects.count() == 0


def test_publishing_wakes_the_worker_once_committed(search, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell(make_practice("Réveil"))
    assert titles(search()) == ["Réveil"]


def test_what_leaves_is_found_by_nobody_before_the_worker_has_heard_of_it(committed, search):
    practice = make_practice("Retirée")
    tell(practice)
    drain()
    withdraw(practice)
    assert titles(search()) == []
    assert list(IndexRequest.objects.values_list("identifier", "deleted")) == [(practice.identifier, True)]
    assert drain() == 1


def test_what_leaves_without_an_engine_leaves_searches_to_the_database(committed, settings, free_port):
    practice = make_practice("Retirée")
    tell(practice)
    drain()
    settings.ELASTICSEARCH_URL = closed_port(free_port)
    withdraw(practice)
    assert breaker.is_open
    assert list(IndexRequest.objects.values_list("identifier", "deleted")) == [(practice.identifier, True)]


@pytest.mark.django_db(transaction=True)
def test_many_publications_leave_one_wake_up(vocabulary, settings):
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for _ in range(3):
        tell(make_practice())
    assert DBTaskResult.objects.count() == 1
    assert IndexRequest.objects.count() == 3


def test_without_an_engine_requests_wait_and_are_not_blamed(search, settings, free_port):
    urls = settings.ELASTICSEARCH_URL
    tell(make_practice("Patience"))
    settings.ELASTICSEARCH_URL = closed_port(free_port)
    assert drain() == 0
    request = IndexRequest.objects.get()
    assert (request.attempts, request.leased_until) == (0, None)
    settings.ELASTICSEARCH_URL = urls
    assert drain() == 1
    assert titles(search()) == ["Patience"]


def test_an_engine_lost_in_the_middle_gives_the_rows_back_for_soon(search, settings, free_port, monkeypatch):
    urls = settings.ELASTICSEARCH_URL
    tell(make_practice("Milieu"))
    monkeypatch.setattr(indexing, "_ensure_index", lambda: None)
    settings.ELASTICSEARCH_URL = closed_port(free_port)
    assert drain() == 0
    request = IndexRequest.objects.get()
    assert (request.attempts, request.leased_until, request.last_error) == (0, None, "ConnectionError")
    assert request.next_attempt_at - timezone.now() < timedelta(seconds=indexing.ENGINE_PAUSE)
    settings.ELASTICSEARCH_URL = urls
    IndexRequest.objects.update(next_attempt_at=timezone.now())
    assert drain() == 1
    assert titles(search()) == ["Milieu"]


def test_a_killed_worker_s_rows_are_taken_again(search):
    tell(make_practice("Reprise"))
    (row,) = outbox.lease(IndexRequest.objects.all(), limit=10, seconds=indexing.LEASE_SECONDS)
    assert drain() == 0
    IndexRequest.objects.filter(pk=row.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert drain() == 1
    assert titles(search()) == ["Reprise"]


def test_a_sheet_that_cannot_be_indexed_holds_up_no_other(search):
    broken, sound = make_practice("Cassée"), make_practice("Saine")
    PublicPractice.objects.filter(pk=broken.pk).update(data={})
    tell(broken)
    tell(sound)
    assert drain() == 1
    assert titles(search()) == ["Saine"]
    request = IndexRequest.objects.get()
    assert (request.identifier, request.attempts) == (broken.identifier, 1)
    assert request.last_error.startswith("KeyError")


def test_an_older_version_that_comes_late_changes_nothing(search):
    practice = make_practice("Retirée")
    tell(practice)
    drain()
    withdraw(practice)
    drain()
    tell(practice)
    indexing.request(practice.identifier, 1, deleted=False)
    assert drain() == 2
    with pytest.raises(ConflictError):
        engine.client().index(
            index=engine.alias(), id=practice.identifier, version=1, version_type="external_gte", document={"title": "late"}
        )
    assert titles(search()) == []


def test_a_lost_index_is_made_anew_with_all_sheets(search, elasticsearch):
    make_practice("Ancienne")
    tell(make_practice("Nouvelle"))
    elasticsearch.indices.delete(index=index.live(elasticsearch))
    assert drain() == 1
    assert sorted(titles(search())) == ["Ancienne", "Nouvelle"]


def in_threads(*functions):
    """Run all at once, each with its own connection; the results in order, errors raised."""
    outcomes = [None] * len(functions)

    def run(number, function):
        try:
            outcomes[number] = function()
        except BaseException as error:
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    return outcomes


def test_two_workers_share_the_rows_and_settle_each_once(committed, monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 3)
    for number in range(30):
        tell(make_practice(f"Fiche {number}"))
    assert sum(in_threads(drain, drain)) == 30
    assert IndexRequest.objects.count() == 0
    assert (compare().index, compare().found) == (30, False)
