"""Signing in: whoever one is, wherever one was going, and never by guessing."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.utils import timezone

from accounts.models import User
from accounts.throttling import forget_old_attempts
from core.models import OutgoingMail
from tests.accounts.conftest import PASSWORD

SIGN_IN = "/compte/connexion/"


def sign_in(client, email="lea@example.org", password=PASSWORD, next_url="", headers=None):
    return client.post(SIGN_IN, {"login": email, "password": password, "next": next_url}, headers=headers)


def signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("spelling", ["lea@example.org", "LEA@Example.org", "  lea@example.org "])
def test_the_case_of_the_address_does_not_matter(client, user, spelling):
    assert sign_in(client, spelling).headers["Location"] == "/mes-fiches/"
    assert signed_in(client) is True


@pytest.mark.parametrize("target", ["/deposer/?etape=2", "/gestion/"])
def test_one_arrives_where_one_was_going(client, user, target):
    assert sign_in(client, next_url=target).headers["Location"] == target


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client, user, target):
    assert sign_in(client, next_url=target).headers["Location"] == "/mes-fiches/"
    assert signed_in(client) is True


def test_an_unknown_address_and_a_wrong_password_read_the_same(client, user):
    wrong = sign_in(client, password="pas le bon")
    unknown = sign_in(client, "personne@example.org", "pas le bon")
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert signed_in(client) is False


@pytest.mark.parametrize("email", ["lea@example.org", "personne@example.org"])
def test_five_errors_close_the_door_whether_the_account_exists_or_not(client, user, email):
    statuses = [sign_in(client, spelling, "pas le bon").status_code for spelling in (email, email.upper(), email, email, email)]
    assert statuses == [200, 200, 200, 200, 429]
    answer = sign_in(client, email)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    assert "account/too_many_attempts.html" in [template.name for template in answer.templates]
    assert signed_in(client) is False


def test_the_door_stays_open_to_the_same_person_elsewhere_and_to_others_here(client, user, make_user):
    make_user("sam@example.org")
    for _ in range(5):
        sign_in(client, password="pas le bon")
    assert sign_in(client, "sam@example.org").status_code == 302
    elsewhere = type(client)(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere).status_code == 302


def test_a_success_forgets_the_errors(client, user):
    for _ in range(4):
        sign_in(client, password="pas le bon")
    assert sign_in(client).status_code == 302
    assert AccessAttempt.objects.count() == 0


def test_one_machine_cannot_try_many_addresses(client, user):
    statuses = [sign_in(client, f"p{n}@example.org", "pas le bon").status_code for n in range(20)]
    assert statuses == [200] * 20
    refused = sign_in(client, "p20@example.org", "pas le bon")
    assert refused.status_code == 200
    assert [error.code for error in refused.context["form"].errors.as_data()["__all__"]] == ["too_many_login_attempts"]
    assert sign_in(client).status_code == 200
    assert signed_in(client) is False


def test_a_machine_is_known_by_what_the_trusted_proxy_saw_and_not_by_what_it_claims(client, user, settings):
    settings.TRUSTED_PROXIES = 1
    for n in range(5):
        sign_in(client, password="pas le bon", headers={"x-forwarded-for": f"10.0.0.{n}, 192.0.2.1"})
    assert sign_in(client, headers={"x-forwarded-for": "10.9.9.9, 192.0.2.1"}).status_code == 429
    assert sign_in(client, headers={"x-forwarded-for": "192.0.2.1, 192.0.2.2"}).status_code == 302


def test_failed_attempts_are_forgotten_after_thirty_days(client, user):
    sign_in(client, password="pas le bon")
    sign_in(client, "sam@example.org", "pas le bon")
    AccessAttempt.objects.filter(username="lea@example.org").update(attempt_time=timezone.now() - timedelta(days=31))
    assert forget_old_attempts() == 1
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["sam@example.org"]


def test_a_suspended_account_stays_out(client, make_user):
    make_user(is_active=False)
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/compte/suspendu/")
    assert client.get("/compte/suspendu/").status_code == 200
    assert signed_in(client) is False


def test_signing_out_takes_a_click(client, user):
    client.force_login(user)
    assert client.get("/compte/deconnexion/").status_code == 200
    assert signed_in(client) is True
    assert client.post("/compte/deconnexion/").headers["Location"] == "/"
    assert signed_in(client) is False


def test_a_forgotten_password_is_replaced_by_mail(client, user, last_mail, link_in):
    assert client.get("/compte/mot-de-passe/oublie/").status_code == 200
    answer = client.post("/compte/mot-de-passe/oublie/", {"email": "LEA@example.org"})
    assert answer.headers["Location"] == "/compte/mot-de-passe/oublie/envoye/"
    assert client.get("/compte/mot-de-passe/oublie/envoye/").status_code == 200
    link = link_in(last_mail(), "/compte/mot-de-passe/nouveau/")
    form = client.get(link, follow=True)
    assert form.status_code == 200
    address = form.redirect_chain[-1][0]
    assert client.post(address, {"password1": "quatre autres mots"}).headers["Location"] == "/compte/mot-de-passe/nouveau/enregistre/"
    assert client.get("/compte/mot-de-passe/nouveau/enregistre/").status_code == 200
    assert last_mail().template == "accounts/mail/password_reset.txt"
    assert sign_in(client, password="quatre autres mots").status_code == 302
    assert "password_reset_from_key.html" in client.get(link).templates[0].name, "a used link says so"


def test_asking_for_a_password_says_nothing_about_who_has_an_account(client, user, last_mail):
    known = client.post("/compte/mot-de-passe/oublie/", {"email": "lea@example.org"})
    unknown = client.post("/compte/mot-de-passe/oublie/", {"email": "personne@example.org"})
    assert known.headers["Location"] == unknown.headers["Location"]
    assert (last_mail().to, last_mail().template) == ("personne@example.org", "accounts/mail/unknown_account.txt")
    assert OutgoingMail.objects.count() == 2


def test_links_in_mails_carry_our_address_and_not_the_one_that_was_asked(client, user, last_mail, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://observatoire.example"
    client.post("/compte/mot-de-passe/oublie/", {"email": "lea@example.org"}, headers={"host": "evil.example"})
    assert "evil.example" not in last_mail().body
    assert "https://observatoire.example/compte/mot-de-passe/nouveau/" in last_mail().body


def test_the_first_administrator_signs_in_without_a_mail(client):
    User.objects.create_superuser("Admin@example.org", PASSWORD)
    assert sign_in(client, "admin@example.org").headers["Location"] == "/mes-fiches/"
    assert OutgoingMail.objects.count() == 0
