"""The second step of signing in: added, asked for, guessed at, lost, required of editors."""

import hashlib
import hmac
import re
import struct
import time
from base64 import b32decode

import pytest
from allauth.mfa.models import Authenticator

from accounts.models import AccountEvent
from core.models import OutgoingMail
from tests.accounts.conftest import PASSWORD

STEPS = "/compte/double-verification/"
SIGN_IN = "/compte/connexion/"


def code_of(secret, periods_from_now=0):
    """RFC 6238, by hand: six digits of the HMAC of the half minute."""
    counter = struct.pack(">Q", int(time.time()) // 30 + periods_from_now)
    digest = hmac.new(b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def confirm(client, next_url):
    return client.post("/compte/confirmation/", {"password": PASSWORD, "next": next_url})


def add_application(client, user):
    """From the account page to the six digits; gives the key that the square holds."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    asked = client.get(STEPS + "application/")
    assert asked.headers["Location"] == f"/compte/confirmation/?next={STEPS.replace('/', '%2F')}application%2F"
    assert confirm(client, STEPS + "application/").headers["Location"] == STEPS + "application/"
    page = client.get(STEPS + "application/").content.decode()
    secret = re.search(r'<code class="secret">([A-Z2-7]{32})</code>', page)[1]
    assert "<svg" in page
    assert "data:image" not in page
    assert client.post(STEPS + "application/", {"code": code_of(secret, -1)}).headers["Location"] == STEPS + "codes-de-secours/"
    return secret


def sign_in(client):
    return client.post(SIGN_IN, {"login": "lea@example.org", "password": PASSWORD, "next": "/deposer/"})


def signed_in(client):
    return "_auth_user_id" in client.session


@pytest.fixture
def elsewhere(client):
    return type(client)()


def test_a_code_of_the_application_is_asked_for_and_serves_once(client, elsewhere, user):
    secret = add_application(client, user)
    assert sign_in(elsewhere).headers["Location"] == STEPS + "code/"
    assert signed_in(elsewhere) is False
    assert elsewhere.get(STEPS + "code/").status_code == 200
    wrong = elsewhere.post(STEPS + "code/", {"code": "000000"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (200, ["code"])
    code = code_of(secret)
    assert elsewhere.post(STEPS + "code/", {"code": code}).headers["Location"] == "/deposer/"
    assert signed_in(elsewhere) is True
    third = type(client)()
    sign_in(third)
    assert list(third.post(STEPS + "code/", {"code": code}).context["form"].errors) == ["code"]
    assert signed_in(third) is False


def test_codes_cannot_be_guessed(client, elsewhere, user):
    secret = add_application(client, user)
    sign_in(elsewhere)
    for guess in range(5):
        elsewhere.post(STEPS + "code/", {"code": f"00000{guess}"})
    refused = elsewhere.post(STEPS + "code/", {"code": code_of(secret)})
    assert refused.context["form"].errors["code"] == ["Trop de codes faux. Attendez un quart d’heure avant de réessayer."]
    assert signed_in(elsewhere) is False


def test_a_recovery_code_lets_in_once(client, elsewhere, user):
    add_application(client, user)
    codes = re.findall(r"<code>(\d{8})</code>", client.get(STEPS + "codes-de-secours/").content.decode())
    assert len(codes) == 10
    downloaded = client.get(STEPS + "codes-de-secours/telecharger/").content.decode()
    assert re.findall(r"\d{8}", downloaded) == codes
    sign_in(elsewhere)
    assert elsewhere.post(STEPS + "code/", {"code": codes[0]}).headers["Location"] == "/deposer/"
    again = type(client)()
    sign_in(again)
    assert again.post(STEPS + "code/", {"code": codes[0]}).status_code == 200
    assert signed_in(again) is False


def test_the_key_is_not_readable_in_the_database(client, user):
    secret = add_application(client, user)
    held = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in held
    assert held.startswith("gAAAA")


def test_a_key_that_the_site_can_no_longer_read_opens_nothing(client, elsewhere, user, settings):
    secret = add_application(client, user)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "not-a-secret-another"
    sign_in(elsewhere)
    assert elsewhere.post(STEPS + "code/", {"code": code_of(secret)}).status_code == 200
    settings.SECRET_KEY_FALLBACKS = [former]
    third = type(client)()
    sign_in(third)
    assert third.post(STEPS + "code/", {"code": code_of(secret, 1)}).headers["Location"] == "/deposer/"


def test_what_changes_is_noted_and_mailed(client, user, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        add_application(client, user)
    assert client.get(STEPS + "application/retirer/").status_code == 200
    assert client.post(STEPS + "application/retirer/").headers["Location"] == STEPS
    assert Authenticator.objects.count() == 0, "recovery codes alone are no second step"
    noted = AccountEvent.objects.filter(subject_id=user.pk).values_list("kind", "about", "actor_id")
    assert sorted(noted) == [
        ("factor_added", "recovery_codes", user.pk),
        ("factor_added", "totp", user.pk),
        ("factor_removed", "recovery_codes", user.pk),
        ("factor_removed", "totp", user.pk),
    ]
    assert list(OutgoingMail.objects.values_list("template", flat=True)) == [
        "accounts/mail/totp_activated.txt",
        "accounts/mail/totp_deactivated.txt",
    ]


def test_new_recovery_codes_end_the_former_ones(client, user):
    add_application(client, user)
    before = client.get(STEPS + "codes-de-secours/").content
    assert client.get(STEPS + "codes-de-secours/nouveaux/").status_code == 200
    assert client.post(STEPS + "codes-de-secours/nouveaux/").headers["Location"] == STEPS + "codes-de-secours/"
    assert client.get(STEPS + "codes-de-secours/").content != before


@pytest.mark.parametrize("page", ["", "cles/", "cles/ajouter/"])
def test_the_pages_of_passkeys_open(client, user, page):
    add_application(client, user)
    assert client.get(STEPS + page).status_code == 200


@pytest.mark.parametrize("body", ["", "{}", "[]", "null", '{"id": 1}', '{"response": "x", "rawId": "é"}', "x" * 10_000])
def test_a_forged_passkey_is_refused(client, user, body):
    add_application(client, user)
    answer = client.post(STEPS + "cles/ajouter/", {"name": "Clé", "credential": body})
    assert (answer.status_code, answer.context["form"].is_valid()) == (200, False)
    assert Authenticator.objects.filter(type="webauthn").count() == 0
    other = type(client)()
    assert other.post(STEPS + "cles/connexion/", {"credential": body}).headers["Location"] == SIGN_IN
    assert signed_in(other) is False


def test_editors_are_led_to_a_second_step_where_the_site_asks_for_it(client, editor, settings):
    client.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/gestion/").status_code == 200
    settings.TWO_FACTOR_FOR_EDITORS = True
    assert client.get("/gestion/").headers["Location"] == STEPS
    assert client.post("/gestion/fiches/1/prendre/").headers["Location"] == STEPS
    assert client.get("/compte/").status_code == 200
    add_application(client, editor)
    assert client.get("/gestion/").status_code == 200
    kept = client.post(STEPS + "application/retirer/")
    assert kept.status_code == 200
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_nobody_else_is_asked_for_one(client, user, settings):
    settings.TWO_FACTOR_FOR_EDITORS = True
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/compte/").status_code == 200
    assert client.get("/gestion/").status_code == 403
