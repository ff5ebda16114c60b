"""Which database and which search engine this process talks to, started for it when nobody else has them up."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from . import paths
from .elasticsearch import Elasticsearch
from .postgresql import PostgreSQL


@contextmanager
def database() -> Iterator[None]:
    """Sets DATABASE_URL for the time of a command: the server of `make run` if it is up, else one of our own."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    server = PostgreSQL(paths.data_folder())
    os.environ["DATABASE_URL"] = server.enter()
    try:
        yield
    finally:
        server.leave()


def join_engine() -> None:
    """Sets ELASTICSEARCH_URL to the engine of `make run` if it is up; an empty value means PostgreSQL's own search."""
    if "ELASTICSEARCH_URL" not in os.environ:
        os.environ["ELASTICSEARCH_URL"] = Elasticsearch(paths.data_folder()).address_if_up() or ""
