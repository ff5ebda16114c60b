import pytest

from territories.domain import load_territories


@pytest.fixture(scope="session")
def official_territories(django_db_setup, django_db_blocker):
    """All official territories, loaded once for the run: tests change rows inside their own transaction only."""
    with django_db_blocker.unblock():
        load_territories()
