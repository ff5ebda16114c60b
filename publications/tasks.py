"""Jobs of publications."""

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .domain.attached_texts import read_waiting
from .domain.external_links import check_links, due_links, follow_contents_at_times
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


# Other sites may be slow: nobody waits behind them.
@task(priority=-60)
def check_external_links():
    """Asks for some pages of other sites; the next sweep wakes it again while some are due."""
    check_links()


def look_after_links() -> None:
    """Puts the job into the queue when some page is due, unless it waits there already: the sweep's, which asks nobody itself."""
    follow_contents_at_times()
    waits = DBTaskResult.objects.filter(task_path=check_external_links.module_path, status=TaskResultStatus.READY)
    if due_links().exists() and not waits.exists():
        check_external_links.enqueue()
