"""The site's real processes, web server and worker, on a given database and engine: started, killed by their pid, looked at over HTTP."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import urllib3
from django.conf import settings
from django.test import Client

from observatory.embedded.paths import free_port
from observatory.embedded.processes import _die_with_parent
from observatory.environment import BASE_DIR

CSRF = "x" * 32


def wait_until(condition: Callable[[], object], seconds: float, *, every: float = 0.05):
    """The first true answer, or the last one when the time is over."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()) and time.monotonic() < deadline:
        time.sleep(every)
    return answer


class Site:
    """What `make run` starts, with its settings (`observatory.settings.dev`); each process leads a group of its own."""

    def __init__(self, folder: Path, *, database_url: str, elasticsearch_url: str = "", prefix: str = "faults", email_url: str = ""):
        self.folder = folder
        self.port = free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "LANG": "C.UTF-8",
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "observatory.settings.dev",
            "SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": database_url,
            "ELASTICSEARCH_URL": elasticsearch_url,
            "ELASTICSEARCH_INDEX_PREFIX": prefix,
            "EMAIL_URL": email_url or "dummymail://",
            "MEDIA_ROOT": str(folder / "media"),
            "PORT": str(self.port),
            "SITE_URL": f"http://127.0.0.1:{self.port}",
        }
        self._processes: list[subprocess.Popen] = []
        # No proxy of the environment is asked, and no connection is kept: each request meets any of the web processes.
        self._http = urllib3.PoolManager(maxsize=8, retries=False, headers={"Connection": "close"})

    def worker(self, *arguments: str) -> subprocess.Popen:
        return self._start("worker", "manage.py", "worker", *arguments)

    def web(self, processes: int = 1) -> subprocess.Popen:
        """Gunicorn as in observatory/run.py, ready to answer; with as many processes as asked."""
        command = [
            *("-m", "gunicorn", "observatory.wsgi:application", "--preload", "--no-control-socket"),
            *("--bind", f"127.0.0.1:{self.port}", "--workers", str(processes), "--worker-class", "gthread", "--threads", "8"),
            *("--graceful-timeout", "5", "--timeout", "120", "--log-level", "warning"),
        ]
        server = self._start("web", *command)
        assert wait_until(self._listens, seconds=60), "the web server does not listen"
        return server

    def manage(self, *arguments: str, timeout: float = 120) -> subprocess.CompletedProcess:
        """One command of manage.py, to its end."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=BASE_DIR, env=self.environment, capture_output=True, text=True, timeout=timeout)

    def kill(self, process: subprocess.Popen) -> None:
        """SIGKILL to the process and to those it forked."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_last(self) -> None:
        """SIGKILL to the process started last, without waiting for its end."""
        os.killpg(self._processes[-1].pid, signal.SIGKILL)

    def stop(self) -> None:
        for process in self._processes:
            if process.poll() is None:
                self.kill(process)
        for log in sorted(self.folder.glob("*.log")):
            if errors := re.findall(r"^.*(?:Traceback|ERROR|CRITICAL).*(?:\n.*){0,30}", log.read_text(errors="replace"), re.MULTILINE):
                print(f"--- {log.name}", *errors[:3], sep="\n")

    def get(self, path: str, timeout: float = 30) -> urllib3.BaseHTTPResponse:
        return self._http.request("GET", f"http://127.0.0.1:{self.port}{path}", timeout=timeout)

    def post(self, path: str, fields: dict, *, session: str, timeout: float = 30) -> urllib3.BaseHTTPResponse:
        """A form sent by somebody who is signed in; raises urllib3's HTTPError when the server dies meanwhile."""
        headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "X-CSRFToken": CSRF, "Connection": "close"}
        address = f"http://127.0.0.1:{self.port}{path}"
        return self._http.request("POST", address, fields=fields, headers=headers, timeout=timeout, redirect=False)

    def _start(self, name: str, *command: str) -> subprocess.Popen:
        with (self.folder / f"{name}-{len(self._processes)}.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=BASE_DIR,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        self._processes.append(process)
        return process

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def session_of(user) -> str:
    """A signed-in session of this user, for `Site.post`."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value
