"""The wake-up of the worker. The rows of IndexRequest are the truth: a job that is lost loses nothing, the next sweep does its work."""

from django_tasks import task

from .indexing import drain


# Ahead of the admin's own jobs, which may be many: readers look for what was just approved.
@task(priority=50)
def bring_index_up_to_date() -> int:
    return drain()
