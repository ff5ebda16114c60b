"""Jobs of publications."""

from django_tasks import task

from .domain.attached_texts import read_waiting
from .domain.publication import refresh_stale_contents


@task()
def refresh_public_contents():
    """Writes again the public records whose labels changed. `run_due` does it too, so that a lost job loses nothing."""
    refresh_stale_contents()


@task()
def read_attached_files():
    """Reads the files of what was just published. `run_due` does it too."""
    read_waiting()
