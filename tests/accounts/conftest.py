"""People with and without an account, and how to follow the links of their mails."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache

from accounts.domain import vouch_for_address
from accounts.models import User
from core.models import OutgoingMail

PASSWORD = "trois petits mots"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    """Rate limits live in the cache: a test does not pay for the attempts of another."""
    cache.clear()


@pytest.fixture
def make_user(db):
    def make(email="lea@example.org", password=PASSWORD, verified=True, **fields):
        user = User.objects.create_user(email, password, **fields)
        if verified:
            vouch_for_address(user=user)
        return user

    return make


@pytest.fixture
def user(make_user):
    return make_user(name="Léa Martin")


@pytest.fixture
def editor(make_user):
    """Somebody who may enter the back office, and no more."""
    editor = make_user("redaction@example.org")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return editor


@pytest.fixture
def last_mail(db):
    def last():
        return OutgoingMail.objects.latest("pk")

    return last


@pytest.fixture
def link_in(settings):
    """The path of the only link of this kind in a mail."""

    def link(mail, start):
        [found] = re.findall(rf"^{re.escape(settings.SITE_URL)}({start}\S+)$", mail.body, re.M)
        return found

    return link
