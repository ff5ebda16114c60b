"""A PostgreSQL server of a test's own, on one port for good, that may be killed and started again."""

import contextlib
import os
import signal
import subprocess

import psycopg2
from psycopg2.extensions import parse_dsn

from observatory.embedded import Refusal, paths
from observatory.embedded.postgresql import PostgreSQL
from tests.platform.services import TestRun
from tests.platform.site import wait_until

MODEL = "modele"


class Database:
    """The server, and copies of one database in it. What is committed is on the disk: nothing is set to be careless."""

    def __init__(self):
        self.run = TestRun.new_aside()
        self.server = PostgreSQL(self.run.folder, settings=("max_connections=60",))
        self.port = parse_dsn(self.server.enter())["port"]
        self._connections: dict[str, psycopg2.extensions.connection] = {}

    def url(self, name: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def take_over(self, url: str) -> None:
        """Makes the model from a database of another server."""
        self.administer(f"DROP DATABASE IF EXISTS {MODEL} WITH (FORCE)", f"CREATE DATABASE {MODEL}")
        dumped = subprocess.run([self.server.binaries / "pg_dump", "-Fc", "--no-owner", url], capture_output=True, check=True)
        restore = [self.server.binaries / "pg_restore", "--no-owner", "--exit-on-error", "-d", self.url(MODEL)]
        subprocess.run(restore, input=dumped.stdout, capture_output=True, check=True)

    def copy(self, name: str) -> str:
        """A fresh copy of the model; its address."""
        self.administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {MODEL}")
        return self.url(name)

    def rows(self, name: str, statement: str) -> list[tuple]:
        """Over a connection that stays: what is asked a hundred times a second must not take the processor from those it looks at."""
        if name not in self._connections:
            self._connections[name] = psycopg2.connect(self.url(name))
            self._connections[name].autocommit = True
        with self._connections[name].cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def administer(self, *statements: str) -> None:
        with contextlib.closing(psycopg2.connect(self.url("postgres"))) as connection:
            connection.autocommit = True
            for statement in statements:
                connection.cursor().execute(statement)

    def kill(self) -> None:
        """SIGKILL to the server and to each of its processes; nothing is written any more."""
        self._forget_connections()
        master = int((self.server.data / "postmaster.pid").read_text().split()[0])
        children = subprocess.run(["pgrep", "-P", str(master)], capture_output=True, text=True).stdout.split()
        for pid in (master, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in (master, *map(int, children)):
            assert wait_until(lambda pid=pid: not paths.is_alive(pid, "postgres"), seconds=20)

    def start_again(self) -> None:
        """On the same port, as a service manager does; recovers what was committed."""
        options = f"-p {self.port} -h 127.0.0.1 -k '' -c max_connections=60"
        (self.server.data / "postmaster.pid").unlink(missing_ok=True)
        folders = ("-D", str(self.server.data), "-l", str(self.server.log))
        self.server._run("pg_ctl", *folders, "-w", "-t", "60", "-o", options, "start", failure="not started")
        assert wait_until(self._answers, seconds=30)

    def close(self) -> None:
        self._forget_connections()
        with contextlib.suppress(Refusal):
            self.server.leave()
        self.run.close()

    def _forget_connections(self) -> None:
        while self._connections:
            self._connections.popitem()[1].close()

    def _answers(self) -> bool:
        try:
            self.rows("postgres", "SELECT 1")
        except psycopg2.OperationalError:
            return False
        return True
