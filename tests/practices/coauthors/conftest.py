"""A sheet that several write together."""

import pytest

from ..factories import make_draft, make_user
from ..together import GUEST


@pytest.fixture
def owner(reference_data):
    return make_user(name="Nadia Essai")


@pytest.fixture
def record(owner):
    return make_draft(owner)


@pytest.fixture
def guest(reference_data):
    return make_user(GUEST, name="Samia Invitée")
