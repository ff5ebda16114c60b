"""With very many sheets: what the site adds to the engine’s work, and the memory it takes; each function gives titles and figures."""

import random
import re
import statistics
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import urllib3
from django.test import Client
from elasticsearch import helpers

from practices.models import PublicPractice
from search import engine, index, rebuild
from search.documents import document
from tests.bench import asked, machine
from tests.bench.measures import Figures, measured, memory_of
from tests.bench.public_rows import PublicRows
from tests.platform.exchanges import Exchange, noted
from tests.platform.site import Site

QUERIES = 500
#: Documents held in memory at a time by the raw load, and how many it loads at most.
BLOCK, MOST_RAW = 10_000, 30_000
#: One client's allowance is never used up.
REQUESTS_OF_A_CLIENT = 20


def filling(rows: PublicRows, first: int, last: int) -> Figures:
    began = time.monotonic()
    rows.copy(first, last)
    seconds = time.monotonic() - began
    yield f"{last - first} fiches de plus, par COPY", f"{(last - first) / seconds:.0f}/s"


def rebuilding(site: Site, size: int) -> Figures:
    """`search_rebuild`, in a process of its own."""
    _rate, memory = _rebuilt(site, size)
    yield f"search_rebuild de {size} fiches, mémoire au plus haut", f"{memory:.0f} Mo"


def loading(site: Site, size: int) -> Figures:
    """The same, against a raw bulk load of the same documents from memory."""
    ours, memory = _rebuilt(site, size)
    raw = _raw_rate(min(size, MOST_RAW))
    yield f"search_rebuild de {size} fiches", f"{ours:.0f}/s"
    yield "  mémoire, au plus haut", f"{memory:.0f} Mo"
    yield "  chargement brut des mêmes documents, depuis la mémoire", f"{raw:.0f}/s"
    yield "  rapport (0,7 au moins)", f"{ours / raw:.2f}"
    yield "  index", machine.index_described()


def searching(site: Site, size: int) -> Figures:
    """Page and API, each beside the very requests that it sent to the engine; in turn, so that all meet the same machine."""
    patience = _without_haste()
    chance = random.Random(size)
    client, times, sent = Client(), defaultdict(list), Counter()
    with noted() as exchanges:
        for number, address in enumerate(asked.addresses(QUERIES, chance)):
            origin = f"10.0.{number // REQUESTS_OF_A_CLIENT}.1"
            steps: dict[str, Callable[[], object]] = {}
            for name, path in (("page", f"/pratiques/?{address}"), ("api", f"/api/v1/practices?{address}")):
                steps[name] = partial(client.get, path, REMOTE_ADDR=origin)
                # Once for nothing: what it sends is noted, and nobody is the first to ask.
                exchanges.clear()
                answer = steps[name]()
                if answer.status_code != 200 or not exchanges:
                    sys.exit(f"{path}: {answer.status_code}, {len(exchanges)} requests to the engine")
                sent[name] += len(exchanges)
                steps[f"{name}_raw"] = partial(_again, list(exchanges))
            order = list(steps)
            chance.shuffle(order)
            for name in order:
                times[name].append(_milliseconds(steps[name]))
    yield from _compared("page de recherche", times["page"], times["page_raw"], "1,5 au plus")
    yield from _compared("API", times["api"], times["api_raw"], "1,3 au plus")
    yield f"  pages plus lentes que la patience d’un visiteur ({patience} s)", str(sum(spent > 1000 * patience for spent in times["page"]))
    yield "  demandes au moteur, en moyenne, par page et par appel de l’API", f"{sent['page'] / QUERIES:.2f} / {sent['api'] / QUERIES:.2f}"


def _without_haste() -> float:
    """Slow answers are waited for and measured, instead of leaving the search to PostgreSQL; gives what visitors wait at most."""
    patience, engine.PATIENCE = engine.PATIENCE, rebuild.LOAD_TIMEOUT
    engine._client.cache_clear()
    return patience


def _again(exchanges: list[Exchange]) -> None:
    for exchange in exchanges:
        exchange.again(engine.client())


def exporting(site: Site, size: int) -> Figures:
    """Every sheet through a real web server, one process."""
    server = site.web()
    for kind in ("jsonl", "csv"):
        began = time.monotonic()
        lines, received = _received(f"http://127.0.0.1:{site.port}/pratiques/export.{kind}")
        seconds = time.monotonic() - began
        if lines < size:
            sys.exit(f"export.{kind}: {lines} lines for {size} sheets")
        yield f"export.{kind} de {size} fiches", f"{size / seconds:.0f}/s, {received / seconds / 1024**2:.1f} Mo/s"
    yield "  processus web, mémoire au plus haut", f"{max(map(memory_of, _family(server.pid))) / 1024:.0f} Mo"
    site.kill(server)


def _received(url: str) -> tuple[int, int]:
    """Lines and bytes of an answer that is read as it comes."""
    with urllib3.PoolManager(retries=False) as http:
        answer = http.request("GET", url, preload_content=False, timeout=60)
        if answer.status != 200:
            sys.exit(f"{url}: {answer.status}")
        chunks = [(chunk.count(b"\n"), len(chunk)) for chunk in answer.stream(1 << 16)]
        answer.release_conn()
    return sum(lines for lines, _size in chunks), sum(size for _lines, size in chunks)


def _rebuilt(site: Site, size: int) -> tuple[float, float]:
    """Sheets a second, as the command counts, and memory in MB."""
    said, _seconds, _processor, memory = measured(site, "search_rebuild")
    found = re.search(r"(\d+) sheets in .*, ([\d.]+) s", said)
    if found is None or int(found[1]) != size:
        sys.exit(said[:2000])
    return size / float(found[2]), memory / 1024


def _raw_rate(number: int) -> float:
    """Documents a second that the engine and its client take; reading them into memory is not counted."""
    client = engine.client().options(request_timeout=rebuild.LOAD_TIMEOUT)
    name = index.create(client, alias=f"{engine.alias()}-raw")
    client.indices.put_settings(index=name, settings={"index": {"refresh_interval": "-1"}})
    actions, seconds = islice(_actions(name), number), 0.0
    while block := list(islice(actions, BLOCK)):
        began = time.monotonic()
        deque(helpers.streaming_bulk(client, block, chunk_size=rebuild.CHUNK), maxlen=0)
        seconds += time.monotonic() - began
    began = time.monotonic()
    client.indices.refresh(index=name)
    seconds += time.monotonic() - began
    client.indices.delete(index=name)
    return number / seconds


def _actions(name: str) -> Iterator[dict[str, Any]]:
    for practice in PublicPractice.objects.defer("text").order_by().iterator(chunk_size=rebuild.CHUNK):
        yield {"_index": name, "_id": practice.identifier, "_source": document(practice)}


def _milliseconds(step: Callable[[], object]) -> float:
    began = time.perf_counter()
    step()
    return 1000 * (time.perf_counter() - began)


def _compared(title: str, ours: list[float], raw: list[float], limit: str) -> Figures:
    yield f"{title}, médiane et 95 % de {len(ours)} requêtes", _percentiles(ours)
    yield "  la même demande au moteur, seule", _percentiles(raw)
    yield f"  rapport des médianes ({limit})", f"{statistics.median(ours) / statistics.median(raw):.2f}"


def _percentiles(times: list[float]) -> str:
    return f"{statistics.median(times):.1f} / {statistics.quantiles(times, n=20)[-1]:.1f} ms"


def _family(pid: int) -> list[int]:
    """A process and its children."""
    return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
