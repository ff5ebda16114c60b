"""The API as a machine asks it."""

import pytest

from core.allowances import Allowance
from search.api import throttling


@pytest.fixture
def get(client):
    """`get("practices?q=jardin")`: the answer of the API; keywords are headers."""
    return lambda address, **headers: client.get(
        f"/api/v1/{address}", headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


@pytest.fixture
def allow(monkeypatch):
    """So many requests a minute, for this test."""

    def at_most(number):
        monkeypatch.setattr(throttling, "allowance", Allowance("api", number))

    return at_most


def faults(response):
    """The fields and values that were refused."""
    return [(error["field"], error["value"]) for error in response.json()["errors"]]
