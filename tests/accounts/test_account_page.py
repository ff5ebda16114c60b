"""One's own account: name, address, password."""

from allauth.account.models import EmailAddress

from core.models import OutgoingMail
from tests.accounts.conftest import PASSWORD

ACCOUNT = "/compte/"
ADDRESS = "/compte/adresse/"


def test_visitors_sign_in_first(client, db):
    assert client.get(ACCOUNT).headers["Location"] == "/compte/connexion/?next=/compte/"


def test_a_name_is_changed(client, user):
    client.force_login(user)
    assert client.get(ACCOUNT).status_code == 200
    assert client.post(ACCOUNT, {"name": "Léa Durand"}).headers["Location"] == ACCOUNT
    user.refresh_from_db()
    assert user.name == "Léa Durand"


def test_a_name_too_long_is_refused_and_kept_on_the_page(client, user):
    client.force_login(user)
    answer = client.post(ACCOUNT, {"name": "x" * 121})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["name"]
    assert "x" * 121 in answer.content.decode()
    user.refresh_from_db()
    assert user.name == "Léa Martin"


def test_an_address_changes_only_once_the_new_one_is_confirmed(client, user, last_mail, link_in):
    client.force_login(user)
    assert client.get(ADDRESS).status_code == 200
    assert client.post(ADDRESS, {"action_add": "", "email": "Nouvelle@example.org"}).status_code == 302
    user.refresh_from_db()
    assert user.email == "lea@example.org"
    assert client.get(ADDRESS).status_code == 200
    mail = last_mail()
    assert (mail.to, mail.template) == ("nouvelle@example.org", "accounts/mail/email_confirmation.txt")
    client.post(link_in(mail, "/compte/adresse/confirmer/"))
    user.refresh_from_db()
    assert user.email == "nouvelle@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("nouvelle@example.org", True, True)]
    assert (last_mail().to, last_mail().template) == ("lea@example.org", "accounts/mail/email_changed.txt")


def test_a_change_of_address_can_be_given_up(client, user):
    client.force_login(user)
    client.post(ADDRESS, {"action_add": "", "email": "nouvelle@example.org"})
    assert client.post(ADDRESS, {"action_remove": "", "email": "nouvelle@example.org"}).status_code == 302
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["lea@example.org"]
    assert OutgoingMail.objects.count() == 1


def test_the_address_of_somebody_else_cannot_be_taken_nor_found_out(client, user, make_user, last_mail):
    make_user("sam@example.org")
    client.force_login(user)
    free = client.post(ADDRESS, {"action_add": "", "email": "libre@example.org"})
    client.post(ADDRESS, {"action_remove": "", "email": "libre@example.org"})
    taken = client.post(ADDRESS, {"action_add": "", "email": "sam@example.org"})
    assert (free.status_code, free.headers["Location"]) == (taken.status_code, taken.headers["Location"])
    assert EmailAddress.objects.filter(email="sam@example.org", verified=True).count() == 1
    user.refresh_from_db()
    assert user.email == "lea@example.org"


def test_a_password_is_changed_by_somebody_who_knows_it(client, user, last_mail):
    client.force_login(user)
    assert client.get("/compte/mot-de-passe/").status_code == 200
    refused = client.post("/compte/mot-de-passe/", {"oldpassword": "pas le bon", "password1": "quatre autres mots"})
    assert list(refused.context["form"].errors) == ["oldpassword"]
    answer = client.post("/compte/mot-de-passe/", {"oldpassword": PASSWORD, "password1": "quatre autres mots"})
    assert answer.headers["Location"] == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200, "the session goes on"
    user.refresh_from_db()
    assert user.check_password("quatre autres mots")
    assert last_mail().template == "accounts/mail/password_changed.txt"
