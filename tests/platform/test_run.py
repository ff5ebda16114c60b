"""`make run` itself: a whole start on a folder of its own, a death on the way, and an end that leaves nothing."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request

import psutil
import pytest

from observatory.embedded import paths
from observatory.environment import BASE_DIR
from tests.platform.services import TestRun
from tests.platform.site import wait_until

_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture
def folder():
    """Data of a site that nobody else uses, where the database's own user can enter."""
    run = TestRun.new_aside()
    yield run.folder
    run.close()


def start(folder, port, *, data=None):
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8", "PORT": str(port)}
    environment |= {"OBSERVATORY_DATA": str(data or folder), "DATABASE_URL": "", "ELASTICSEARCH_URL": ""}
    with (folder / "run.log").open("w") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "observatory.run", "--search", "postgresql"],
            cwd=BASE_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def said(folder) -> str:
    return (folder / "run.log").read_text()


def health(port) -> dict:
    with _opener.open(f"http://127.0.0.1:{port}/sante/", timeout=10) as answer:
        return json.load(answer)


def workers(run) -> list[psutil.Process]:
    alive = [child for child in run.children() if child.status() != psutil.STATUS_ZOMBIE]
    return [child for child in alive if child.cmdline()[1:] == ["manage.py", "worker"]]


def test_a_site_starts_takes_up_its_worker_again_and_leaves_nothing_behind(folder):
    port = paths.free_port()
    site = start(folder, port)
    run = psutil.Process(site.pid)
    try:
        assert wait_until(lambda: "Ctrl-C arrête tout." in said(folder) or site.poll() is not None, seconds=240)
        assert site.poll() is None, said(folder)
        assert health(port)["search"] == {"engine": "postgresql", "ok": True}
        with _opener.open(f"http://127.0.0.1:{port}/api/v1/practices", timeout=30) as answer:
            assert json.load(answer)["count"] == 40
        [worker] = workers(run)
        worker.kill()
        assert wait_until(lambda: [new.pid for new in workers(run) if new.pid != worker.pid], seconds=20)
        database = psutil.Process(int((folder / "postgresql/data/postmaster.pid").read_text().split()[0]))
        started = [*run.children(recursive=True), database]
        site.send_signal(signal.SIGINT)
        assert site.wait(60) == 0
        _gone, left = psutil.wait_procs(started, timeout=5)
        assert [process for process in left if process.status() != psutil.STATUS_ZOMBIE] == []
        assert said(folder).splitlines()[-1] == "Tout est arrêté, les données sont gardées."
        assert "Traceback" not in said(folder)
    finally:
        site.send_signal(signal.SIGINT) if site.poll() is None else None
        site.wait(60)


def test_a_start_that_is_interrupted_leaves_nothing_behind(folder):
    site = start(folder, paths.free_port())
    try:
        assert wait_until(lambda: "Migrations…" in said(folder), seconds=60)
        database = psutil.Process(int((folder / "postgresql/data/postmaster.pid").read_text().split()[0]))
        # As a terminal does: to the whole group.
        os.killpg(site.pid, signal.SIGINT)
        assert site.wait(60) == 0
        assert wait_until(lambda: not paths.is_alive(database.pid, "postgres"), seconds=5)
        assert said(folder).splitlines()[-2:] == ["Arrêt…", "Tout est arrêté, les données sont gardées."]
    finally:
        site.kill()
        site.wait()


def test_a_port_that_is_taken_is_said_in_one_line(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert start(folder, port).wait(60) == 1
    assert said(folder) == f"✗ Le port {port} est déjà pris : essayez un autre port, par exemple PORT={port + 1} make run.\n"


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1"])
def test_what_is_no_port_is_said_in_one_line(folder, port):
    assert start(folder, port).wait(60) == 1
    assert said(folder) == f"✗ PORT={port} n’est pas un numéro de port (de 1 à 65535).\n"


def test_a_folder_that_cannot_be_made_is_said_in_one_line(folder):
    (folder / "file").touch()
    data = folder / "file/data"
    assert start(folder, paths.free_port(), data=data).wait(60) == 1
    assert said(folder) == f"✗ Impossible de créer {data} (Not a directory) : choisissez un autre dossier avec OBSERVATORY_DATA.\n"
