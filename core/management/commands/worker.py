"""The background process: jobs as they come, and every half minute what is due by the clock."""

import logging
import threading
import time
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connections
from django_tasks_db.management.commands import db_worker

from core import due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Runs background jobs and what is due by the clock. SIGTERM lets the current job end."

    def add_arguments(self, parser):
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between two looks at the queue")
        parser.add_argument("--alive", type=Path, help="a file touched after each sweep, for health checks")
        parser.add_argument("--due-every", type=float, default=30, help="seconds between two sweeps of what is due")

    def handle(self, *, interval, due_every, alive, **options):
        stopping = threading.Event()
        # A thread of its own: a long job never delays the sweep that repairs what was lost.
        sweeper = threading.Thread(target=_sweep, args=(stopping, due_every, alive), name="due", daemon=True)
        sweeper.start()
        try:
            _work(interval)
        finally:
            stopping.set()
            sweeper.join(timeout=20)


class _Jobs(db_worker.Command):
    def configure_logging(self, verbosity):
        """The settings say what is logged; two lines a job would hide the rest."""


def _sweep(stopping: threading.Event, every: float, alive: Path | None) -> None:
    while not stopping.is_set():
        try:
            due.run_all()
            if alive:
                alive.touch()
        except (OperationalError, InterfaceError) as error:
            logger.warning("due: the database does not answer (%s)", str(error).strip())
        finally:
            connections.close_all()
        stopping.wait(every)


def _work(interval: float) -> None:
    """Jobs until told to stop; a database that restarts is waited for."""
    while True:
        try:
            call_command(_Jobs(), queue_name="*", interval=interval, startup_delay=False, reload=False)
            return
        except (OperationalError, InterfaceError) as error:
            logger.warning("worker: the database does not answer (%s)", str(error).strip())
            connections.close_all()
            time.sleep(2)
