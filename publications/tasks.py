"""Jobs of publications."""

from django_tasks import task

from .domain.attached_texts import read_waiting
from .domain.publication import refresh_stale_contents
from .print import files


@task()
def refresh_public_contents():
    """Writes again the public records whose labels changed. `run_due` does it too, so that a lost job loses nothing."""
    refresh_stale_contents()


# After everything else that waits: a cahier takes half a minute.
@task(priority=-50)
def make_content_files():
    """Makes the PDF and EPUB that are asked for. `run_due` wakes it again."""
    files.make_files()


@task()
def read_attached_files():
    """Reads the files of what was just published. `run_due` does it too."""
    read_waiting()
