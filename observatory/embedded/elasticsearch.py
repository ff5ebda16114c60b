"""One Elasticsearch node on 127.0.0.1, without security: development and tests only."""

import os
import shutil
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import Refusal, elasticsearch_program, paths
from .shared import Share

_CONFIGURATION = """\
cluster.name: observatoire
node.name: observatoire-1
discovery.type: single-node
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
path.data: {run}/data
path.logs: {run}/logs
path.repo: {run}/snapshots
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
"""
# Straight to the node: a proxy of the environment must not be asked for 127.0.0.1.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Elasticsearch:
    """One node, its program (`programs`: where it is unpacked, shared by all nodes) and its data (`folder`)."""

    name = "Elasticsearch"
    java_options = "-Xms512m -Xmx512m"

    def __init__(self, folder: Path, *, programs: Path | None = None, say=print):
        self.folder = folder / "elasticsearch"
        self.programs = (programs or folder) / "elasticsearch"
        self.run = self.folder / "run"
        self.pidfile = self.run / "node.pid"
        self.share = Share(self.folder)
        self.say = say
        self._given_up = threading.Event()

    def install(self) -> None:
        """The program is there, downloaded if need be."""
        elasticsearch_program.unpacked(self.programs, self.say)

    def enter(self) -> str:
        """Starts the node if it is not up; its address."""
        paths.make_folder(self.folder)
        return self.share.enter(self._start, undo=self._stop)

    def leave(self) -> None:
        self.share.leave(self._stop)

    def revive(self) -> str:
        """Starts the node that died under its users again, at the address that they know."""
        with self.share.alone():
            if self.pid() is None:
                self._launch(self._port())
            return f"http://127.0.0.1:{self._port()}"

    def give_up(self) -> None:
        """Has a start that is under way in another thread fail soon."""
        self._given_up.set()

    def address_if_up(self) -> str | None:
        """The address of a node that somebody has up, without taking a share."""
        port = self._port()
        return f"http://127.0.0.1:{port}" if port and self.share.is_used() and self.pid() else None

    def pid(self) -> int | None:
        """The node's process, None when there is none."""
        try:
            pid = int(self.pidfile.read_text())
        except (OSError, ValueError):
            return None
        return pid if paths.is_alive(pid, "elasticsearch") else None

    def _port(self) -> int | None:
        try:
            return int((self.folder / "port").read_text())
        except (OSError, ValueError):
            return None

    def _start(self) -> str:
        port = self._port()
        if port is None or self.pid() is None or not self._wait_until_up(port, seconds=30):
            port = self._launch()
        return f"http://127.0.0.1:{port}"

    def _launch(self, port: int | None = None) -> int:
        home = elasticsearch_program.unpacked(self.programs, self.say)
        if lack := elasticsearch_program.missing_means():
            raise Refusal(f"Elasticsearch ne peut pas tourner ici : {lack}.")
        self._stop()
        user = paths.servant(self.run)
        for folder in (self.run, *(self.run / name for name in ("config", "data", "logs", "tmp", "snapshots"))):
            paths.give(folder, user)
        for place in (self.run, home, elasticsearch_program.java()):
            paths.require_entrance(place, user)
        port = port or paths.free_port()
        self._configure(home, port, user)
        self._run_launcher(home, user)
        if not self._wait_until_up(port, seconds=90):
            raise Refusal(f"Elasticsearch n’a pas démarré ; son journal : {self.run / 'logs'}. Sans lui : make run SEARCH=postgresql.")
        (self.folder / "port").write_text(str(port))
        return port

    def _configure(self, home: Path, port: int, user) -> None:
        config = self.run / "config"
        for source in (home / "config").iterdir():
            target = config / source.name
            if source.is_file() and not target.exists():
                shutil.copyfile(source, target)
        (config / "elasticsearch.yml").write_text(_CONFIGURATION.format(port=port, transport=paths.free_port(), run=self.run))
        if user is not None:
            for path in config.iterdir():
                os.chown(path, user.pw_uid, user.pw_gid)

    def _run_launcher(self, home: Path, user) -> None:
        command = [
            str(elasticsearch_program.java()),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-Dcli.name=server",
            f"-Dcli.script={home}/bin/elasticsearch",
            "-Dcli.libs=lib/tools/server-cli",
            f"-Des.path.home={home}",
            f"-Des.path.conf={self.run}/config",
            "-Des.distribution.type=zip",
            "-Des.java.type=ES_JAVA_HOME",
            "-cp",
            f"{home}/lib/*:{home}/lib/cli-launcher/*",
            "org.elasticsearch.launcher.CliToolLauncher",
            "-d",
            "-p",
            str(self.pidfile),
        ]
        how = paths.run_as(user)
        how["env"] = how["env"] | {"ES_TMPDIR": str(self.run / "tmp"), "ES_JAVA_OPTS": self.java_options}
        log = self.folder / "start.log"
        # A session of its own: Ctrl-C in the terminal reaches whoever holds the shares, not the node.
        with log.open("w") as output:
            launcher = subprocess.Popen(
                command, cwd=home, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True, **how
            )
        try:
            while launcher.poll() is None:
                self._require_patience()
                time.sleep(0.1)
        except BaseException:
            # With its children: the node is one of them until it is up.
            os.killpg(launcher.pid, signal.SIGKILL)
            launcher.wait()
            raise
        if launcher.returncode != 0:
            if "No space left on device" in log.read_text(errors="replace"):
                raise Refusal(f"Disque plein : Elasticsearch ne peut pas écrire dans {self.run}.")
            raise Refusal(f"Elasticsearch n’a pas démarré ; voir {log}. Sans lui : make run SEARCH=postgresql.")

    def _wait_until_up(self, port: int, *, seconds: int) -> bool:
        limit = time.monotonic() + seconds
        while time.monotonic() < limit and self.pid() is not None:
            self._require_patience()
            try:
                _opener.open(f"http://127.0.0.1:{port}/_cluster/health?wait_for_status=yellow&timeout=5s", timeout=8).close()
                return True
            except (urllib.error.URLError, OSError):
                time.sleep(0.3)
        return False

    def _require_patience(self) -> None:
        if self._given_up.is_set():
            raise Refusal("Le démarrage d’Elasticsearch a été interrompu.")

    def stop_left_behind(self) -> None:
        """Stops the node whoever started it: its users are known to be gone."""
        self._stop()

    def _stop(self) -> None:
        if pid := self.pid():
            paths.stop(pid, "elasticsearch")
