"""Readers with an account, sheets that appear, and the mails that follow."""

import re
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from core.models import OutgoingMail
from saved.digests import send_due_alerts
from saved.domain import alerts, searches
from saved.matching import match_new_sheets
from saved.models import AlertConsent, Match, Rhythm
from search.indexing import drain
from search.params import parse
from search.vocabulary import Vocabulary
from tests.practices.factories import make_user
from tests.search.conftest import _closed_breaker, free_port, index, vocabulary  # noqa: F401
from tests.search.factories import make_practice, tell

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def reader(db):
    return make_user("lectrice@essai.example", name="Nadia Essai")


@pytest.fixture
def other(db):
    return make_user("autre@essai.example")


@pytest.fixture
def signed_in(client, reader):
    client.force_login(reader, backend=BACKEND)
    return client


@pytest.fixture
def outside(client_of):
    """Somebody without a session."""
    return client_of(None)


@pytest.fixture
def client_of():
    from django.test import Client

    def make(user, **options):
        client = Client(**options)
        if user:
            client.force_login(user, backend=BACKEND)
        return client

    return make


def params(address):
    return parse(QueryDict(address), Vocabulary())


@pytest.fixture
def follow(vocabulary):  # noqa: F811
    """`follow(reader, "q=jardin")`: a saved search whose alerts are confirmed."""

    def make(user, address="", *, rhythm=Rhythm.EACH, name="Jardins", confirmed=True):
        search, _is_new = searches.save_search(user=user, params=params(address), name=name, rhythm=rhythm)
        if confirmed and rhythm != Rhythm.NEVER:
            alerts.give_consent(consent=AlertConsent.objects.get(user=user))
        return search

    return make


@pytest.fixture
def published(vocabulary):  # noqa: F811
    """Makes a sheet public, as publishing does: `published("Le jardin", theme="isolement")`."""

    def make(title="Le jardin du pied d’immeuble", **fields):
        practice = make_practice(title, **fields)
        tell(practice)
        return practice

    return make


def sweep():
    """What the worker does every half minute, in its order."""
    drain()
    match_new_sheets()
    return send_due_alerts()


def matched(search):
    return list(Match.objects.filter(search=search).order_by("pk").values_list("identifier", flat=True))


def later(**delay):
    """Lets time pass for what was found and told."""
    delta = timedelta(**delay)
    for match in Match.objects.all():
        match.found_at -= delta
        match.sent_at = match.sent_at and match.sent_at - delta
        match.save()


def alert_mails(user=None):
    mails = OutgoingMail.objects.filter(template="saved/mail/alert.txt").order_by("pk")
    return list(mails.filter(to=user.email) if user else mails)


def links(mail, start):
    """Paths in a mail that begin so."""
    return re.findall(rf"https?://[^/\s]+({re.escape(start)}\S*)", mail.body)


def plain(words):
    """With ordinary spaces."""
    return words.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def text(response):
    return plain(response.content.decode())


def hours_ago(number):
    return timezone.now() - timedelta(hours=number)
