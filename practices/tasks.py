"""Jobs of the worker."""

from django_tasks import task

from . import printing
from .domain.import_runs import work_on
from .domain.publication import refresh_stale_records, rewrite_relatives


@task()
def refresh_public_records():
    """Writes again the public records whose labels changed. `run_due` does it too, so that a lost job loses nothing."""
    refresh_stale_records()


@task()
def refresh_relatives(identifiers):
    """Writes again the public records of sheets that adapt, or are adapted by, one that changed."""
    rewrite_relatives(identifiers)


@task()
def go_on_importing(run_id):
    """Goes on with an editor's import. `run_due` wakes it again when its worker was killed."""
    work_on(run_id)


@task()
def make_sheet_files():
    """Makes the PDF of the sheets that somebody asked for. `run_due` wakes it again."""
    printing.make_files()
