"""A national editor, and contents of each kind."""

import pytest

from tests.practices.factories import make_editor


@pytest.fixture
def national_editor(reference_data):
    return make_editor(None)
