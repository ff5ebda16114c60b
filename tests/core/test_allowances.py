"""What clients may ask: a shared allowance that refills, taken by the handful."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from core import allowances
from core.allowances import Allowance
from core.models import ClientAllowance

ADDRESS = "192.0.2.7"


def used_up(allowance, address=ADDRESS):
    """How many requests pass before the first refusal."""
    passed = 0
    while not allowance.wait(address):
        passed += 1
    return passed


def let_pass(**time):
    ClientAllowance.objects.update(at=F("at") - timedelta(**time))


def test_a_burst_of_the_whole_allowance_passes_and_the_next_request_waits(db):
    allowance = Allowance("test", a_minute=25)
    assert [allowance.wait(ADDRESS) for _request in range(25)] == [0] * 25
    assert allowance.wait(ADDRESS) == 3
    assert allowance.wait("192.0.2.8") == 0


def test_requests_come_back_one_by_one(db):
    assert used_up(Allowance("test", a_minute=60)) == 60
    let_pass(seconds=3.5)
    assert used_up(Allowance("test", a_minute=60)) == 3
    let_pass(hours=1)
    assert used_up(Allowance("test", a_minute=60)) == 60


def test_a_refusal_ends_when_it_said(db, monkeypatch):
    allowance = Allowance("test", a_minute=12)
    assert used_up(allowance) == 12
    wait = allowance.wait(ADDRESS)
    assert wait == 5
    let_pass(seconds=wait)
    later = allowances.time.monotonic() + wait
    monkeypatch.setattr(allowances.time, "monotonic", lambda: later)
    assert (allowance.wait(ADDRESS), allowance.wait(ADDRESS)) == (0, 5)


def test_processes_together_let_no_more_through(db):
    processes = [Allowance("test", a_minute=30) for _process in range(4)]
    passed = sum(not process.wait(ADDRESS) for _round in range(30) for process in processes)
    assert passed == 30


def test_the_database_is_asked_once_in_ten_requests_and_not_at_each_refusal(db, django_assert_num_queries):
    allowance = Allowance("test", a_minute=20)
    with django_assert_num_queries(1):
        assert [allowance.wait(ADDRESS) for _request in range(10)] == [0] * 10
    with django_assert_num_queries(2):
        assert used_up(allowance) == 10
    with django_assert_num_queries(0):
        assert allowance.wait(ADDRESS) == 3


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False),
    ],
)
def test_a_client_of_ipv6_is_its_subscriber(db, first, second, same):
    allowance = Allowance("test", a_minute=10)
    used_up(allowance, first)
    assert (allowance.wait(second) > 0) is same


def test_no_address_is_kept_and_rows_are_forgotten(db):
    Allowance("test", a_minute=10).wait(ADDRESS)
    (row,) = ClientAllowance.objects.values_list("key", flat=True)
    assert len(row) == 64
    assert ADDRESS not in row
    allowances.forget_past_allowances()
    assert ClientAllowance.objects.count() == 1
    let_pass(minutes=11)
    allowances.forget_past_allowances()
    assert ClientAllowance.objects.count() == 0


def test_memory_is_bounded(db, monkeypatch):
    monkeypatch.setattr(allowances, "MOST_CLIENTS", 3)
    allowance = Allowance("test", a_minute=100)
    for number in range(10):
        allowance.wait(f"192.0.2.{number}")
    assert len(allowance._hands) == 1


def test_its_table_waits_for_no_disk(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'core_clientallowance'")
        assert cursor.fetchone() == ("u",)
    assert ClientAllowance.objects.filter(at__gt=timezone.now()).count() == 0
