"""Three nodes under searches and publications: one killed, then all. No search fails, no sheet is lost, only nodes are started again."""

import json
import random
import time

import pytest

from search.models import IndexRequest
from tests.faults.desk import is_found
from tests.faults.readers import NOTICE, Readers
from tests.platform.site import wait_until
from tests.practices.factories import approve

# A group of its own: three more engines beside the one of the other drills would be too many.
pytestmark = pytest.mark.xdist_group("cluster")

#: Share of searches that PostgreSQL may answer when one node of three dies, besides those for which this machine is too slow anyway.
SOME = 0.25


def test_killed_nodes_cost_neither_a_search_nor_a_sheet(site, cluster, desk, clock):
    sheets = desk.sheets(24)
    first, later, last = sheets[:6], sheets[6:20], sheets[20:]
    site.worker("--due-every", "2")
    site.web(processes=2)
    assert wait_until(lambda: all(NOTICE not in page(site) for _each in range(10)), seconds=60)

    with Readers(site) as before:
        publish(desk, first)
        assert wait_until(lambda: len(before.answers) >= 30, seconds=30)
    clock(f"three nodes: {before}")
    with Readers(site) as readers:
        killed = random.choice(cluster.nodes)
        cluster.kill(killed)
        clock(f"kill -9 of node {killed.number}")
        publish(desk, later)
        missing = not_found(first + later)
    clock(f"all are published; {readers}")
    assert (before.faults + readers.faults, missing) == ([], [])
    assert readers.degraded_share <= before.degraded_share + SOME
    assert drift(site, 20) == (0, 0)

    cluster.kill(*(node for node in cluster.nodes if node is not killed))
    with Readers(site) as readers:
        began = time.monotonic()
        shown = page(site)
        waited = time.monotonic() - began
        clock(f"kill -9 of all; the next search took {waited:.2f} s")
        publish(desk, last)
    clock(f"{len(last)} more are published; {readers}")
    assert (NOTICE in shown, readers.faults) == (True, [])
    assert max(waited, *(answer.seconds for answer in readers.answers)) < 2

    cluster.start_again()
    clock("the nodes are up")
    assert wait_until(lambda: NOTICE not in page(site), seconds=30)
    clock("the engine answers again")
    assert (not_found(sheets), drift(site, 24)) == ([], (0, 0))


def publish(desk, sheets):
    for record, _word in sheets:
        approve(record, desk.editor)
        time.sleep(random.uniform(0, 0.4))


def page(site):
    return site.get("/pratiques/?q=mardis").data.decode()


def not_found(sheets):
    """Identifiers of those that the engine does not give within a minute."""
    deadline = time.monotonic() + 60
    return [
        record.identifier
        for record, word in sheets
        if not wait_until(lambda word=word, record=record: is_found(word, record.identifier), seconds=deadline - time.monotonic())
    ]


def drift(site, number):
    """Exit code of search_check and requests left, once the worker is through; asserts that it compared as many sheets."""
    wait_until(lambda: not IndexRequest.objects.exists(), seconds=60)
    check = site.manage("search_check")
    counts = json.loads(check.stdout.splitlines()[-1])
    assert (counts["database"], counts["index"]) == (number, number), counts
    return check.returncode, counts["pending"]
