"""What is measured; each function gives titles and figures."""

import json
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.http import QueryDict
from django.test import Client

from observatory.environment import BASE_DIR
from search import engine, queries
from search.models import IndexRequest
from search.params import parse
from search.query import build
from search.vocabulary import Vocabulary
from tests.bench import sheets
from tests.faults.desk import Desk, is_found
from tests.platform.site import Site, wait_until
from tests.practices.factories import approve

Figures = Iterator[tuple[str, str]]

SEARCHES = (
    "",
    "q=jardin",
    "q=table+des+parents",
    "q=logement&theme=logement&mode=group",
    "territoire=reg-32&statut=running",
    "q=isolement&tri=recent",
)
ROUNDS = 25


def importing(site: Site, size: int) -> Figures:
    """`import_practices --publish`, alone, in a process of its own."""
    file = site.folder / "sheets.jsonl"
    sheets.write(file, size)
    said, seconds, processor, memory = _measured(site, "import_practices", str(file), "--publish")
    counts = json.loads(said.splitlines()[-1])
    if counts != {"rows": size, "created": size, "updated": 0, "refused": 0}:
        sys.exit(f"{said[:2000]}")
    yield f"import de {size} fiches, publiées", f"{seconds:.0f} s"
    yield "  par fiche", f"{1000 * seconds / size:.1f} ms"
    yield "  dont processeur, sans celui de PostgreSQL", f"{1000 * processor / size:.1f} ms"
    if size != 10_000:
        yield "  pour 10 000 fiches, à ce rythme (15 min au plus)", f"{seconds * 10_000 / size / 60:.1f} min"
    yield "  mémoire, au plus haut (400 Mo au plus)", f"{memory / 1024:.0f} Mo"


def indexing(site: Site, size: int) -> Figures:
    """The worker brings all of them into the index; the check finds no drift and a search finds them all."""
    began = time.monotonic()
    worker = site.worker()
    if not wait_until(lambda: not IndexRequest.objects.exists(), seconds=60 + size / 10):
        sys.exit("the worker did not index all sheets")
    yield f"indexation de {size} fiches par le worker, démarrage compris", f"{time.monotonic() - began:.1f} s"
    check = site.manage("search_check")
    found = queries.find(parse(QueryDict(""), Vocabulary()))
    if check.returncode or (found.count, found.degraded) != (size, False):
        sys.exit(f"{check.stdout}{check.stderr}{found.count} found")
    yield "  trouvées toutes, sans écart selon search_check", str(found.count)
    words = [sheets.word_of(index) for index in random.sample(range(size), min(size, 100))]
    yield "  dont, par leur mot à elles, parmi 100 au hasard", str(sum(_count(f"q={word}") == 1 for word in words))
    site.kill(worker)


def searching(site: Site, size: int) -> Figures:
    """The page and the engine's own request for the same search, in turn, so that both meet the same machine."""
    client, raws, pages = Client(), [], []
    for address in SEARCHES:
        body = build(parse(QueryDict(address), Vocabulary())).to_dict()
        ask_page = partial(client.get, f"/pratiques/?{address}")
        ask_engine = partial(engine.client().search, index=engine.alias(), body=body)
        page, raw = _in_turn(ask_page, ask_engine)
        pages.append(page)
        raws.append(raw)
        yield f"/pratiques/?{address}", f"{page:.0f} / {raw:.0f} ms = {page / raw:.1f}"
    yield "page de recherche / même requête au moteur, en tout", f"{sum(pages) / sum(raws):.1f}"


def approving(site: Site, size: int) -> Figures:
    """From the approval to the engine's answer, with a worker at work."""
    desk = Desk(site)
    waiting = desk.sheets(21)
    worker = site.worker()
    lags = []
    for record, word in waiting:
        time.sleep(random.uniform(0, 0.6))
        approve(record, desk.editor)
        began = time.monotonic()
        if not wait_until(lambda word=word, record=record: is_found(word, record.identifier), seconds=120, every=0.02):
            sys.exit(f"{record.identifier} is not found")
        lags.append(time.monotonic() - began)
    site.kill(worker)
    # The first one waits for the worker to start.
    _first, *lags = lags
    yield f"de l’approbation à la recherche, {len(lags)} fiches, médiane", f"{statistics.median(lags):.2f} s"
    yield "  la plus lente (2 s au plus)", f"{max(lags):.2f} s"


def forget_indices() -> None:
    client = engine.worker_client()
    for name in client.indices.get(index=f"{engine.alias()}-*"):
        client.indices.delete(index=name)


def _measured(site: Site, *command: str) -> tuple[str, float, float, int]:
    """What a command prints, its seconds, those of the processor, and its memory at the highest, in KiB."""
    began, used_before, memory = time.monotonic(), _processor_of_children(), 0
    output = site.folder / "command.out"
    with output.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *command], cwd=BASE_DIR, env=site.environment, stdout=file, stderr=subprocess.STDOUT
        )
    # The kernel's own count of a child (ru_maxrss) begins with what we hold ourselves.
    while process.poll() is None:
        memory = max(memory, _memory_of(process.pid))
        time.sleep(0.1)
    return output.read_text(), time.monotonic() - began, _processor_of_children() - used_before, memory


def _processor_of_children() -> float:
    """Of those that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory_of(pid: int) -> int:
    """Its highest so far; nothing once it has ended."""
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) if found else 0


def _in_turn(*functions: Callable[[], object]) -> list[float]:
    """The median of each, in milliseconds."""
    times: list[list[float]] = [[] for _each in functions]
    for _round in range(ROUNDS):
        for function, spent in zip(functions, times, strict=True):
            began = time.perf_counter()
            function()
            spent.append(1000 * (time.perf_counter() - began))
    return [statistics.median(spent) for spent in times]


def _count(address: str) -> int:
    return queries.find(parse(QueryDict(address), Vocabulary())).count
