"""What every test may use: strict templates, a real search engine, a real browser."""

import gc
import os

import pytest

from tests.platform import databases, templates
from tests.platform.browser import ARGUMENTS, ensure, guard

#: Files whose tests take half a minute and more: begun first, no worker ends long after the others because of one of them.
LONG = (
    "tests/faults/",
    "tests/platform/test_run.py",
    "tests/practices/roles/",
    "tests/test_leaks.py",
    "tests/browser/test_story.py",
    "tests/publications/print/",
    "tests/practices/imports/test_three_formats.py",
    "tests/search/api/test_description.py",
    "tests/relevance/test_judged_queries.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection_finish(session):
    """What is loaded by now stays until the end: the garbage collector need not go through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def _strict_templates(request):
    """Templates are strict from the first rendering: see tests/platform/templates.py."""
    from django.core.signals import setting_changed
    from django.template import engines

    def make_strict(**_of_the_change):
        engines["django"].engine.string_if_invalid = templates.UnknownVariable()

    make_strict()
    # A test that changes DEBUG has Django make its template engines anew, lenient ones.
    setting_changed.connect(make_strict, weak=False)


@pytest.fixture(autouse=True)
def _no_unknown_variable_behind_our_back():
    """A page rendered in another thread (a live server's) cannot fail the test by itself: this does."""
    templates.seen.clear()
    yield
    assert templates.seen == []


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch):
    """What processes keep for a few seconds belongs to one test, and lasts as long as it does."""
    from core import fresh, tally
    from practices.forms import readers
    from practices.life import counts
    from search import sought
    from search.api import throttling

    monkeypatch.setattr(fresh, "SECONDS", 3600)
    monkeypatch.setattr(tally, "SECONDS", 3600)
    sought.tally.take()
    counts.tally.take()
    monkeypatch.setattr(readers.allowance, "_hands", {})
    monkeypatch.setattr(throttling.allowance, "_hands", {})
    fresh.forget_everything()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Copies of databases made once for the run, in place of pytest-django's one migration per process."""
    with django_db_blocker.unblock():
        databases.begin()
    yield
    with django_db_blocker.unblock():
        databases.end()


@pytest.fixture
def _chosen_database(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        databases.use("reference" if "reference_data" in request.fixturenames else "migrated")


@pytest.fixture
def _django_db_helper(_chosen_database, _django_db_helper):
    """pytest-django's own, once the database of this test is chosen."""
    return _django_db_helper


@pytest.fixture
def reference_data(db):
    """All that `load_reference` loads is there (territories, themes, page tree, groups, workflow), at no cost for the test."""


@pytest.fixture(scope="session")
def elasticsearch_url():
    """The address of the real engine, started on first need for the whole run."""
    from tests.platform import services

    return services.elasticsearch_url()


@pytest.fixture(scope="session")
def elasticsearch_prefix(elasticsearch_url, testrun_uid, worker_id):
    """A name for indices that no other worker and no other run uses; what bears it is removed at the end."""
    from elasticsearch import Elasticsearch

    prefix = f"test-{testrun_uid[:8]}-{worker_id}"
    yield prefix
    with Elasticsearch(elasticsearch_url) as client:
        for name in client.indices.get(index=f"{prefix}*", expand_wildcards="all"):
            client.indices.delete(index=name)


@pytest.fixture
def elasticsearch(settings, elasticsearch_url, elasticsearch_prefix):
    """The site searches in the real engine, in this worker's own indices; the value is a client of it."""
    from elasticsearch import Elasticsearch

    settings.ELASTICSEARCH_URL = [elasticsearch_url]
    settings.ELASTICSEARCH_INDEX_PREFIX = elasticsearch_prefix
    with Elasticsearch(elasticsearch_url) as client:
        yield client


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    path = ensure()
    # Playwright's loop lives in this very thread: Django would take each query of a test for one from a coroutine.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser):
    """Makes pages: `new_page(viewport=…, color_scheme="dark", java_script_enabled=False)`; each in a context of its own."""
    contexts, faults = [], []

    def make(**options):
        options = {"locale": "fr-FR", "timezone_id": "Europe/Paris", "viewport": {"width": 1280, "height": 900}} | options
        context = browser.new_context(**options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        faults.append(guard(context))
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert [fault for each in faults for fault in each] == []


@pytest.fixture
def page(new_page):
    """A desktop page in French, light, with JavaScript; blocked from every other machine."""
    return new_page()
