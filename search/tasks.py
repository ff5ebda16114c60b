"""The wake-up of the worker. The rows of IndexRequest are the truth: a job that is lost loses nothing, the next sweep does its work."""

from django_tasks import task

from .indexing import drain


# Ahead of the admin's own jobs: after an import they are two for each sheet.
@task(priority=50)
def bring_index_up_to_date() -> int:
    return drain()
