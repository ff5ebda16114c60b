"""The databases of a run: migrated once, copied for each process, copied again after each test that commits.

Two kinds: "migrated" is what the migrations leave; "reference" has had `load_reference` besides. A test asks for
the second with the fixture `reference_data`. Copies make tests independent of one another's commits and order.
"""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import psycopg2
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from observatory.environment import BASE_DIR

_kind = "migrated"
_ready: set[str] = set()


def build_meanwhile() -> subprocess.Popen:
    """Has another process make the templates while this one does something else. Whoever needs them sooner waits, or makes what it left."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "observatory.settings.test"}
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, "-m", "tests.platform.databases"], env=environment, cwd=BASE_DIR, **quiet)


def begin() -> None:
    """From here on, tests that commit give the database back as they found it."""
    from django.test import TransactionTestCase

    TransactionTestCase._fixture_teardown = lambda self: restore()


def use(kind: str) -> None:
    """Has the next test run on this process's copy of a database of this kind."""
    from django.contrib.contenttypes.models import ContentType

    global _kind
    if kind == _kind and connection.settings_dict["NAME"] == _working(kind):
        # The connection stays: a new one has all tables and plans to learn again, which costs more than many a test.
        return
    connection.close()
    if kind not in _ready:
        with _one_process_at_a_time():
            _build(kind)
        _copy(kind)
        _ready.add(kind)
    _kind = kind
    _point_at(_working(kind))
    # Known beforehand, as in a server that has been up for a while: else the first test to ask pays, and counts one query more.
    ContentType.objects.get_for_models(*apps.get_models())


def restore() -> None:
    """Puts this process's copy back to what it was before any test."""
    connection.close()
    _copy(_kind)


def end() -> None:
    """Drops this process's copies; the templates go with the run."""
    connection.close()
    for kind in _ready:
        _administer(f'DROP DATABASE IF EXISTS "{_working(kind)}" WITH (FORCE)')


def drop_all_of(run: str, url: str) -> None:
    """Drops what a run made in a server that outlives it."""
    with _maintenance(url) as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"test\\_%\\_{run}\\_%"])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.connection.close()


def _build(kind: str) -> None:
    """Makes the template of a kind, unless another process has."""
    if not _missing(_template(kind)):
        return
    unfinished = f"{_template(kind)}_partial"
    _administer(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
    if kind == "migrated":
        _administer(f'CREATE DATABASE "{unfinished}"')
        commands = (["createcachetable"], ["migrate"])
    else:
        _build("migrated")
        _administer(f'CREATE DATABASE "{unfinished}" TEMPLATE "{_template("migrated")}"')
        commands = (["load_reference"],)
    _point_at(unfinished)
    for command in commands:
        call_command(*command, verbosity=0)
    connection.close()
    _administer(f'ALTER DATABASE "{unfinished}" RENAME TO "{_template(kind)}"')


def _copy(kind: str) -> None:
    _administer(
        f'DROP DATABASE IF EXISTS "{_working(kind)}" WITH (FORCE)', f'CREATE DATABASE "{_working(kind)}" TEMPLATE "{_template(kind)}"'
    )


def _point_at(name: str) -> None:
    connection.settings_dict["NAME"] = name


def run_name(folder: Path) -> str:
    return folder.name.replace("-", "")


def _run_name() -> str:
    return run_name(Path(os.environ["OBSERVATORY_TEST_RUN"]))


def _template(kind: str) -> str:
    return f"test_observatoire_{_run_name()}_{kind}"


def _working(kind: str) -> str:
    return f"test_observatoire_{_run_name()}_{kind}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def _missing(name: str) -> bool:
    with _maintenance() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        found = cursor.fetchone()
        cursor.connection.close()
    return found is None


def _administer(*statements: str) -> None:
    with _maintenance() as cursor:
        for statement in statements:
            cursor.execute(statement)
        cursor.connection.close()


def _maintenance(url: str | None = None):
    """A cursor outside any transaction, in a database that nobody drops."""
    url = url or os.environ["DATABASE_URL"]
    server = psycopg2.connect(url.rpartition("/")[0] + "/postgres")
    server.autocommit = True
    return server.cursor()


class _one_process_at_a_time:
    def __enter__(self):
        self.gate = os.open(Path(os.environ["OBSERVATORY_TEST_RUN"]) / "databases.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self.gate, fcntl.LOCK_EX)

    def __exit__(self, *error):
        os.close(self.gate)


if __name__ == "__main__":
    import django

    django.setup()
    with _one_process_at_a_time():
        _build("reference")
