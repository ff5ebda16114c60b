"""Leaving, changing one's mind, and accounts that nobody uses."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.domain.departures import follow_departures, warn_unused_accounts
from accounts.models import AccountEvent, Departure, User
from core.models import OutgoingMail
from tests.accounts.conftest import PASSWORD

DELETE = "/compte/supprimer/"


def enter(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")


def ask(client, sheets="keep"):
    """Asks, confirms that it is she, and arrives."""
    first = client.post(DELETE, {"sheets": sheets})
    assert first.headers["Location"] == "/compte/confirmation/?next=%2Fcompte%2Fsupprimer%2F"
    return client.post("/compte/confirmation/", {"password": PASSWORD, "next": DELETE})


def sent():
    return list(OutgoingMail.objects.order_by("pk").values_list("to", "template"))


def kinds(user):
    return list(AccountEvent.objects.filter(subject_id=user.pk).values_list("kind", flat=True))


def unused_for(user, **since):
    User.objects.filter(pk=user.pk).update(last_login=timezone.now() - timedelta(**since))


def later(**moved):
    """The clock moves on for accounts that are about to be deleted."""
    for departure in Departure.objects.all():
        departure.due_at -= timedelta(**moved)
        departure.save()


def test_somebody_asks_and_is_told_until_when_she_may_change_her_mind(client, user):
    enter(client, user)
    assert client.get(DELETE).status_code == 200
    assert ask(client).headers["Location"] == DELETE
    departure = Departure.objects.get()
    assert (departure.user, departure.reason, departure.sheets) == (user, "asked", "keep")
    assert timedelta(days=13, hours=23) < departure.due_at - timezone.now() <= timedelta(days=14)
    assert sent() == [("lea@example.org", "accounts/mail/deletion_asked.txt")]
    assert "Vos fiches publiées resteront, sans votre nom." in OutgoingMail.objects.get().body
    assert "Garder mon compte" in client.get("/compte/").content.decode()
    assert follow_departures() == 0


def test_a_wrong_password_asks_for_nothing(client, user):
    enter(client, user)
    client.post(DELETE, {"sheets": "keep"})
    assert client.post("/compte/confirmation/", {"password": "pas le bon", "next": DELETE}).status_code == 200
    assert (Departure.objects.count(), sent()) == (0, [])


@pytest.mark.parametrize("sheets", ["", "burn", "keep\x00"])
def test_a_choice_that_does_not_exist_is_refused(client, user, sheets):
    enter(client, user)
    ask(client)
    Departure.objects.all().delete()
    assert client.post(DELETE, {"sheets": sheets}).status_code == 422
    assert Departure.objects.count() == 0


def test_asking_twice_changes_the_choice_and_not_the_day(client, user):
    enter(client, user)
    ask(client)
    day = Departure.objects.get().due_at
    client.post(DELETE, {"sheets": "withdraw"})
    assert (Departure.objects.get().sheets, Departure.objects.get().due_at) == ("withdraw", day)
    assert len(sent()) == 1


def test_she_stays_after_all(client, user):
    enter(client, user)
    ask(client)
    assert client.post(DELETE + "rester/").headers["Location"] == "/compte/"
    assert client.post(DELETE + "rester/").headers["Location"] == "/compte/"
    assert Departure.objects.count() == 0
    assert sent()[1:] == [("lea@example.org", "accounts/mail/deletion_given_up.txt")]
    assert kinds(user) == ["deletion_asked", "deletion_given_up"]


def test_signing_in_does_not_undo_what_she_asked(client, user):
    enter(client, user)
    ask(client)
    client.post("/compte/deconnexion/")
    client.post("/compte/connexion/", {"login": "lea@example.org", "password": PASSWORD})
    assert Departure.objects.count() == 1


def test_on_the_day_she_is_gone_her_sessions_closed_and_one_mail_leaves(client, user):
    enter(client, user)
    ask(client)
    later(days=14)
    assert follow_departures() == 1
    assert User.objects.count() == 0
    assert client.get("/compte/").headers["Location"] == "/compte/connexion/?next=/compte/"
    assert sent() == [("lea@example.org", "accounts/mail/account_erased.txt")], "the others went with her"
    assert client.post("/compte/connexion/", {"login": "lea@example.org", "password": PASSWORD}).status_code == 200


def test_the_only_administrator_is_told_why_she_cannot_leave(client, user):
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    enter(client, user)
    assert "Vous êtes la seule personne à administrer ce site" in client.get(DELETE).content.decode()
    ask(client)
    assert Departure.objects.count() == 0


def test_an_unused_account_is_warned_twice_then_deleted(user):
    unused_for(user, days=699)
    assert (warn_unused_accounts(), sent()) == (0, []), "not before 23 months"
    unused_for(user, days=701)
    assert (warn_unused_accounts(), warn_unused_accounts()) == (1, 0)
    assert follow_departures() == 0
    assert sent() == [("lea@example.org", "accounts/mail/inactivity_warned.txt")]
    later(days=17)
    assert follow_departures() == follow_departures() == 0
    assert len(sent()) == 2
    assert "C’est le dernier rappel." in OutgoingMail.objects.latest("pk").body
    later(days=14)
    assert follow_departures() == 1
    assert User.objects.count() == 0
    assert kinds_of_number(user.pk) == ["inactivity_warned", "erased"]


def kinds_of_number(number):
    return list(AccountEvent.objects.filter(subject_id=number).values_list("kind", flat=True))


def test_after_a_long_stop_of_the_site_nobody_loses_the_time_to_answer(user):
    unused_for(user, days=1_500)
    warn_unused_accounts()
    assert Departure.objects.get().due_at > timezone.now() + timedelta(days=29)
    later(days=40)
    assert follow_departures() == 0, "two weeks pass after the second warning, however late it is"
    assert Departure.objects.get().due_at > timezone.now() + timedelta(days=13)


def test_signing_in_is_enough_to_stay(client, user):
    unused_for(user, days=701)
    warn_unused_accounts()
    client.post("/compte/connexion/", {"login": "lea@example.org", "password": PASSWORD})
    assert Departure.objects.count() == 0
    assert kinds(user) == ["inactivity_warned", "deletion_given_up"]
    assert warn_unused_accounts() == 0


def test_editors_are_not_deleted_but_told_of_once(user, editor, make_user):
    make_user("admin@example.org", is_superuser=True)
    unused_for(editor, days=701)
    assert (warn_unused_accounts(), warn_unused_accounts(), follow_departures()) == (1, 0, 0)
    assert sent() == [("admin@example.org", "accounts/mail/inactive_editor.txt")]
    assert Departure.objects.count() == 0


def test_somebody_who_becomes_an_editor_meanwhile_stays(user):
    unused_for(user, days=701)
    warn_unused_accounts()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    Departure.objects.update(due_at=timezone.now(), reminded_at=timezone.now())
    assert follow_departures() == 0
    assert (User.objects.filter(pk=user.pk).exists(), Departure.objects.count()) == (True, 0)


def test_one_that_fails_does_not_keep_the_others(user, make_user, monkeypatch, caplog):
    from accounts.domain import departures

    other = make_user("sam@example.org")
    for person in (user, other):
        Departure.objects.create(user=person, reason="asked", due_at=timezone.now())
    erase = departures.erase_person

    def fail_for_lea(*, user, **more):
        if user.email == "lea@example.org":
            raise RuntimeError
        erase(user=user, **more)

    monkeypatch.setattr(departures, "erase_person", fail_for_lea)
    assert follow_departures() == 1
    assert list(User.objects.values_list("email", flat=True)) == ["lea@example.org"]
    assert f"account {user.pk} not erased" in caplog.text
