"""Who takes part."""

import pytest

from tests.practices.factories import make_editor, make_user

from .world import BACKEND, sent


@pytest.fixture
def editor(reference_data):
    return make_editor(None, "nationale@essai.example")


@pytest.fixture
def other_editor(reference_data):
    return make_editor(None, "autre@essai.example")


@pytest.fixture
def author(reference_data):
    return make_user("auteur@essai.example", name="Ali Essai")


@pytest.fixture
def reader(reference_data):
    return make_user("lectrice@essai.example", name="Samia Relue")


@pytest.fixture
def board(client, editor):
    """The editor's browser."""
    client.force_login(editor, backend=BACKEND)
    return client


@pytest.fixture
def quiet(db):
    """Forgets the mails of what came before: `quiet()`."""
    return sent
