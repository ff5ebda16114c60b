"""A public sheet, who wrote it, who handles it, and the mails that left."""

import re

import pytest

from core.models import OutgoingMail
from tests.practices.factories import make_editor, make_published, make_user

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
READER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0"


@pytest.fixture
def contributor(reference_data):
    return make_user(name="Nadia Essai")


@pytest.fixture
def editor(reference_data):
    return make_editor("Hauts-de-France")


@pytest.fixture
def sheet(contributor, editor):
    """The record of a public sheet of Hauts-de-France; the mails of its publication are forgotten."""
    record = make_published(contributor, editor)
    OutgoingMail.objects.all().delete()
    return record


@pytest.fixture
def sign_in(client):
    def run(person):
        client.force_login(person, backend=BACKEND)
        return client

    return run


def mails():
    """(address, template) of each queued mail, in order."""
    rows = OutgoingMail.objects.order_by("pk").values_list("to", "template")
    return [(to, template.removeprefix("practices/mail/").removesuffix(".txt")) for to, template in rows]


def link(part):
    """The path in the last mail that holds this part."""
    body = OutgoingMail.objects.order_by("-pk").first().body
    return next(path for path in re.findall(r"https?://[^/\s]+(/\S*)", body) if part in path)


def kinds(record):
    return list(record.events.order_by("pk").values_list("kind", flat=True))
