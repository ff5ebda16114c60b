"""The outbox: taken once, given back, never lost. On OutgoingMail, its first user."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core.models import OutgoingMail
from core.outbox import done, lease, pause, retry_later, waiting_since


def write_rows(count):
    return [OutgoingMail.objects.create(to=f"p{n}@example.org", subject="S", body="B", template="t") for n in range(count)]


def let_the_lease_run_out(row):
    OutgoingMail.objects.filter(pk=row.pk).update(leased_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db
def test_a_row_is_taken_once_while_its_lease_holds():
    rows = write_rows(3)
    assert [row.pk for row in lease(OutgoingMail.objects.all(), limit=2, seconds=60)] == [rows[0].pk, rows[1].pk]
    assert [row.pk for row in lease(OutgoingMail.objects.all(), limit=2, seconds=60)] == [rows[2].pk]
    assert lease(OutgoingMail.objects.all(), limit=2, seconds=60) == []


@pytest.mark.django_db
def test_a_killed_worker_s_rows_come_back_when_its_lease_runs_out():
    write_rows(1)
    [first] = lease(OutgoingMail.objects.all(), limit=1, seconds=60)
    let_the_lease_run_out(first)
    [second] = lease(OutgoingMail.objects.all(), limit=1, seconds=60)
    assert (second.pk, second.attempts) == (first.pk, 2)


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_can_neither_finish_nor_give_back_the_row():
    write_rows(1)
    [slow] = lease(OutgoingMail.objects.all(), limit=1, seconds=60)
    let_the_lease_run_out(slow)
    [quick] = lease(OutgoingMail.objects.all(), limit=1, seconds=120)
    assert done(slow) is False
    assert retry_later(slow, "too late") is False
    assert OutgoingMail.objects.get().last_error == ""
    assert done(quick) is True
    assert OutgoingMail.objects.count() == 0


@pytest.mark.django_db
def test_a_row_given_back_waits_before_its_next_attempt():
    write_rows(1)
    [row] = lease(OutgoingMail.objects.all(), limit=1, seconds=60)
    assert retry_later(row, ConnectionRefusedError("no answer")) is True
    kept = OutgoingMail.objects.get()
    assert (kept.leased_until, kept.last_error) == (None, "ConnectionRefusedError: no answer")
    assert timedelta(seconds=1) < kept.next_attempt_at - timezone.now() <= timedelta(seconds=2)
    assert lease(OutgoingMail.objects.all(), limit=1, seconds=60) == []


def test_pauses_double_up_to_half_a_minute_then_up_to_a_quarter_of_an_hour():
    assert [pause(n) for n in range(1, 11)] == [2, 4, 8, 16, 30, 30, 30, 30, 30, 30]
    assert [pause(n) for n in (11, 12, 13, 14, 15, 16, 1000)] == [60, 120, 240, 480, 900, 900, 900]


@pytest.mark.django_db
def test_waiting_since_is_the_age_of_the_oldest_row():
    assert waiting_since(OutgoingMail.objects.all()) is None
    oldest, *_others = write_rows(2)
    assert waiting_since(OutgoingMail.objects.all()) == oldest.created_at


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_never_take_the_same_row_and_never_wait():
    rows = write_rows(40)
    taken, start = [], threading.Barrier(4)

    def worker():
        try:
            start.wait()
            while batch := lease(OutgoingMail.objects.all(), limit=3, seconds=60):
                taken.extend(row.pk for row in batch)
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(taken) == [row.pk for row in rows]
