"""`make bench`: what the site costs, measured on real servers and printed as a table.

`publishing`: BENCH_IMPORT sheets (1,000 when not said) from a file to the search, and approvals. `scale`: BENCH_SIZE sheets (100,000)
searched, indexed and exported. `desk`: the editors' list with BENCH_DESK sheets (5,000). `faults`: the trial of a CSV of BENCH_FAULTS rows
(10,000) of which one in a hundred is bad. `pages`: those that people read, in a browser, with the demonstration. All, unless some are
named.
"""

import gc
import itertools
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from observatory.embedded import Refusal
from observatory.environment import read_env_file
from tests.platform import databases, services

PREFIX = "banc"
PARTS = ("publishing", "scale", "desk", "faults", "pages")


def main() -> None:
    read_env_file()
    os.environ["DJANGO_SETTINGS_MODULE"] = "observatory.settings.test"
    # Whoever stops the run leaves nothing behind either.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    parts = sys.argv[1:] or PARTS
    if not set(parts) <= set(PARTS):
        sys.exit(f"✗ {' '.join(parts)} : {', '.join(PARTS)} ?")
    try:
        # Measured on a database with its ordinary settings.
        with services.for_a_command(settings=()) as url, tempfile.TemporaryDirectory(prefix="observatoire-banc-") as folder:
            _measure(Path(folder), url, parts)
    except Refusal as refusal:
        sys.exit(f"✗ {refusal}")


def _measure(folder: Path, elasticsearch_url: str, parts: Sequence[str]) -> None:
    # Only now: Django reads DATABASE_URL when it starts.
    from django.db import connection
    from django.test.utils import override_settings

    from tests.bench import machine
    from tests.platform.site import Site

    databases.use("reference")
    # As observatory.wsgi does: the pages measured here are asked in this process.
    gc.freeze()
    jobs = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    site = Site(
        folder,
        database_url=f"{server}/{connection.settings_dict['NAME']}",
        elasticsearch_url=elasticsearch_url,
        prefix=PREFIX,
    )
    with override_settings(TASKS=jobs, ELASTICSEARCH_URL=[elasticsearch_url], ELASTICSEARCH_INDEX_PREFIX=PREFIX):
        try:
            print(f"  {machine.described()} ; {machine.engine_described()}", flush=True)
            for title, figure in itertools.chain.from_iterable(_figures(site, part) for part in parts):
                print(f"  {title:<66}{figure:>24}", flush=True)
        finally:
            site.stop()
            services.forget_indices()
            databases.end()


def _figures(site, part: str) -> Iterator[tuple[str, str]]:
    from practices.models import PublicPractice
    from tests.bench import desk, measures, pages, scale
    from tests.bench.public_rows import PublicRows

    if part == "publishing":
        number = int(os.environ.get("BENCH_IMPORT") or 1_000)
        for measure in (measures.importing, measures.indexing, measures.approving):
            yield from measure(site, number)
        return
    if part == "desk":
        yield from desk.listing(int(os.environ.get("BENCH_DESK") or 5_000))
        return
    if part == "faults":
        yield from measures.importing_with_faults(site, int(os.environ.get("BENCH_FAULTS") or 10_000))
        return
    if part == "pages":
        yield from pages.reading(site)
        return
    size, already = int(os.environ.get("BENCH_SIZE") or 100_000), PublicPractice.objects.count()
    rows, fifth = PublicRows(), max(size // 5, already)
    # At a fifth of the size first: memory must be the same at both.
    yield from scale.filling(rows, already, fifth)
    yield from scale.rebuilding(site, fifth)
    yield from scale.exporting(site, fifth)
    yield from scale.filling(rows, fifth, size)
    for measure in (scale.loading, scale.searching, scale.exporting):
        yield from measure(site, size)


if __name__ == "__main__":
    main()
