"""Tests cannot see one another's rows, whether they commit or not; the driver is the one we chose."""

import pytest
from django.db import connection, transaction
from wagtail.models import Page

from themes.models import Theme


def add_theme():
    assert not Theme.objects.filter(slug="essai-isolation").exists()
    Theme.objects.create(slug="essai-isolation", name="Essai")


@pytest.mark.django_db
@pytest.mark.parametrize("time", [1, 2])
def test_what_a_test_writes_is_gone_for_the_next(time):
    add_theme()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_what_a_test_commits_is_gone_for_the_next(time):
    add_theme()
    assert Page.objects.filter(depth=1).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_commit_is_a_commit():
    with transaction.atomic():
        add_theme()
    assert connection.in_atomic_block is False


@pytest.mark.django_db
def test_the_driver_is_psycopg2():
    assert connection.Database.__name__ == "psycopg2"


def test_psycopg_3_is_not_installed():
    """Django would silently take it."""
    with pytest.raises(ModuleNotFoundError):
        __import__("psycopg")
