"""From the form to the signed-in session, through the mailbox; nobody learns who has an account."""

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from accounts.models import User
from core.models import OutgoingMail
from tests.accounts.conftest import PASSWORD

SIGN_UP = "/compte/inscription/"
SIGN_IN = "/compte/connexion/"
TO_CONFIRM = "/compte/adresse/a-confirmer/"


def sign_up(client, email="Lea@Example.org", name="Léa Martin", password=PASSWORD, **more):
    return client.post(SIGN_UP, {"email": email, "name": name, "password1": password, **more})


def signed_in(client):
    return "_auth_user_id" in client.session


def test_sign_up_confirm_and_arrive_where_one_was_going(client, last_mail, link_in):
    assert client.get(SIGN_UP + "?next=/deposer/").status_code == 200
    answer = sign_up(client, next="/deposer/")
    assert (answer.status_code, answer.headers["Location"]) == (302, TO_CONFIRM)
    assert client.get(TO_CONFIRM).status_code == 200
    assert signed_in(client) is False
    user = User.objects.get()
    assert (user.email, user.name, user.is_superuser) == ("lea@example.org", "Léa Martin", False)

    mail = last_mail()
    assert (mail.to, mail.template, mail.about) == ("lea@example.org", "accounts/mail/email_confirmation_signup.txt", "account")
    link = link_in(mail, "/compte/adresse/confirmer/")
    assert client.get(link).status_code == 200
    assert EmailAddress.objects.get().verified is False, "reading the page confirms nothing: mail scanners open links"
    answer = client.post(link)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/deposer/")
    assert EmailAddress.objects.get().verified is True
    assert signed_in(client) is True


def test_confirming_on_another_device_leads_to_sign_in(client, last_mail, link_in):
    sign_up(client)
    link = link_in(last_mail(), "/compte/adresse/confirmer/")
    other = type(client)()
    answer = other.post(link)
    assert (answer.status_code, answer.headers["Location"]) == (302, SIGN_IN)
    assert signed_in(other) is False
    assert other.post(SIGN_IN, {"login": "lea@example.org", "password": PASSWORD}).headers["Location"] == "/mes-fiches/"
    assert signed_in(other) is True


def test_a_name_is_optional(client):
    assert sign_up(client, name="").headers["Location"] == TO_CONFIRM
    assert User.objects.get().name == ""


def test_an_account_that_is_not_confirmed_cannot_sign_in_and_gets_another_mail(client, make_user, last_mail):
    make_user(verified=False)
    answer = client.post(SIGN_IN, {"login": "lea@example.org", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, TO_CONFIRM)
    assert signed_in(client) is False
    assert last_mail().template == "accounts/mail/email_confirmation.txt"


@pytest.mark.parametrize("address", ["lea@example.org", "LEA@example.ORG"])
def test_signing_up_with_a_known_address_looks_the_same_and_tells_its_owner(client, user, last_mail, address):
    answer = sign_up(client, email=address, password="un autre mot de passe")
    assert (answer.status_code, answer.headers["Location"]) == (302, TO_CONFIRM)
    assert client.get(TO_CONFIRM).status_code == 200
    assert User.objects.count() == 1
    assert (last_mail().to, last_mail().template) == ("lea@example.org", "accounts/mail/account_already_exists.txt")
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_makes_one_account_and_no_error(client, monkeypatch):
    """The check finds the address free, the database does not: what a race looks like from inside."""
    User.objects.create_user("lea@example.org", PASSWORD)
    monkeypatch.setattr("allauth.account.internal.flows.manage_email.email_already_exists", lambda email: (email, False))
    assert sign_up(client).headers["Location"] == TO_CONFIRM
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "pas une adresse"),
        ("email", ""),
        ("email", "a" * 400 + "@example.org"),
        ("email", "l\x00a@example.org"),
        ("password", "court"),
        ("password", "lea@example.org"),
        ("password", "1234567890123"),
        ("name", "x" * 121),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(client, field, value):
    answer = sign_up(client, **{"email": "lea@example.org", field: value})
    assert answer.status_code == 200
    assert len(answer.context["form"].errors) == 1
    assert User.objects.count() == 0
    assert OutgoingMail.objects.count() == 0
    if field != "name":
        assert 'value="Léa Martin"' in answer.content.decode()


def test_two_accounts_cannot_differ_by_the_case_of_their_address(make_user):
    make_user("lea@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="Lea@example.org")])
    assert User.objects.count() == 1


def test_a_used_or_forged_link_says_so(client, last_mail, link_in):
    sign_up(client)
    link = link_in(last_mail(), "/compte/adresse/confirmer/")
    client.post(link)
    page = client.get(link)
    assert (page.status_code, "Vous êtes déjà dans votre compte" in page.content.decode()) == (200, True)
    assert client.post("/compte/adresse/confirmer/abc:def:ghi/").status_code == 404
    assert client.get("/compte/adresse/confirmer/abc:def:ghi/").status_code == 200
