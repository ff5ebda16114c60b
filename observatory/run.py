"""`make run`: everything a working site needs, started in order, watched, and stopped together."""

import argparse
import contextlib
import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import Future, ThreadPoolExecutor

from observatory.embedded import Refusal, elasticsearch_program, paths
from observatory.embedded.elasticsearch import Elasticsearch
from observatory.embedded.postgresql import PostgreSQL
from observatory.embedded.processes import Child
from observatory.environment import BASE_DIR, read_env_file
from observatory.preparation import say, step

ACCOUNTS = (
    ("contributrice@demo.example", "contributrice"),
    ("redaction-hdf@demo.example", "rédaction régionale, Hauts-de-France"),
    ("redaction-idf@demo.example", "rédaction régionale, Île-de-France"),
    ("relectrice@demo.example", "relectrice"),
    ("nationale@demo.example", "rédaction nationale"),
    ("chercheuse@demo.example", "chercheuse"),
    ("admin@demo.example", "administration"),
)
# Straight to the site: a proxy of the environment must not be asked for 127.0.0.1.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def main() -> None:
    parser = argparse.ArgumentParser(prog="make run")
    parser.add_argument("--search", choices=["elasticsearch", "postgresql"], default="elasticsearch")
    read_env_file()
    options = parser.parse_args()
    port = os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        parser.exit(1, f"✗ PORT={port} n’est pas un numéro de port (de 1 à 65535).\n")
    # Both signals end the same way, through the `finally` that stops what was started.
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGINT, _interrupt)
    site = Site(search=options.search, port=int(port))
    try:
        site.start()
        site.watch()
    except KeyboardInterrupt:
        say("Arrêt…")
    except Refusal as refusal:
        say(f"✗ {refusal}")
        sys.exit(1)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EACCES, errno.EDQUOT, errno.EROFS):
            raise
        say(f"✗ Impossible d’écrire dans {error.filename or site.folder} ({error.strerror}).")
        sys.exit(1)
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        site.stop()
    say("Tout est arrêté, les données sont gardées.")


def _interrupt(number, frame):
    raise KeyboardInterrupt


