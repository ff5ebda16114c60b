"""Real processes on this test's own committed database."""

import os
import random
import time

import pytest
from django.db import connection

from search.breaker import breaker
from tests.faults.desk import Desk
from tests.faults.node import Cluster, Node
from tests.platform.site import Site


@pytest.fixture(autouse=True)
def _closed_breaker():
    breaker.close()
    yield
    breaker.close()


@pytest.fixture
def site(transactional_db, reference_data, settings, tmp_path):
    """The site's processes; jobs wait for its worker, nothing is done in the test's own process."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    server, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    site = Site(tmp_path, database_url=f"{server}/{connection.settings_dict['NAME']}")
    yield site
    site.stop()


@pytest.fixture(scope="session")
def _own_node():
    node = Node()
    yield node
    node.close()


@pytest.fixture
def node(_own_node, site, settings):
    """A node that this test may stop or kill, in use by the site and by the test itself, with an empty index of this test's own."""
    _use([_own_node.url], site, settings)
    yield _own_node
    if _own_node.pid is None:
        _own_node.start_again()


@pytest.fixture(scope="module")
def _own_cluster():
    cluster = Cluster()
    yield cluster
    cluster.close()


@pytest.fixture
def cluster(_own_cluster, site, settings):
    """Three nodes, all up, that this test may kill; in use like `node`."""
    _own_cluster.start_again()
    _use(_own_cluster.urls, site, settings)
    return _own_cluster


def _use(urls, site, settings):
    """Site and test search there, in an empty index of this test's own."""
    prefix = f"faults-{random.randrange(10**9)}"
    settings.ELASTICSEARCH_URL = urls
    settings.ELASTICSEARCH_INDEX_PREFIX = prefix
    site.environment |= {"ELASTICSEARCH_URL": ",".join(urls), "ELASTICSEARCH_INDEX_PREFIX": prefix}
    done = site.manage("search_rebuild")
    assert done.returncode == 0, done.stderr


@pytest.fixture
def desk(site):
    return Desk(site)


class Clock:
    """Prints what happens when, in seconds since it was made."""

    def __init__(self):
        self.start = time.monotonic()

    def __call__(self, said):
        print(f"{time.monotonic() - self.start:7.2f} s  {said}")


@pytest.fixture
def clock():
    return Clock()
