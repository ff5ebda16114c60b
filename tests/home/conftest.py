"""Editorial pages, and who keeps them."""

import pytest

from home.models import HomePage, StandardPage
from tests.practices.factories import make_editor


@pytest.fixture
def home(reference_data):
    return HomePage.objects.get()


@pytest.fixture
def privacy(home):
    return StandardPage.objects.get(slug="vos-donnees")


@pytest.fixture
def national_editor(client, reference_data):
    """Signed in."""
    editor = make_editor(None)
    client.force_login(editor)
    return editor