class Site:
    """The services and processes of one `make run`."""

    def __init__(self, *, search: str, port: int):
        self.search = search
        self.port = port
        self.address = f"http://127.0.0.1:{self.port}/"
        self.folder = paths.data_folder()
        self.services: list[PostgreSQL] = []
        self.children: list[Child] = []
        self.engine: Elasticsearch | None = None
        self.engine_start: Future[str] | None = None
        self.engine_not_before = 0.0
        self.threads = ThreadPoolExecutor(max_workers=1)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "observatory.settings.dev")
        os.environ.setdefault("PYTHONUNBUFFERED", "1")

    def start(self) -> None:
        """Everything up, in the order in which one needs the other."""
        self._require_free_port()
        paths.make_folder(self.folder)
        if os.environ.get("OBSERVATORY_DATA") is None and self.folder != BASE_DIR / ".observatory":
            say(f"Ce dossier est fermé aux autres utilisateurs : les données vont dans {self.folder}.")
        self._start_database()
        self._begin_engine()
        self._prepare("data")
        self._await_engine()
        # An index that cannot be made is no reason to stop: PostgreSQL searches, and the worker goes on trying.
        if os.environ["ELASTICSEARCH_URL"] and not self._prepare("index", needed=False):
            say("  En attendant, la recherche est celle de PostgreSQL.")
        step("Serveur web et tâches de fond", self._start_processes)
        self._welcome()

    def _start_database(self) -> None:
        if os.environ.get("DATABASE_URL"):
            say("Base de données : celle de DATABASE_URL.")
            return
        server = PostgreSQL(self.folder)
        os.environ["DATABASE_URL"] = step("Base de données PostgreSQL", server.enter)
        self.services.append(server)

    def _begin_engine(self) -> None:
        """The engine starts while the data are prepared: each takes its time."""
        if os.environ.get("ELASTICSEARCH_URL") and self.search == "elasticsearch":
            say("Moteur de recherche : celui de ELASTICSEARCH_URL.")
            return
        os.environ["ELASTICSEARCH_URL"] = ""
        if self.search == "postgresql":
            say("Moteur de recherche : la recherche de PostgreSQL, comme demandé.")
            return
        if lack := elasticsearch_program.missing_means():
            say(f"Moteur de recherche : {lack}. En attendant, la recherche est celle de PostgreSQL.")
            return
        self.engine = Elasticsearch(self.folder, say=say)
        self.engine.install()
        say("• Moteur de recherche Elasticsearch : il démarre pendant la suite…")
        self.engine_start = self.threads.submit(self.engine.enter)

    def _await_engine(self) -> None:
        if self.engine_start is not None:
            os.environ["ELASTICSEARCH_URL"] = step("Moteur de recherche Elasticsearch", self.engine_start.result)

    def _prepare(self, part: str, *, needed: bool = True) -> bool:
        """Whether it went well; what did not has been said."""
        command = [sys.executable, "-m", "observatory.preparation", part, str(self.folder / f"preparation-{part}.log")]
        done = subprocess.run(command, cwd=BASE_DIR, stdin=subprocess.DEVNULL)
        if done.returncode != 0 and needed:
            raise SystemExit(1)
        return done.returncode == 0

    def _require_free_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except PermissionError:
                raise Refusal(f"Le port {self.port} est réservé à root : essayez PORT=8000 make run.") from None
            except OSError:
                raise Refusal(
                    f"Le port {self.port} est déjà pris : essayez un autre port, par exemple PORT={self.port + 1} make run."
                ) from None

    def _start_processes(self) -> None:
        gunicorn = [
            *("-m", "gunicorn", "observatory.wsgi:application", "--preload", "--no-control-socket"),
            *("--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--worker-class", "gthread", "--threads", "8"),
            *("--graceful-timeout", "5", "--timeout", "120", "--log-level", "warning"),
        ]
        web = Child("serveur web", [sys.executable, *gunicorn], restart=False)
        worker = Child("tâches de fond", [sys.executable, "manage.py", "worker"], restart=True)
        # One after the other: the first pages do not compete with what waited for a worker.
        self.children.append(web)
        web.start()
        self._wait_for_site()
        self._warm_up()
        self.children.append(worker)
        worker.start()

    def _wait_for_site(self) -> None:
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            self._require_life()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise Refusal("Le serveur web ne répond pas.")

    def _warm_up(self) -> None:
        """The first search of a node that just started is slow: nobody has to wait for it."""
        limit = time.monotonic() + 15
        while time.monotonic() < limit:
            self._require_life()
            try:
                _opener.open(f"{self.address}pratiques/?q=logement", timeout=10).close()
                with _opener.open(f"{self.address}sante/", timeout=10) as answer:
                    if json.load(answer)["search"]["ok"]:
                        return
            except (urllib.error.URLError, OSError):
                pass
            time.sleep(0.5)
        say("  Le site ne dit pas encore que tout va bien : voir /sante/ et les lignes ci-dessus.")

    def _welcome(self) -> None:
        say(f"\nL’Observatoire est ouvert : {self.address}")
        say(f"Rédaction : {self.address}gestion/   État : {self.address}sante/")
        say("Comptes de démonstration (mot de passe : observatoire) :")
        for mail, role in ACCOUNTS:
            say(f"  {mail:<28} {role}")
        say("Ctrl-C arrête tout.\n")

    def watch(self) -> None:
        """Until Ctrl-C: a worker or an engine that dies is started again; without its web server there is no site."""
        while True:
            time.sleep(0.5)
            self._require_life()
            self._keep_engine()

    def _keep_engine(self) -> None:
        """In another thread: the rest is watched meanwhile, and PostgreSQL searches."""
        if self.engine is None or self.engine_start is None or not self.engine_start.done() or self.engine.pid():
            return
        if time.monotonic() >= self.engine_not_before:
            self.engine_not_before = time.monotonic() + 60
            say("Elasticsearch s’est arrêté : reprise. En attendant, la recherche est celle de PostgreSQL.")
            self.engine_start = self.threads.submit(self.engine.revive)

    def _require_life(self) -> None:
        for child in self.children:
            if child.is_running():
                continue
            if not child.restart:
                raise Refusal(f"Le {child.name} s’est arrêté (code {child.code}) : voir les lignes ci-dessus.")
            say(f"Les {child.name} se sont arrêtées (code {child.code}) : reprise.")
            child.start()

    def stop(self) -> None:
        """The processes first, then the services that nobody else uses."""
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.wait()
        if self.engine is not None and self.engine_start is not None:
            self.engine.give_up()
            with contextlib.suppress(Exception):
                self.engine_start.result()
            self.engine.leave()
        for service in reversed(self.services):
            service.leave()


if __name__ == "__main__":
    main()
