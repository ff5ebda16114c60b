"""A pytest plugin: the real database and engine of a run, its own and thrown away, unless the environment names some."""

import fcntl
import logging
import os
import shutil
import signal
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from observatory.embedded import Refusal, elasticsearch_program, paths
from observatory.embedded.elasticsearch import Elasticsearch
from observatory.embedded.postgresql import CARELESS, PostgreSQL
from observatory.environment import read_env_file
from tests.platform import browser, databases

RUN = "OBSERVATORY_TEST_RUN"


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config):
    """Before Django reads its settings: the database is up and named."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        read_env_file()
        _start(early_config)
    return (yield)


def _start(config) -> None:
    parallel = bool(getattr(config.known_args_namespace, "numprocesses", None))
    run = TestRun.new()
    config.add_cleanup(run.close)
    # A terminated run must leave nothing behind either: turned into an exit, pytest cleans up.
    signal.signal(signal.SIGTERM, lambda number, frame: pytest.exit("terminated", returncode=143))
    try:
        run.enter_database()
        if parallel:
            config.add_cleanup(databases.build_meanwhile().kill)
            # A whole run: what is missing is said at once, and installed where its progress can be seen.
            browser.ensure()
            elasticsearch_url()
    except (Refusal, browser.NoBrowser) as refusal:
        run.close()
        pytest.exit(str(refusal), returncode=1)


class QuickToStart(Elasticsearch):
    """Without the second compiler, that works for minutes on what a run of tests does too seldom to gain by it."""

    java_options = f"{Elasticsearch.java_options} -XX:TieredStopAtLevel=1"


def elasticsearch_url(run: "TestRun | None" = None) -> str:
    """The engine of the run, started by whichever process needs it first."""
    if url := os.environ.get("ELASTICSEARCH_URL"):
        return url.split(",")[0]
    if lack := elasticsearch_program.missing_means():
        pytest.exit(f"Les tests ont besoin d’un vrai Elasticsearch : {lack} (ou donnez ELASTICSEARCH_URL).", returncode=1)
    run = run or TestRun(Path(os.environ[RUN]))
    os.environ["ELASTICSEARCH_URL"] = run.elasticsearch.enter()
    return os.environ["ELASTICSEARCH_URL"]


@contextmanager
def for_a_command(*, settings: tuple[str, ...] = CARELESS) -> Iterator[str]:
    """Django set up on the servers that the environment names, else on some of our own, thrown away afterwards; the engine's address.

    `settings`: those of a database server of our own.
    """
    import django

    run = TestRun.new()
    run.postgresql = PostgreSQL(run.folder, settings=settings)
    # As in service: what commands measure is what people will wait for.
    run.elasticsearch = run.engine(Elasticsearch)
    try:
        run.enter_database()
        django.setup()
        logging.disable(logging.WARNING)
        yield elasticsearch_url(run)
    finally:
        run.close()


def forget_indices() -> None:
    """Deletes what was indexed under the prefix of this moment, in an engine that may outlive the command."""
    from django.conf import settings

    from search import engine

    client = engine.worker_client()
    for name in client.indices.get(index=f"{settings.ELASTICSEARCH_INDEX_PREFIX}-*"):
        client.indices.delete(index=name)


class TestRun:
    """The folder of one run: its servers' data, and a lock that says that the run is alive."""

    __test__ = False

    def __init__(self, folder: Path):
        self.folder = folder
        self.postgresql = PostgreSQL(folder, settings=CARELESS)
        self.elasticsearch = self.engine(QuickToStart)

    def engine(self, kind: type[Elasticsearch]) -> Elasticsearch:
        return kind(self.folder, programs=paths.data_folder(), say=lambda line: print(line, flush=True))

    @classmethod
    def new(cls) -> "TestRun":
        """A folder for this run, once those of runs that were killed are cleared away."""
        runs = paths.make_folder(paths.data_folder() / "tests")
        for folder in runs.glob("run-*"):
            cls(folder)._clear_if_dead()
        run = cls._alive(runs / f"run-{os.getpid()}")
        os.environ[RUN] = str(run.folder)
        return run

    @classmethod
    def new_aside(cls) -> "TestRun":
        """A second one in the same process, for tests of the servers themselves."""
        return cls._alive(paths.data_folder() / "tests" / f"run-{os.getpid()}-{uuid.uuid4().hex[:6]}")

    @classmethod
    def _alive(cls, folder: Path) -> "TestRun":
        run = cls(paths.make_folder(folder))
        run.lock = os.open(folder / "alive.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(run.lock, fcntl.LOCK_EX)
        return run

    def enter_database(self) -> None:
        """The server that DATABASE_URL names, else one of our own."""
        if not os.environ.get("DATABASE_URL"):
            os.environ["DATABASE_URL"] = self.postgresql.enter()

    def close(self) -> None:
        """Stops the servers that were started for this run, and throws its data away."""
        if not self.folder.exists():
            return
        if os.environ.get(RUN) == str(self.folder) and os.environ.get("DATABASE_URL") and not self.postgresql.folder.exists():
            databases.drop_all_of(databases.run_name(self.folder), os.environ["DATABASE_URL"])
        for server in (self.postgresql, self.elasticsearch):
            if server.folder.exists():
                server.stop_left_behind()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _clear_if_dead(self) -> None:
        try:
            lock = os.open(self.folder / "alive.lock", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        self.close()
        os.close(lock)
