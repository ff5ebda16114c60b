"""The wake-up of the worker. The rows of IndexRequest are the truth: a job that is lost loses nothing, the next sweep does its work."""

from django_tasks import task

from .indexing import drain


@task()
def bring_index_up_to_date() -> int:
    return drain()
