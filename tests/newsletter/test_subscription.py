"""Subscribing in two steps, choosing, leaving: the links say who asks, and nothing is kept of who did not confirm or left."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import signing
from django.utils import timezone

from accounts.domain.departures import erase_person
from accounts.personal_data import sources
from core.models import OutgoingMail
from newsletter import links
from newsletter.domain import issues, subscriptions
from newsletter.models import Delivery, Subscriber
from tests.practices.factories import make_editor, make_user

from .factories import make_issue, make_reader

pytestmark = pytest.mark.usefixtures("reference_data")


def ask(client, email="lea@essai.example", **values):
    return client.post("/lettre/", {"email": email, **values})


def path(url):
    return re.sub(r"^https?://[^/]+", "", url)


def link_of(mail, word):
    return path(re.search(rf"\S+/lettre/{word}/\S+", mail.body)[0])


def test_who_subscribes_receives_nothing_before_the_link_of_the_first_mail_was_used(client):
    assert ask(client, "Lea@Essai.example", themes=["insertion-emploi"], regions=["reg-32"]).status_code == 200
    reader = Subscriber.objects.get()
    assert (reader.email, reader.themes, reader.regions, reader.confirmed_at) == (
        "lea@essai.example",
        ["insertion-emploi"],
        ["reg-32"],
        None,
    )
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.template) == ("lea@essai.example", "newsletter/mail/confirm.txt")
    link = link_of(mail, "confirmer")
    assert client.get(link).status_code == 200
    assert not Subscriber.objects.confirmed().exists()
    client.post(link)
    confirmed_at = Subscriber.objects.get().confirmed_at
    assert timezone.now() - confirmed_at < timedelta(minutes=1)
    client.post(link)
    assert Subscriber.objects.get().confirmed_at == confirmed_at


def test_the_page_says_the_same_whether_the_address_is_known_or_not(client):
    make_reader("connue@essai.example")
    known, unknown = ask(client, "connue@essai.example"), ask(client, "inconnue@essai.example")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    mails = OutgoingMail.objects.order_by("to").values_list("to", "template")
    assert list(mails) == [("connue@essai.example", "newsletter/mail/known.txt"), ("inconnue@essai.example", "newsletter/mail/confirm.txt")]


def test_whoever_gives_the_address_of_a_subscriber_changes_nothing_of_what_she_chose(client):
    make_reader(themes=["logement-habitat"])
    ask(client, themes=["insertion-emploi"])
    assert Subscriber.objects.get().themes == ["logement-habitat"]


def test_one_address_gets_one_mail_an_hour_however_often_it_is_given(client):
    ask(client)
    ask(client)
    assert OutgoingMail.objects.count() == 1
    Subscriber.objects.update(mailed_at=timezone.now() - timedelta(hours=1))
    ask(client)
    assert OutgoingMail.objects.count() == 2


def test_a_machine_that_asks_too_often_is_told_when_to_come_back(client):
    for number in range(6):
        assert ask(client, f"lecteur-{number}@essai.example").status_code == 200
    answer = ask(client, "lecteur-6@essai.example")
    assert (answer.status_code, Subscriber.objects.count()) == (429, 6)
    assert int(answer["Retry-After"]) > 0
    assert "lecteur-6@essai.example" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["", "lea", "lea@", "lea@essai.example\nBcc: x@y.example", "a\x00@essai.example", f"{'a' * 260}@b.example"]
)
def test_what_is_no_address_is_refused_in_words(client, address):
    answer = ask(client, address)
    assert answer.status_code == 422
    assert 'id="erreurs"' in answer.content.decode()
    assert not Subscriber.objects.exists()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("values", [{"themes": ["inconnu"]}, {"regions": ["reg-999"]}, {"themes": ["<script>"]}])
def test_a_theme_or_region_that_does_not_exist_is_refused(client, values):
    assert ask(client, **values).status_code == 422
    assert not Subscriber.objects.exists()


def test_a_program_that_fills_the_hidden_field_is_thanked_for_nothing(client):
    assert ask(client, site="http://spam.example").status_code == 200
    assert not Subscriber.objects.exists()


def test_nothing_is_kept_of_who_has_not_confirmed_after_seven_days(client):
    ask(client)
    link = link_of(OutgoingMail.objects.get(), "confirmer")
    make_reader("confirmee@essai.example")
    long_ago = timezone.now() - timedelta(days=7, minutes=1)
    Subscriber.objects.update(first_asked_at=long_ago)
    OutgoingMail.objects.update(created_at=long_ago, sent_at=long_ago)
    subscriptions.forget_what_is_over()
    assert list(Subscriber.objects.values_list("email", flat=True)) == ["confirmee@essai.example"]
    assert not OutgoingMail.objects.exists()
    assert client.post(link).status_code == 410


def test_a_request_of_today_is_not_forgotten(client):
    ask(client)
    assert subscriptions.forget_what_is_over() == 0
    assert (Subscriber.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_a_confirmation_link_that_is_too_old_says_so(client, monkeypatch):
    reader = make_reader(confirmed=False)
    old = signing.TimestampSigner(salt=links.CONFIRM_SALT)
    monkeypatch.setattr(old, "timestamp", lambda: signing.b62_encode(int(timezone.now().timestamp()) - 7 * 86400 - 60))
    token = old.sign_object(reader.pk)
    assert client.post(f"/lettre/confirmer/{token}/").status_code == 410
    assert not Subscriber.objects.confirmed().exists()


@pytest.mark.parametrize("kind", ["confirmer", "preferences", "desinscription"])
def test_a_forged_link_opens_nothing_and_another_ones_token_neither(client, kind):
    reader = make_reader()
    others = {
        "confirmer": links.stop_path(reader.pk),
        "preferences": links.confirm_path(reader.pk),
        "desinscription": links.preferences_path(reader.pk),
    }
    stolen = others[kind].rstrip("/").rpartition("/")[2]
    for token in ("x", "x:y:z", stolen, signing.dumps(reader.pk, salt="ailleurs"), signing.dumps(["a"], salt="ailleurs")):
        assert client.get(f"/lettre/{kind}/{token}/").status_code == 404
        assert client.post(f"/lettre/{kind}/{token}/").status_code == 404
    assert Subscriber.objects.get().confirmed_at == reader.confirmed_at


def test_one_changes_what_one_receives_by_the_link_of_a_letter(client):
    reader = make_reader(themes=["logement-habitat"])
    link = links.preferences_path(reader.pk)
    page = client.get(link)
    assert page.status_code == 200
    assert "lea@essai.example" not in page.content.decode()
    client.post(link, {"themes": ["insertion-emploi"], "regions": ["reg-32", "reg-11"]})
    reader.refresh_from_db()
    assert (reader.themes, reader.regions) == (["insertion-emploi"], ["reg-11", "reg-32"])
    assert client.post(link, {"themes": ["inconnu"]}).status_code == 422
    reader.refresh_from_db()
    assert reader.themes == ["insertion-emploi"]


def test_one_leaves_by_one_button_and_looking_at_it_changes_nothing(client):
    link = links.stop_path(make_reader().pk)
    assert client.get(link).status_code == 200
    assert Subscriber.objects.count() == 1
    assert client.post(link).status_code == 200
    assert Subscriber.objects.count() == 0
    assert client.post(link).status_code == 200


def test_a_mail_program_unsubscribes_by_itself_without_a_session(client):
    client.handler.enforce_csrf_checks = True
    answer = client.post(links.stop_path(make_reader().pk), "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert not Subscriber.objects.exists()


def test_leaving_takes_the_letter_that_is_about_to_leave_along_and_is_counted_on_the_one_it_was_done_by(client, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    reader, editor = make_reader(), make_editor(None)
    issue = make_issue()
    issues.send(issue_id=issue.pk, version=1, by=editor)
    first = Delivery.objects.get()
    Delivery.objects.update(state="sent", settled_at=timezone.now())
    second = make_issue()
    issues.send(issue_id=second.pk, version=1, by=editor)
    client.post(links.stop_path(reader.pk, first.pk))
    left = Delivery.objects.get()
    assert (left.issue_id, left.subscriber, left.unsubscribed_at is not None) == (issue.pk, None, True)


def test_who_was_sent_which_letter_is_forgotten_after_ninety_days_and_the_count_stays():
    issue = make_issue()
    old = Delivery.objects.create(issue=issue, subscriber=make_reader(), state="sent", settled_at=timezone.now() - timedelta(days=91))
    new = Delivery.objects.create(issue=issue, subscriber=make_reader("b@essai.example"), state="sent", settled_at=timezone.now())
    subscriptions.forget_what_is_over()
    assert [Delivery.objects.get(pk=row.pk).subscriber_id for row in (old, new)] == [None, new.subscriber_id]


def source():
    return next(source for source in sources() if source.name == "lettre")


def with_address(email, verified=True):
    user = make_user(email)
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


def test_the_subscription_is_part_of_what_one_is_given_and_of_nobody_elses():
    user = with_address("lea@essai.example")
    reader = make_reader(themes=["logement-habitat"])
    make_reader("autre@essai.example")
    data = source().data_of(user)
    assert [(one["address"], one["confirmed_at"], one["themes"]) for one in data] == [
        ("lea@essai.example", reader.confirmed_at, ["logement-habitat"])
    ]


def test_an_account_made_with_somebody_elses_address_learns_and_erases_nothing():
    user = with_address("lea@essai.example", verified=False)
    make_reader()
    assert source().data_of(user) == []
    erase_person(user=user)
    assert Subscriber.objects.count() == 1


def test_a_deleted_account_takes_its_subscription_along():
    user = with_address("lea@essai.example")
    make_reader()
    make_reader("autre@essai.example")
    erase_person(user=user)
    assert list(Subscriber.objects.values_list("email", flat=True)) == ["autre@essai.example"]
