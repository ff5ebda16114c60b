"""The repository as a harvester asks it: every answer is held against the schemas."""

import pytest

from search.vocabulary import listed

from .rules import OAI, check


@pytest.fixture(autouse=True)
def _public_site(settings):
    settings.SITE_URL = "https://observatoire.example.org"
    settings.DEFAULT_FROM_EMAIL = "Observatoire <contact@observatoire.example.org>"


@pytest.fixture
def oai(client, reference_data):
    """`oai(verb="Identify")` → the answer, parsed and checked. Themes are known already, as in a process that runs."""
    listed()

    def ask(method="get", **arguments):
        response = getattr(client, method)("/oai", {key.rstrip("_"): value for key, value in arguments.items()})
        assert (response.status_code, response.headers["Content-Type"]) == (200, "text/xml; charset=utf-8")
        return check(response.content)

    return ask


def error(root):
    """The code of the error, or None."""
    found = root.find(f"{OAI}error")
    return None if found is None else found.get("code")


def identifiers(root):
    """Of the records or headers of an answer, without what is before ours."""
    return [element.text.rpartition(":")[2] for element in root.iter(f"{OAI}identifier")]
