"""`search_rebuild` as a process of its own, while five sheets a second are published and people search."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from search.models import IndexRequest
from tests.bench.public_rows import PublicRows
from tests.faults.desk import is_found
from tests.faults.readers import Readers
from tests.platform.site import wait_until

pytestmark = pytest.mark.xdist_group("faults")

RATE, NUMBER, ALREADY = 5, 60, 2_000


def test_rebuilds_under_five_publications_a_second_lose_nothing(site, node, desk, clock):
    sheets = desk.sheets(NUMBER)
    PublicRows().copy(0, ALREADY)
    assert site.manage("search_rebuild").returncode == 0
    site.worker("--due-every", "2")
    site.web(processes=2)

    rebuilds, published_in = [], []
    publishing = threading.Thread(target=lambda: published_in.append(publish_steadily(desk, sheets)))
    with Readers(site) as readers:
        publishing.start()
        while publishing.is_alive() or len(rebuilds) < 2:
            rebuilds.append(site.manage("search_rebuild", timeout=300))
            clock(rebuilds[-1].stdout.strip())
        publishing.join()
    clock(f"{NUMBER} publications, {NUMBER / published_in[0]:.1f} a second; {readers}")
    assert ({rebuild.returncode for rebuild in rebuilds}, readers.faults) == ({0}, [])

    assert wait_until(lambda: not IndexRequest.objects.exists(), seconds=60)
    check = site.manage("search_check")
    number = ALREADY + NUMBER
    counts = {"database": number, "index": number, "missing": 0, "stale": 0, "extra": 0, "pending": 0}
    assert (check.returncode, json.loads(check.stdout.splitlines()[-1])) == (0, counts)
    assert [record.identifier for record, word in sheets if not is_found(word, record.identifier)] == []


def publish_steadily(desk, sheets):
    """So many a second, several at once when one takes long; gives the seconds that it took. A slow machine takes more: it is printed."""
    began = time.monotonic()
    with ThreadPoolExecutor(4) as editors:
        for number, (record, _word) in enumerate(sheets):
            time.sleep(max(0.0, began + number / RATE - time.monotonic()))
            editors.submit(approve, desk, record)
    return time.monotonic() - began


def approve(desk, record):
    try:
        assert desk.approve(record).status == 302
    finally:
        connections.close_all()
