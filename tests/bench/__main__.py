"""`make bench`: what the site costs, measured on real servers and printed as a table. BENCH_SIZE sheets (2,000 when not said)."""

import logging
import os
import signal
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import django

from observatory.embedded import Refusal
from observatory.embedded.postgresql import PostgreSQL
from observatory.environment import read_env_file
from tests.platform import databases, services

PREFIX = "banc"


def main() -> None:
    read_env_file()
    os.environ["DJANGO_SETTINGS_MODULE"] = "observatory.settings.test"
    # Whoever stops the run leaves nothing behind either.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    size = int(os.environ.get("BENCH_SIZE") or 2_000)
    try:
        with _servers() as url, tempfile.TemporaryDirectory(prefix="observatoire-banc-") as folder:
            _measure(Path(folder), url, size)
    except Refusal as refusal:
        sys.exit(f"✗ {refusal}")


def _measure(folder: Path, elasticsearch_url: str, size: int) -> None:
    # Only now: Django reads DATABASE_URL when it starts.
    from django.db import connection
    from django.test.utils import override_settings

    from tests.bench import measures
    from tests.platform.site import Site

    databases.use("reference")
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
            for measure in (measures.importing, measures.indexing, measures.searching, measures.approving):
                for title, figure in measure(site, size):
                    print(f"  {title:<66}{figure:>18}", flush=True)
        finally:
            site.stop()
            measures.forget_indices()
            databases.end()


@contextmanager
def _servers():
    """Those that the environment names, else a PostgreSQL with its ordinary settings and an engine, thrown away afterwards."""
    run = services.TestRun.new()
    run.postgresql = PostgreSQL(run.folder)
    try:
        run.enter_database()
        django.setup()
        logging.disable(logging.INFO)
        yield services.elasticsearch_url()
    finally:
        run.close()


if __name__ == "__main__":
    main()
