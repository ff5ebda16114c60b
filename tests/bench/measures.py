"""What publishing costs, from the file or the desk to the search; each function gives titles and figures."""

import json
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.http import QueryDict

from observatory.environment import BASE_DIR
from search import queries
from search.models import IndexRequest
from search.params import parse
from search.vocabulary import Vocabulary
from tests.bench import sheets
from tests.faults.desk import Desk, is_found
from tests.platform.site import Site, wait_until
from tests.practices.factories import approve

Figures = Iterator[tuple[str, str]]


def importing(site: Site, size: int) -> Figures:
    """`import_practices --publish`, alone, in a process of its own."""
    file = site.folder / "sheets.jsonl"
    sheets.write(file, size)
    said, seconds, processor, memory = measured(site, "import_practices", str(file), "--publish")
    counts = json.loads(said.splitlines()[-1])
    if counts != {"rows": size, "created": size, "updated": 0, "refused": 0}:
        sys.exit(f"{said[:2000]}")
    yield f"import de {size} fiches, publiées", f"{seconds:.0f} s"
    yield "  par fiche", f"{1000 * seconds / size:.1f} ms"
    yield "  dont processeur, sans celui de PostgreSQL", f"{1000 * processor / size:.1f} ms"
    if size != 10_000:
        yield "  pour 10 000 fiches, à ce rythme (15 min au plus)", f"{seconds * 10_000 / size / 60:.1f} min"
    yield "  mémoire, au plus haut (400 Mo au plus)", f"{memory / 1024:.0f} Mo"


def importing_with_faults(site: Site, size: int) -> Figures:
    """A CSV of which every hundredth row is bad: each is told with its line and field, and the memory does not grow with the file."""
    file, bad = site.folder / "sheets.csv", range(50, size, 100)
    sheets.write_csv(file, size, bad)
    said, seconds, _processor, memory = measured(site, "import_practices", str(file), "--dry-run", "--publish")
    *refusals, last = said.splitlines()
    told = [(line, name, field) for line, name, field, _reason in (refusal.split("\t") for refusal in refusals)]
    exact = told == [(str(index + 2), f"banc-{index:06}", "mode") for index in bad]
    counts = {"rows": size, "created": size - len(bad), "updated": 0, "refused": len(bad)}
    if not exact or json.loads(last) != counts:
        sys.exit(f"the report is not exact: {said[:2000]}")
    yield f"essai d’un CSV de {size} lignes dont {len(bad)} refusées, compte rendu exact", f"{seconds:.0f} s"
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


def measured(site: Site, *command: str) -> tuple[str, float, float, int]:
    """What a command prints, its seconds, those of the processor, and its memory at the highest, in KiB."""
    began, used_before, memory = time.monotonic(), _processor_of_children(), 0
    output = site.folder / "command.out"
    with output.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *command], cwd=BASE_DIR, env=site.environment, stdout=file, stderr=subprocess.STDOUT
        )
    # The kernel's own count of a child (ru_maxrss) begins with what we hold ourselves.
    while process.poll() is None:
        memory = max(memory, memory_of(process.pid))
        time.sleep(0.1)
    return output.read_text(), time.monotonic() - began, _processor_of_children() - used_before, memory


def _processor_of_children() -> float:
    """Of those that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory_of(pid: int) -> int:
    """Its highest so far; nothing once it has ended."""
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) if found else 0


def _count(address: str) -> int:
    return queries.find(parse(QueryDict(address), Vocabulary())).count
