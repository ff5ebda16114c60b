"""Real processes on this test's own committed database; sheets that wait for approval, each with a word of its own."""

import os
import random
import time

import pytest
from django.db import connection
from django.http import QueryDict
from django.urls import reverse

from practices import content
from practices.domain.records import latest_version
from search import queries
from search.breaker import breaker
from search.params import parse
from search.vocabulary import Vocabulary
from tests.faults.node import Node
from tests.platform.site import Site, session_of
from tests.practices.factories import fresh, make_editor, make_submitted, make_user


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
    prefix = f"faults-{random.randrange(10**9)}"
    settings.ELASTICSEARCH_URL = [_own_node.url]
    settings.ELASTICSEARCH_INDEX_PREFIX = prefix
    site.environment |= {"ELASTICSEARCH_URL": _own_node.url, "ELASTICSEARCH_INDEX_PREFIX": prefix}
    done = site.manage("search_rebuild")
    assert done.returncode == 0, done.stderr
    yield _own_node
    if _own_node.pid is None:
        _own_node.start_again()


class Desk:
    """An editor who approves sheets over HTTP, exactly as she read them."""

    def __init__(self, site):
        self.site = site
        self.editor = make_editor()
        self.contributor = make_user()
        self.session = session_of(self.editor)

    def sheets(self, number):
        """Submitted sheets and the word by which each one is found."""
        words = [_word() for _each in range(number)]
        return [(make_submitted(self.contributor, title=f"Les mardis de {word}"), word) for word in words]

    def approve(self, record, **options):
        version = fresh(record.pk)
        fields = {"revision": version.page.latest_revision_id, "content_hash": content.public_hash(latest_version(version))}
        return self.site.post(reverse("practices_desk:approve", args=[record.pk]), fields, session=self.session, **options)


@pytest.fixture
def desk(site):
    return Desk(site)


def _word():
    return "".join(random.choice("bdfglmnprt") + random.choice("aiou") for _each in range(5)) + "k"


def is_found(word, identifier):
    """Whether the engine itself, not the fallback, answers this word with this sheet."""
    results = queries.find(parse(QueryDict(f"q={word}"), Vocabulary()))
    return not results.degraded and [hit["id"] for hit in results.hits] == [identifier]


class Clock:
    """Prints what happens when, in seconds since it was made."""

    def __init__(self):
        self.start = time.monotonic()

    def __call__(self, said):
        print(f"{time.monotonic() - self.start:7.2f} s  {said}")


@pytest.fixture
def clock():
    return Clock()
