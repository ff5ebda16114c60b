"""Writing to a team whose address stays hidden."""

import pytest

from core.mail import send_due_mails
from core.models import OutgoingMail
from practices.domain import relay
from practices.models import DailyCount, PublicPractice
from tests.practices.factories import fresh, make_editor, make_published, make_user

from .conftest import link, mails

pytestmark = pytest.mark.usefixtures("reference_data")

VALUES = {"name": "Camille Essai", "email": "camille@essai.example", "message": "Peut-on venir vous voir ?", "site": ""}
ADDRESS = "contact@essai.example"


def contact(email, public=False):
    return {"name": "Contact Essai", "role": "CESF", "email": email, "phone": "", "public": public}


@pytest.fixture
def reachable(reference_data):
    """A public sheet whose contact is its contributor."""
    owner = make_user("nadia@essai.example", name="Nadia Essai")
    record = make_published(owner, make_editor("Hauts-de-France"), contact=contact("Nadia@essai.example"))
    OutgoingMail.objects.all().delete()
    return record


def write(client, record, **changes):
    return client.post(f"/p/{record.identifier}/ecrire/", VALUES | changes)


def offered(client, record):
    page = client.get(PublicPractice.objects.get(identifier=record.identifier).get_absolute_url()).content.decode()
    shown = f"/p/{record.identifier}/ecrire/" in page
    assert shown == PublicPractice.objects.get(identifier=record.identifier).data["reachable"]
    return shown


def passed_on():
    return DailyCount.objects.filter(kind="contact").values_list("number", flat=True).first()


def test_a_message_reaches_the_contact_who_answers_the_writer(client, reachable, mailoutbox):
    assert offered(client, reachable)
    form = client.get(f"/p/{reachable.identifier}/ecrire/").content.decode()
    assert "nadia@essai.example" not in form.lower()
    assert "est parti" in write(client, reachable).content.decode()
    assert mails() == [("Nadia@essai.example", "passed_on")]
    assert passed_on() == 1
    send_due_mails()
    (mail,) = mailoutbox
    assert (mail.to, mail.extra_headers["Reply-To"]) == (["Nadia@essai.example"], VALUES["email"])
    assert VALUES["message"] in mail.body


def test_nothing_of_a_message_is_kept_once_it_has_left_but_the_number(client, reachable):
    write(client, reachable)
    assert relay.forget_messages() == 0
    send_due_mails()
    relay.forget_messages()
    assert OutgoingMail.objects.count() == 0
    assert passed_on() == 1
    assert fresh(reachable.pk).events.filter(comment__contains="Camille").count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"email": ""},
        {"email": "a@b"},
        {"email": "a@essai.example\nBcc: b@essai.example"},
        {"message": " "},
        {"message": "x" * 4_001},
    ],
)
def test_what_cannot_be_passed_on_is_asked_for_again(client, reachable, wrong):
    assert write(client, reachable, **wrong).status_code == 422
    assert (mails(), passed_on()) == ([], None)


def test_programs_machines_in_a_hurry_and_too_many_writers_are_stopped(client, reachable, monkeypatch):
    write(client, reachable, site="x")
    assert mails() == []
    assert [write(client, reachable).status_code for _message in range(7)] == [200] * 6 + [429]
    monkeypatch.setattr(relay, "MOST_A_DAY", 6)
    other_machine = client.post(f"/p/{reachable.identifier}/ecrire/", VALUES, REMOTE_ADDR="192.0.2.7")
    assert other_machine.status_code == 409
    assert VALUES["message"] in other_machine.content.decode()
    assert passed_on() == 6


def test_the_contact_stops_the_messages_from_the_mail_and_takes_them_again(client, reachable):
    write(client, reachable)
    address = link("/p/messages/")
    assert client.get(address).status_code == 200
    assert offered(client, reachable)
    client.post(address, {"act": "stop"})
    assert not offered(client, reachable)
    assert write(client, reachable).status_code == 410
    client.post(address, {"act": "accept"})
    assert offered(client, reachable)


def test_a_contact_who_is_not_the_contributor_is_asked_first(client, contributor, editor, sign_in):
    record = make_published(contributor, editor, contact=contact(ADDRESS))
    OutgoingMail.objects.all().delete()
    assert not offered(client, record)
    assert client.get(f"/p/{record.identifier}/ecrire/").status_code == 410
    sign_in(contributor).post(f"/mes-fiches/{record.identifier}/messages/", {"act": "accept"})
    assert mails() == [(ADDRESS, "relay_asked")]
    client.logout()
    assert not offered(client, record)
    address = link("/p/messages/")
    client.get(address)
    assert not offered(client, record)
    client.post(address, {"act": "accept"})
    assert offered(client, record)
    write(client, record)
    assert mails()[1:] == [(ADDRESS, "passed_on")]


def test_a_public_contact_can_be_written_to_by_the_form_too(client, contributor, editor):
    assert offered(client, make_published(contributor, editor, contact=contact(ADDRESS, public=True)))


def test_an_answer_is_about_one_address_and_forged_links_about_none(client, reachable):
    write(client, reachable)
    address = link("/p/messages/")
    page = fresh(reachable.pk).page
    type(page).objects.filter(pk=page.pk).update(contact_email="autre@essai.example")
    assert client.post(address, {"act": "accept"}).status_code == 410
    assert client.post(address[:-3] + "x/", {"act": "accept"}).status_code == 404


def test_nobody_else_opens_or_closes_the_form(client, reachable, sign_in):
    stranger = make_user("autre@essai.example")
    assert sign_in(stranger).post(f"/mes-fiches/{reachable.identifier}/messages/", {"act": "stop"}).status_code == 404
    assert offered(client, reachable)
    sign_in(reachable.page.owner).post(f"/mes-fiches/{reachable.identifier}/messages/", {"act": "stop"})
    assert not offered(client, reachable)
