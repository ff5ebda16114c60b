"""The back office: one sign-in, a clear refusal, and accounts for administrators only."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.groups import ADMINISTRATORS, load_groups
from accounts.models import User
from tests.accounts.conftest import PASSWORD

USERS = "/gestion/users/"


@pytest.fixture
def administrator(make_user):
    """An administrator by her group, without full rights."""
    load_groups()
    administrator = make_user("administratrice@example.org")
    administrator.groups.add(Group.objects.get(name=ADMINISTRATORS))
    return administrator


def form_of(user, **changes):
    """What the edit form of an account would send."""
    return {"email": user.email, "name": user.name, "password1": "", "password2": "", "is_active": "on", "groups": [], **changes}


@pytest.mark.parametrize("path", ["/gestion/", "/gestion/pages/", "/gestion/users/?q=a&p=2"])
def test_visitors_are_led_to_the_one_sign_in_and_back(client, path):
    final = client.get(path, follow=True)
    assert final.redirect_chain[-1][0].startswith("/compte/connexion/?next=%2Fgestion%2F")
    assert final.context["redirect_field_value"] == path


def test_wagtail_s_own_sign_in_and_password_pages_lead_to_ours(client, editor):
    assert client.get("/gestion/login/").headers["Location"] == "/compte/connexion/?next=%2Fgestion%2F"
    assert client.post("/gestion/login/", {"username": "a", "password": "b"}).headers["Location"].startswith("/compte/connexion/")
    assert client.get("/gestion/login/?next=https://evil.example/gestion/").headers["Location"] == "/compte/connexion/?next=%2Fgestion%2F"
    assert client.get("/gestion/login/?next=/gestion/../..//evil.example").status_code == 302
    for path in ("/gestion/password_reset/", "/gestion/password_reset/confirm/MQ/token/", "/gestion/password_reset/done/"):
        assert client.get(path).headers["Location"] == "/compte/mot-de-passe/oublie/"
    client.force_login(editor)
    assert client.get("/gestion/login/?next=/gestion/account/").headers["Location"] == "/gestion/account/"


@pytest.mark.parametrize("path", ["/gestion/", "/gestion/users/", "/gestion/login/", "/gestion/n-existe-pas/"])
def test_people_without_the_right_get_the_403_page(client, user, path):
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 403
    assert "messages" not in answer.cookies, "Wagtail leaves no message behind for the next page"


def test_editors_enter(client, editor):
    client.force_login(editor)
    assert client.get("/gestion/").status_code == 200


def test_editors_see_neither_accounts_nor_groups(client, editor, user):
    client.force_login(editor)
    for path in (USERS, f"{USERS}new/", f"{USERS}edit/{user.pk}/", f"{USERS}results/", f"{USERS}history/{user.pk}/", "/gestion/groups/"):
        answer = client.get(path)
        assert (path, answer.status_code, answer.headers["Location"]) == (path, 302, "/gestion/")
    assert user.email not in client.get("/gestion/").content.decode()


def test_an_administrator_finds_accounts_by_name_and_address(client, administrator, user, make_user):
    make_user("sam@example.org", name="Sam Petit")
    client.force_login(administrator)
    for query in ("Léa", "lea@"):
        assert [found.email for found in client.get(USERS, {"q": query}).context["object_list"]] == ["lea@example.org"]
    for ordering in ("name", "-name", "email", "-is_superuser"):
        assert client.get(USERS, {"ordering": ordering}).status_code == 200


def test_an_administrator_makes_an_account_that_can_sign_in_at_once(client, administrator):
    client.force_login(administrator)
    assert client.get(reverse("wagtailusers_users:add")).status_code == 200
    new = {"email": "Nouvelle@example.org", "name": "", "password1": PASSWORD, "password2": PASSWORD, "groups": []}
    assert client.post(reverse("wagtailusers_users:add"), new).status_code == 302
    made = User.objects.get(email="nouvelle@example.org")
    assert made.is_superuser is False
    client.logout()
    answer = client.post("/compte/connexion/", {"login": "nouvelle@example.org", "password": PASSWORD})
    assert answer.headers["Location"] == "/mes-fiches/"


def test_an_administrator_changes_an_account(client, administrator, user):
    client.force_login(administrator)
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, form_of(user, name="Léa Durand", email="lea.durand@example.org")).status_code == 302
    user.refresh_from_db()
    assert (user.name, user.email, user.check_password(PASSWORD)) == ("Léa Durand", "lea.durand@example.org", True)


def test_closing_an_account_says_what_becomes_of_the_rest(client, administrator, user, make_user):
    edit, delete = (reverse(f"wagtailusers_users:{name}", args=[user.pk]) for name in ("edit", "delete"))
    client.force_login(administrator)
    assert "remplacez-la d’abord" in client.get(edit).content.decode()
    assert client.get(delete).status_code == 302, "only full rights delete"
    client.force_login(make_user("chef@example.org", is_superuser=True))
    page = client.get(delete).content.decode()
    assert ("remplacez-la d’abord" in page, "référencé" in page) == (True, False)
    client.post(delete)
    assert not User.objects.filter(pk=user.pk).exists()


def test_two_accounts_cannot_get_one_address_in_the_admin(client, administrator, user, make_user):
    other = make_user("sam@example.org")
    client.force_login(administrator)
    answer = client.post(reverse("wagtailusers_users:edit", args=[other.pk]), form_of(other, email="LEA@example.org"))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["email"]


def test_only_full_rights_give_full_rights(client, administrator, user, make_user):
    chief = make_user("chef@example.org", is_superuser=True)
    client.force_login(administrator)
    client.post(reverse("wagtailusers_users:edit", args=[user.pk]), form_of(user, is_superuser="on"))
    user.refresh_from_db()
    assert user.is_superuser is False
    client.post(reverse("wagtailusers_users:edit", args=[chief.pk]), form_of(chief, password1="un mot à moi", password2="un mot à moi"))
    chief.refresh_from_db()
    assert chief.check_password(PASSWORD)
    client.force_login(chief)
    client.post(reverse("wagtailusers_users:edit", args=[user.pk]), form_of(user, is_superuser="on"))
    user.refresh_from_db()
    assert user.is_superuser is True


def test_one_s_preferences_in_the_admin_leave_name_and_password_to_the_account_page(client, editor):
    client.force_login(editor)
    answer = client.get("/gestion/account/")
    assert answer.status_code == 200
    panels = [panel.name for group in answer.context["panels_by_tab"].values() for panel in group]
    assert panels == ["locale", "theme"]


def test_the_admin_leads_to_the_account_page(client, editor):
    client.force_login(editor)
    assert [item["url"] for item in client.get("/gestion/account/").context["menu_items"]] == ["/compte/"]
