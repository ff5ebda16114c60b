"""Who edits which region: invited by mail, replaced in one step; nobody of a region decides it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.domain import vouch_for_address
from accounts.domain.errors import Refused as AccountRefused
from accounts.domain.invitations import forget_old_invitations, invite_editor
from accounts.models import AccountEvent, EditorInvitation
from accounts.notifications import invitation_token
from core.models import OutgoingMail
from practices.domain import review
from practices.domain.editors import remove_editor
from practices.domain.errors import Forbidden, OutOfDate
from practices.models import RegionPage, Review

from .factories import fresh, make_editor, make_submitted, make_user

pytestmark = pytest.mark.usefixtures("reference_data")

TEAM = "/gestion/redaction/"


def entered(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def region():
    return RegionPage.objects.select_related("group").get(region_code="reg-32")


@pytest.fixture
def national():
    return make_editor(None, "nationale@essai.example")


@pytest.fixture
def invited(region, national):
    invite_editor(group=region.group, email="Nora@Essai.example", by=national)
    return EditorInvitation.objects.get()


def link(invitation):
    return f"/compte/invitation/{invitation_token(invitation)}/"


def kinds():
    return list(AccountEvent.objects.exclude(kind__startswith="role_").values_list("kind", flat=True))


def test_a_national_editor_invites_and_the_person_joins(region, national):
    client = entered(national)
    assert client.get(f"{TEAM}{region.pk}/inviter/").status_code == 200
    assert client.post(f"{TEAM}{region.pk}/inviter/", {"email": "Nora@Essai.example"}).headers["Location"] == TEAM
    mail, invitation = OutgoingMail.objects.get(), EditorInvitation.objects.get()
    assert (mail.to, mail.template) == ("nora@essai.example", "accounts/mail/editor_invited.txt")
    assert link(invitation) in mail.body
    assert "nora@essai.example" in client.get(TEAM).content.decode()
    visitor = Client()
    page = visitor.get(link(invitation))
    assert (page.status_code, page.headers["X-Robots-Tag"]) == (200, "noindex")
    assert visitor.post(link(invitation)).status_code == 200, "signed in first"
    nora = make_user("nora@essai.example", name="Nora")
    vouch_for_address(user=nora)
    hers = entered(nora)
    assert hers.get(link(invitation)).status_code == 200
    assert list(nora.groups.all()) == [], "reading changes nothing"
    assert hers.post(link(invitation)).headers["Location"] == "/gestion/"
    assert list(nora.groups.all()) == [region.group]
    assert (OutgoingMail.objects.latest("pk").to, OutgoingMail.objects.latest("pk").template) == (
        national.email,
        "accounts/mail/invitation_accepted.txt",
    )
    assert hers.post(link(invitation)).status_code == 410, "once"
    assert hers.get("/gestion/fiches/").status_code == 200
    assert kinds() == ["invited", "invitation_accepted"]
    assert AccountEvent.objects.filter(kind="role_given", subject_id=nora.pk, actor_id=nora.pk, about=region.group.name).count() == 1
    invitation.refresh_from_db()
    assert (invitation.email, invitation.accepted_by) == ("", nora)


def test_a_link_passed_on_opens_nothing(invited, region):
    other = make_user("autre@essai.example")
    client = entered(other)
    answer = client.post(link(invited))
    assert (answer.status_code, list(other.groups.all())) == (403, [])
    assert "autre adresse que celle de votre compte" in answer.content.decode()
    invited.refresh_from_db()
    assert invited.email == "nora@essai.example"


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "é"])
def test_a_forged_link_opens_nothing(token):
    assert Client().get(f"/compte/invitation/{token}/").status_code == 410


def test_a_link_that_has_run_out_opens_nothing_and_another_takes_its_place(invited, region, national, settings, monkeypatch):
    old = link(invited)
    with pytest.raises(AccountRefused):
        invite_editor(group=region.group, email="nora@essai.example", by=national)
    EditorInvitation.objects.update(invited_at=timezone.now() - timedelta(days=15))
    invite_editor(group=region.group, email="nora@essai.example", by=national)
    assert EditorInvitation.objects.count() == 1
    assert Client().get(old).status_code == 410
    assert Client().get(link(EditorInvitation.objects.get())).status_code == 200


def test_an_invitation_is_withdrawn(invited, national):
    client = entered(national)
    address = link(invited)
    assert client.post(f"{TEAM}invitations/{invited.pk}/retirer/").headers["Location"] == TEAM
    assert Client().get(address).status_code == 410
    client.post(f"{TEAM}invitations/{invited.pk}/retirer/")
    assert kinds() == ["invited", "invitation_withdrawn"]


def test_addresses_of_those_who_never_answered_are_forgotten(invited):
    assert forget_old_invitations() == 0
    EditorInvitation.objects.update(invited_at=timezone.now() - timedelta(days=91))
    assert forget_old_invitations() == 1


@pytest.mark.parametrize("email", ["", "x", "a@b", "nora@essai.example\r\nBcc: x@y.fr", "x" * 300 + "@essai.example"])
def test_a_bad_address_is_refused(region, national, email):
    answer = entered(national).post(f"{TEAM}{region.pk}/inviter/", {"email": email})
    assert (answer.status_code, OutgoingMail.objects.count()) == (422, 0)


def test_somebody_who_edits_already_is_not_invited(region, national):
    make_editor("Hauts-de-France", "deja@essai.example")
    answer = entered(national).post(f"{TEAM}{region.pk}/inviter/", {"email": "DEJA@essai.example"})
    assert (answer.status_code, OutgoingMail.objects.count()) == (422, 0)


def test_a_regional_editor_decides_none_of_it(region, invited):
    editor = make_editor("Hauts-de-France")
    client = entered(editor)
    for address in (TEAM, f"{TEAM}{region.pk}/inviter/", f"{TEAM}{region.pk}/{editor.pk}/remplacer/"):
        assert client.get(address).status_code == 404
    for address in (f"{TEAM}{region.pk}/inviter/", f"{TEAM}{region.pk}/{editor.pk}/remplacer/", f"{TEAM}invitations/{invited.pk}/retirer/"):
        assert client.post(address, {"email": "x@essai.example"}).status_code == 404
    with pytest.raises(Forbidden):
        remove_editor(region_id=region.pk, user_id=editor.pk, by=editor, even_last=True)
    assert OutgoingMail.objects.count() == 1


def test_only_administrators_choose_national_editors(national):
    page = RegionPage.objects.get(region_code="")
    assert entered(national).get(f"{TEAM}{page.pk}/inviter/").status_code == 404
    administrator = make_user("admin@essai.example", group="Administration")
    assert entered(administrator).get(f"{TEAM}{page.pk}/inviter/").status_code == 200


def in_hand(editor, region):
    """A sheet that she holds under review, one that she asked changes of, and a review that she awaits."""
    held, asked = make_submitted(make_user("a@essai.example")), make_submitted(make_user("b@essai.example"))
    review.take_in_charge(page_id=held.pk, by=editor)
    review.take_in_charge(page_id=asked.pk, by=editor)
    review.request_changes(page_id=asked.pk, by=editor, comment="À compléter.")
    awaited = Review.objects.create(record=held, round=1, email="lit@essai.example", asked_by=editor, due_on=timezone.localdate())
    OutgoingMail.objects.all().delete()
    return held, asked, awaited


def test_what_she_had_in_hand_goes_to_another_editor(region, national):
    leaving, heir = make_editor("Hauts-de-France", "part@essai.example"), make_editor("Hauts-de-France", "reprend@essai.example")
    held, asked, awaited = in_hand(leaving, region)
    client = entered(national)
    address = f"{TEAM}{region.pk}/{leaving.pk}/remplacer/"
    assert "2 fiches de cette région sont entre ses mains." in client.get(address).content.decode()
    assert client.post(address, {"heir": heir.pk}).headers["Location"] == TEAM
    awaited.refresh_from_db()
    assert (fresh(held.pk).holder, fresh(asked.pk).holder, awaited.asked_by) == (heir, heir, heir)
    assert (fresh(held.pk).review_state, fresh(asked.pk).review_state) == ("in_review", "changes_requested")
    assert list(leaving.groups.all()) == []
    assert held.events.filter(kind="reassigned", actor_id=national.pk, person_id=heir.pk).count() == 1
    assert sorted(OutgoingMail.objects.values_list("to", "template")) == [
        ("part@essai.example", "accounts/mail/editor_removed.txt"),
        ("reprend@essai.example", "practices/mail/inherited.txt"),
    ]
    [mail] = OutgoingMail.objects.filter(to="reprend@essai.example")
    assert mail.subject == "2 fiches passent entre vos mains"
    assert [f"/gestion/fiches/{record.pk}/" in mail.body for record in (held, asked)] == [True, True], "one mail, however many sheets"
    assert entered(leaving).get("/gestion/fiches/").status_code == 403
    assert client.get(address).headers["Location"] == TEAM, "she has left already"


@pytest.mark.parametrize(("group", "led"), [("Administration", True), ("Rédaction nationale", False)])
def test_an_administrator_is_led_on_to_the_account_of_who_left(region, group, led):
    leaving, _other = make_editor("Hauts-de-France", "part@essai.example"), make_editor("Hauts-de-France")
    manager = make_editor(None) if group == "Rédaction nationale" else make_user("admin@essai.example", group=group)
    page = entered(manager).post(f"{TEAM}{region.pk}/{leaving.pk}/remplacer/", {"heir": ""}, follow=True)
    assert (f"/gestion/users/edit/{leaving.pk}/" in page.content.decode()) is led


def test_or_back_to_the_region(region, national):
    leaving, _other = make_editor("Hauts-de-France", "part@essai.example"), make_editor("Hauts-de-France")
    held, asked, awaited = in_hand(leaving, region)
    entered(national).post(f"{TEAM}{region.pk}/{leaving.pk}/remplacer/", {"heir": ""})
    awaited.refresh_from_db()
    assert (fresh(held.pk).holder, fresh(held.pk).review_state) == (None, "submitted")
    assert (fresh(asked.pk).holder, fresh(asked.pk).review_state) == (None, "changes_requested")
    assert awaited.asked_by == national


def test_the_last_editor_of_a_region_leaves_only_knowingly(region, national):
    last = make_editor("Hauts-de-France")
    client, address = entered(national), f"{TEAM}{region.pk}/{last.pk}/remplacer/"
    assert "personne d’autre à la rédaction" in client.get(address).content.decode()
    assert client.post(address).status_code == 422
    assert list(last.groups.all()) == [region.group]
    assert client.post(address, {"even_last": "on"}).headers["Location"] == TEAM
    assert list(last.groups.all()) == []


def test_an_heir_who_left_meanwhile_gets_nothing(region, national):
    leaving, heir = make_editor("Hauts-de-France"), make_editor("Hauts-de-France")
    heir.groups.clear()
    with pytest.raises(OutOfDate):
        remove_editor(region_id=region.pk, user_id=leaving.pk, by=national, heir_id=heir.pk, even_last=True)
    assert list(leaving.groups.all()) == [region.group]


def test_the_page_costs_the_same_for_one_region_and_for_all(national, django_assert_num_queries):
    from practices.team.editors import teams

    list(national.groups.all())
    for regions in (("Hauts-de-France",), ("Hauts-de-France", "Bretagne", "Corse")):
        for name in regions:
            make_editor(name)
        with django_assert_num_queries(8):
            teams(type(national).objects.defer("password").get(pk=national.pk))
