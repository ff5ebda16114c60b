"""A real engine with an index of this test's own, small vocabularies, and a closed circuit."""

import socket

import pytest
from django.http import QueryDict

from search import engine
from search.breaker import breaker
from search.everything import find_everything
from search.index import create, delete, fits
from search.indexing import drain, request
from search.language.lexicon import lexicon
from search.params import parse, parse_everything
from search.queries import find
from search.sources import CONTENTS, SOURCES
from search.vocabulary import Vocabulary
from tests.search.content_factories import make_content
from tests.search.factories import load_vocabulary, make_practice


@pytest.fixture(autouse=True)
def _closed_breaker():
    breaker.close()
    yield
    breaker.close()


@pytest.fixture
def vocabulary(db):
    load_vocabulary()


@pytest.fixture
def index(elasticsearch, settings, vocabulary):
    """Empty indexes, of sheets and of contents, of this test's own."""
    settings.ELASTICSEARCH_INDEX_PREFIX = f"{settings.ELASTICSEARCH_INDEX_PREFIX}-search"
    for source in SOURCES:
        _make_anew(elasticsearch, source)
    return elasticsearch


def _make_anew(client, source):
    """An empty index in place of the one a test wrote to: the engine remembers for a while what was deleted, and counts it in how rare
    a word is."""
    versions = list(client.options(ignore_status=404).indices.get(index=f"{source.alias}-*", features="aliases"))
    if len(versions) == 1 and fits(client, source) and _is_pristine(client, source):
        return
    for name in versions:
        delete(client, name)
    create(client, alias=source.alias, source=source)


def _is_pristine(client, source):
    docs = client.indices.stats(index=source.alias, metric="docs")["_all"]["primaries"]["docs"]
    return docs["count"] == docs["deleted"] == 0


@pytest.fixture
def practices(index):
    """Makes public sheets and has them indexed: `practices({...}, {...})` gives them back in order."""

    def make(*sheets):
        made = [make_practice(**fields) for fields in sheets]
        for practice in made:
            request(practice.identifier, practice.version, deleted=False)
        drain()
        # Large batches do not wait until searches see them.
        index.indices.refresh(index=engine.alias())
        return made

    return make


@pytest.fixture
def contents(index):
    """Makes public contents and has them indexed, as `practices` does sheets."""

    def make(*rows):
        made = [make_content(**fields) for fields in rows]
        for content in made:
            request(content.identifier, content.version, deleted=False)
        drain()
        index.indices.refresh(index=CONTENTS.alias)
        return made

    return make


@pytest.fixture
def everything(contents):
    """`everything("q=jardin&rubrique=outils")` → SearchResults of the real engine over sheets and contents."""

    def run(address=""):
        results = find_everything(parse_everything(QueryDict(address), Vocabulary()))
        assert not results.degraded
        return results

    return run


@pytest.fixture
def search(index):
    """`search("q=jardin&theme=isolement")` → SearchResults of the real engine."""

    def run(address=""):
        results = find(params(address))
        assert not results.degraded
        return results

    return run


@pytest.fixture
def warm(index):
    """The vocabularies that processes keep are read."""
    lexicon()


@pytest.fixture
def requests_to_engine(monkeypatch):
    """The list that fills with what is asked of the engine."""
    calls = []
    transport = engine.client().transport
    perform = transport.perform_request
    monkeypatch.setattr(transport, "perform_request", lambda *args, **options: calls.append(args) or perform(*args, **options))
    return calls


@pytest.fixture
def drained(index):
    return drain


def params(address):
    return parse(QueryDict(address), Vocabulary())


def titles(results):
    return [hit["title"] for hit in results.hits]


def close_titles(results):
    """Of the hits that have enough of what was asked for."""
    return [hit["title"] for hit in results.hits if hit["strict"]]


@pytest.fixture
def committed(transactional_db, index, settings):
    """The index, with a database that other threads see, and jobs that wait for a worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return index


@pytest.fixture
def free_port():
    """A port on which nobody answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
