"""A national editor, and a mail server that really listens."""

import pytest

from newsletter.forms import allowance
from tests.core.conftest import free_port, mail_server, smtp
from tests.practices.factories import make_editor

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

__all__ = ["free_port", "mail_server", "smtp"]


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet(monkeypatch):
    monkeypatch.setattr(allowance, "_hands", {})


@pytest.fixture
def editor(reference_data):
    return make_editor(None)


@pytest.fixture
def signed_in(client, editor):
    client.force_login(editor, backend=BACKEND)
    return client
