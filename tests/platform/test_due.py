"""What is due by the clock: each once, in parallel with others, whatever one of them does."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core import due


@pytest.fixture
def registered(monkeypatch):
    """An empty register, for this test only."""
    functions = {}
    monkeypatch.setattr(due, "_registered", functions)
    return functions


def broken():
    raise RuntimeError("broken on purpose")


@pytest.mark.django_db
def test_each_function_runs_once_in_order(registered):
    ran = []
    due.register("first", lambda: ran.append("first"))
    due.register("second", lambda: ran.append("second"))
    call_command("run_due")
    assert ran == ["first", "second"]


@pytest.mark.django_db
def test_one_that_fails_does_not_stop_the_others_and_is_named(registered, caplog):
    ran = []
    due.register("broken", broken)
    due.register("sound", lambda: ran.append("sound"))
    with pytest.raises(CommandError, match="broken"):
        call_command("run_due")
    assert ran == ["sound"]
    assert [record.getMessage() for record in caplog.records] == ["due: broken failed"]


def test_one_name_cannot_stand_for_two_functions(registered):
    due.register("name", broken)
    due.register("name", broken)
    with pytest.raises(ValueError, match="name"):
        due.register("name", len)


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_run_it_once_and_it_runs_again_afterwards(registered):
    entered, release, ran = threading.Event(), threading.Event(), []

    def slow():
        ran.append(threading.current_thread().name)
        entered.set()
        release.wait(10)

    due.register("slow", slow)

    def elsewhere():
        due.run_all()
        connection.close()

    other = threading.Thread(target=elsewhere, name="other")
    other.start()
    assert entered.wait(10)
    due.run_all()
    assert ran == ["other"]
    release.set()
    other.join()
    due.run_all()
    assert ran == ["other", "MainThread"]


@pytest.mark.django_db(transaction=True)
def test_a_function_that_loses_its_connection_stops_nobody(registered):
    ran = []

    def lose():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    due.register("lose", lose)
    due.register("sound", lambda: ran.append("sound"))
    assert due.run_all() == ["lose"]
    assert ran == ["sound"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_told_to_stop_ends_quietly_and_at_once():
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    environment = os.environ | {"DATABASE_URL": url, "ELASTICSEARCH_URL": "", "DJANGO_SETTINGS_MODULE": "observatory.settings.dev"}
    command = [sys.executable, "-u", "manage.py", "worker"]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True) as worker:
        try:
            assert any("Starting worker" in line for line in worker.stdout)
            began = time.monotonic()
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(20) == 0
            assert time.monotonic() - began < 10
        finally:
            worker.kill()


@pytest.mark.django_db
def test_past_jobs_are_forgotten_after_two_weeks_and_waiting_ones_never():
    for status in ("READY", "RUNNING", "FAILED", "SUCCESSFUL"):
        for days in (13, 15):
            job = DBTaskResult.objects.create(
                status=status, args_kwargs={}, priority=0, run_after=timezone.now(), task_path=f"{status} {days}", queue_name="default"
            )
            DBTaskResult.objects.filter(pk=job.pk).update(enqueued_at=timezone.now() - timedelta(days=days))
    call_command("run_due")
    left = sorted(DBTaskResult.objects.values_list("task_path", flat=True))
    assert left == ["FAILED 13", "READY 13", "READY 15", "RUNNING 13", "SUCCESSFUL 13"]
