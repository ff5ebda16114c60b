"""News come as each person wants them: at once, once a day in one message, or never; and by the link of a message too."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from accounts.domain.mail_wishes import choose_rhythm, rhythm_of, wish_of
from core.mail import queue_mail, send_due_mails
from core.mail_digests import send_daily_messages
from core.mail_rhythms import Rhythm
from core.models import OutgoingMail
from tests.practices.factories import make_user

NEWS, ANSWER = "practices/mail/arrived.txt", "practices/mail/restored.txt"


@pytest.fixture
def reader(db):
    return make_user("lectrice@essai.example", name="Léa")


def write(template, title, to="Lectrice@essai.example"):
    return queue_mail(to=to, template=template, context={"title": title, "url": "https://site.example/x/", "region": "Bretagne"})


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_without_a_choice_news_come_at_once_and_say_how_to_stop_them(reader):
    mail = write(NEWS, "Le banc")
    stop = wish_of(reader.email).stop_url
    assert mail.headers == {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    assert mail.body.rstrip().endswith(stop)
    assert send_due_mails() == 1


def test_who_wants_news_once_a_day_gets_them_in_one_message_and_answers_at_once(reader):
    choose_rhythm(user=reader, rhythm=Rhythm.DAILY)
    for title in ("Le banc", "Le jardin"):
        write(NEWS, title)
    answer = write(ANSWER, "Le goûter")
    assert send_due_mails() == 1
    assert [sent.subject for sent in django_mail.outbox] == [answer.subject]
    assert send_daily_messages() == 0
    OutgoingMail.objects.gathering().update(next_attempt_at=timezone.now() - timedelta(minutes=1))
    assert send_daily_messages() == 1
    assert send_daily_messages() == 0
    assert send_due_mails() == 1
    daily = django_mail.outbox[-1]
    assert (daily.subject, daily.to) == ("Vos nouvelles du jour : 2 messages", ["Lectrice@essai.example"])
    assert "Le banc" in daily.body and "Le jardin" in daily.body
    assert daily.body.count("/compte/messages/") == 1


def test_who_wants_no_news_gets_answers_only(reader):
    choose_rhythm(user=reader, rhythm=Rhythm.NEVER)
    assert write(NEWS, "Le banc") is None
    assert write(ANSWER, "Le goûter").to == "Lectrice@essai.example"


def test_an_address_without_an_account_gets_what_it_is_sent(db):
    mail = write(NEWS, "Le banc", to="ailleurs@essai.example")
    assert mail.headers == {}


def test_one_click_of_a_mail_program_stops_news_without_a_session_and_looking_changes_nothing(client, reader):
    path = path_of(wish_of(reader.email).stop_url)
    assert client.get(path).status_code == 200
    assert rhythm_of(reader) == Rhythm.AT_ONCE
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert wish_of(reader.email).rhythm == Rhythm.NEVER


def test_the_choice_is_made_on_the_page_signed_in_or_by_the_link(client, reader):
    path = path_of(wish_of(reader.email).stop_url)
    client.post(path, {"rhythm": "daily"})
    assert wish_of(reader.email).rhythm == Rhythm.DAILY
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/compte/messages/", {"rhythm": "at_once"})
    assert wish_of(reader.email).rhythm == Rhythm.AT_ONCE
    assert client.post("/compte/messages/", {"rhythm": "hourly"}).status_code == 422
    assert wish_of(reader.email).rhythm == Rhythm.AT_ONCE


def test_a_forged_link_and_that_of_an_account_that_is_closed_lead_to_the_sign_in(client, reader):
    path = path_of(wish_of(reader.email).stop_url)
    assert client.get(path[:-3] + "AA/").headers["Location"] == "/compte/messages/"
    reader.is_active = False
    reader.save()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).headers["Location"] == "/compte/messages/"
    assert rhythm_of(reader) == Rhythm.AT_ONCE
