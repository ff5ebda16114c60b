"""The engine killed, stopped or merely slow while sheets are published, and the worker killed too: each sheet is found in the end."""

import json
import random
import signal
import statistics
import threading
import time

import pytest

from practices.models import PublicPractice
from search import engine
from search.models import IndexRequest
from tests.faults.desk import is_found
from tests.faults.readers import NOTICE
from tests.platform.site import wait_until
from tests.practices.factories import approve, fresh

# One after the other in one process: they measure time, and share a node.
pytestmark = pytest.mark.xdist_group("faults")


def timed(function, *arguments):
    began = time.monotonic()
    return function(*arguments), time.monotonic() - began


def address(record):
    return PublicPractice.objects.get(identifier=record.identifier).get_absolute_url()


def test_an_approved_sheet_is_found_within_seconds(site, node, desk):
    warm_up, *sheets = desk.sheets(21)
    site.worker()
    approve(warm_up[0], desk.editor)
    assert wait_until(lambda: is_found(warm_up[1], warm_up[0].identifier), seconds=30)
    lags = []
    for record, word in sheets:
        # Not in step with the worker's looks at its queue.
        time.sleep(random.uniform(0, 0.5))
        approve(record, desk.editor)
        found, lag = timed(wait_until, lambda word=word, record=record: is_found(word, record.identifier), 10)
        assert found, f"{record.identifier} is not found after {lag:.1f} s"
        lags.append(lag)
    print(
        "seconds from approval to hit:", *(f"{lag:.2f}" for lag in lags), f"; median {statistics.median(lags):.2f}, longest {max(lags):.2f}"
    )


def test_thirty_publications_outlive_the_killing_of_engine_and_worker(site, node, desk, clock):
    sheets = desk.sheets(30)
    worker = site.worker("--due-every", "5")
    published, kills = [], []

    def kill_each_after(number, name, kill):
        wait_until(lambda: len(published) >= number, seconds=60, every=0.005)
        time.sleep(random.uniform(0, 0.2))
        kill()
        kills.append(len(published))
        clock(f"kill -9 of the {name}, after {len(published)} publications")

    def killer():
        kill_each_after(random.randint(4, 12), "engine", lambda: node.signal(signal.SIGKILL))
        kill_each_after(random.randint(15, 24), "worker", lambda: site.kill(worker))

    thread = threading.Thread(target=killer)
    thread.start()
    for record, _word in sheets:
        approve(record, desk.editor)
        published.append(record)
        time.sleep(random.uniform(0, 0.1))
    thread.join()
    assert [0 < number < 30 for number in kills] == [True, True]
    clock("all are published; the engine, then the worker start again")
    node.start_again()
    site.worker("--due-every", "5")

    deadline = time.monotonic() + 60
    found = [
        wait_until(lambda word=word, record=record: is_found(word, record.identifier), seconds=deadline - time.monotonic())
        for record, word in sheets
    ]
    clock(f"{found.count(True)} are found")
    assert found == [True] * 30
    # A sheet may be there before the killed worker's lease on its request runs out.
    assert wait_until(lambda: not IndexRequest.objects.exists(), seconds=60)
    check = site.manage("search_check")
    counts = {"database": 30, "index": 30, "missing": 0, "stale": 0, "extra": 0, "pending": 0}
    assert (check.returncode, json.loads(check.stdout.splitlines()[-1])) == (0, counts)


def test_a_hanging_engine_stops_neither_readers_nor_editors(site, node, desk, clock):
    (before, word), (meanwhile, other) = desk.sheets(2)
    approve(before, desk.editor)
    site.worker()
    site.web(processes=3)

    def page(word):
        return site.get(f"/pratiques/?q={word}").data.decode()

    def answers(record, word):
        """The engine's own answer shows the sheet."""
        shown = page(word)
        return NOTICE not in shown and address(record) in shown

    assert wait_until(lambda: answers(before, word), seconds=30)
    for _each in range(6):
        assert answers(before, word)
    node.signal(signal.SIGSTOP)
    clock("SIGSTOP")
    try:
        shown, first = timed(page, word)
        assert (NOTICE in shown, address(before) in shown) == (True, True)
        later = [timed(page, word)[1] for _each in range(10)]
        response, publishing = timed(desk.approve, meanwhile)
        assert (response.status, fresh(meanwhile.pk).public_state) == (302, "published")
        shown, last = timed(page, other)
        assert (NOTICE in shown, address(meanwhile) in shown) == (True, True)
    finally:
        node.signal(signal.SIGCONT)
    clock(f"SIGCONT; searches {first:.2f} s, then {max(later):.2f} s at most; publishing {publishing:.2f} s")
    assert (first < 4, max(*later, last) < 2, publishing < 4) == (True, True, True)
    # Nobody but the first waits for the engine.
    assert statistics.median(later) < engine.PATIENCE / 2
    found, waited = timed(wait_until, lambda: answers(meanwhile, other), 60)
    clock(f"found by the engine {waited:.1f} s after SIGCONT")
    assert found
