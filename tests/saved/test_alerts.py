"""Mails of new sheets: asked first, at the rhythm chosen, each sheet once, stopped in one click."""

import threading
from datetime import datetime
from email import message_from_string
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as django_mail
from django.core import signing
from django.core.management import call_command
from django.db import connection

from core.mail import send_due_mails
from core.models import OutgoingMail
from saved import digests, notifications
from saved.digests import last_monday, last_morning, send_due_alerts
from saved.domain import alerts, searches
from saved.matching import match_new_sheets
from saved.models import AlertConsent, Match, Rhythm, SavedSearch
from tests.saved.conftest import alert_mails, hours_ago, later, links, matched, plain, sweep, text
from tests.search.factories import withdraw

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def _postgresql(settings):
    """Which engine matches is told elsewhere."""
    settings.ELASTICSEARCH_URL = []


def first_mail():
    return OutgoingMail.objects.get(template="saved/mail/consent.txt")


def test_nothing_is_sent_before_the_first_mail_is_answered(signed_in, outside, reader, follow, published):
    follow(reader, "q=jardin", confirmed=False)
    published()
    assert sweep() == 0
    [link] = links(first_mail(), "/compte/recherches/confirmer/")
    assert first_mail().to == reader.email
    assert text(outside.get(link)).count("<form") == 1
    assert AlertConsent.objects.get().given_at is None, "looking confirms nothing"
    assert sweep() == 0
    assert outside.post(link).status_code == 200
    assert sweep() == 1
    assert len(alert_mails(reader)) == 1


def test_one_confirmation_serves_for_all_searches(reader, follow):
    follow(reader, "q=jardin")
    follow(reader, "q=café")
    assert OutgoingMail.objects.count() == 1


def test_a_search_that_is_never_mailed_asks_for_nothing_until_it_is(reader, follow):
    search = follow(reader, "q=jardin", rhythm=Rhythm.NEVER)
    assert OutgoingMail.objects.count() == 0
    searches.change_search(search=search, name="Jardins", rhythm=Rhythm.DAILY)
    assert first_mail().to == reader.email


def test_the_link_dies_with_the_address_with_a_stop_and_with_time(outside, reader, follow):
    follow(reader, "q=jardin", confirmed=False)
    [link] = links(first_mail(), "/compte/recherches/confirmer/")
    reader.email = "nouvelle@essai.example"
    reader.save()
    assert outside.post(link).status_code == 410
    reader.email = "lectrice@essai.example"
    reader.save()
    assert outside.get(link).status_code == 200
    alerts.stop_all(user_id=reader.pk)
    assert outside.post(link).status_code == 410
    assert AlertConsent.objects.count() == 0
    assert outside.get("/compte/recherches/confirmer/x:y:z/").status_code == 404


def test_a_link_older_than_a_month_asks_to_begin_again(outside, reader, follow, monkeypatch):
    follow(reader, "q=jardin", confirmed=False)
    [link] = links(first_mail(), "/compte/recherches/confirmer/")
    month = 31 * 24 * 3600
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + month)
    assert outside.post(link).status_code == 410


def test_the_first_mail_is_sent_again_on_asking_but_not_at_once(signed_in, reader, follow):
    follow(reader, "q=jardin", confirmed=False)
    signed_in.post("/compte/recherches/messages/")
    assert OutgoingMail.objects.count() == 1
    AlertConsent.objects.update(asked_at=hours_ago(1))
    assert signed_in.post("/compte/recherches/messages/").headers["Location"] == "/compte/recherches/"
    assert OutgoingMail.objects.count() == 2
    alerts.give_consent(consent=AlertConsent.objects.get())
    AlertConsent.objects.update(asked_at=hours_ago(1))
    signed_in.post("/compte/recherches/messages/")
    assert OutgoingMail.objects.count() == 2, "who has confirmed is asked no more"


def test_the_mail_says_what_is_new_why_it_comes_and_how_to_stop(reader, follow, published, settings):
    settings.SITE_URL = "https://site.example"
    gardens, lonely = follow(reader, "q=jardin", name="Jardins"), follow(reader, "theme=isolement", name="Contre l'isolement")
    sheet = published("Le jardin d'Amina", summary="Des voisins cultivent <ensemble>.")
    match_new_sheets()
    send_due_alerts()
    [mail] = alert_mails()
    assert plain(mail.subject) == "1 nouvelle fiche pour vos recherches"
    lines = [line for line in plain(mail.body).splitlines() if line]
    assert lines[0] == "Bonjour Nadia Essai,"
    assert lines[2:6] == [
        "Le jardin d'Amina",
        f"https://site.example/p/{sheet.identifier}/",
        "Des voisins cultivent <ensemble>.",
        "Répond à : « Jardins », « Contre l'isolement »",
    ]
    assert lines[7:10] == [
        "« Jardins » (à chaque publication)",
        "Toutes ses fiches : https://site.example/pratiques/?q=jardin",
        f"Pour ne plus la suivre : https://site.example{links(mail, '/compte/recherches/arreter/')[0]}",
    ]
    stops = links(mail, "/compte/recherches/arreter/")
    assert [notifications.read_stop_token(stop.split("/")[-2]) for stop in stops] == [
        (reader.pk, gardens.pk),
        (reader.pk, lonely.pk),
        (reader.pk, 0),
    ]
    assert mail.headers == {
        "List-Unsubscribe": f"<https://site.example{stops[-1]}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_the_subject_names_the_only_search(reader, follow, published):
    follow(reader, "q=jardin", name="Jardins")
    published()
    published()
    sweep()
    assert [plain(mail.subject) for mail in alert_mails()] == ["« Jardins » : 2 nouvelles fiches"]


def test_many_sheets_are_told_and_the_others_counted(reader, follow, published):
    follow(reader)
    for _ in range(notifications.MOST_TOLD + 2):
        published()
    sweep()
    [mail] = alert_mails()
    assert len(links(mail, "/p/")) == notifications.MOST_TOLD
    assert "Et 2 autres fiches" in plain(mail.body)
    assert Match.objects.unsent().count() == 0


def test_each_sheet_is_told_once(reader, follow, published):
    follow(reader, "q=jardin")
    published()
    assert [sweep(), sweep(), sweep()] == [1, 0, 0]
    later(hours=1)
    assert sweep() == 0
    assert len(alert_mails()) == 1


def test_nothing_new_means_nothing_sent(reader, follow, published):
    follow(reader, "q=jardin")
    published("Le café")
    assert sweep() == 0
    assert alert_mails() == []


def test_publications_close_to_each_other_share_the_second_mail(reader, follow, published):
    follow(reader, "q=jardin")
    published()
    assert sweep() == 1
    published()
    published()
    assert sweep() == 0
    later(minutes=11)
    assert sweep() == 1
    assert [len(links(mail, "/p/")) for mail in alert_mails()] == [1, 2]


def test_daily_and_weekly_mails_wait_for_their_morning(reader, other, follow, published):
    follow(reader, "q=jardin", rhythm=Rhythm.DAILY)
    follow(other, "q=jardin", rhythm=Rhythm.WEEKLY)
    published()
    assert sweep() == 0
    later(days=1)
    due = {mail_for.email for mail_for in (reader, other) if alert_mails(mail_for)}
    assert due == set()
    sweep()
    assert len(alert_mails(reader)) == 1
    later(days=6)
    sweep()
    assert [len(alert_mails(user)) for user in (reader, other)] == [1, 1]


@pytest.mark.parametrize(
    ("now", "morning", "monday"),
    [
        ("2026-11-21T06:59", "2026-11-20T07:00", "2026-11-16T07:00"),
        ("2026-11-21T07:00", "2026-11-21T07:00", "2026-11-16T07:00"),
        ("2026-11-23T06:59", "2026-11-22T07:00", "2026-11-16T07:00"),
        ("2026-11-23T07:00", "2026-11-23T07:00", "2026-11-23T07:00"),
        ("2026-03-29T12:00", "2026-03-29T07:00", "2026-03-23T07:00"),
    ],
)
def test_mornings_and_mondays(now, morning, monday):
    moments = [datetime.fromisoformat(moment).replace(tzinfo=PARIS) for moment in (now, morning, monday)]
    assert (last_morning(moments[0]), last_monday(moments[0])) == (moments[1], moments[2])


def test_a_sheet_withdrawn_before_the_mail_is_not_told(reader, follow, published):
    follow(reader, "q=jardin", rhythm=Rhythm.DAILY)
    gone, stays = published("Un jardin retiré"), published("Un jardin qui reste")
    match_new_sheets()
    withdraw(gone)
    later(days=1)
    assert send_due_alerts() == 1
    [mail] = alert_mails()
    assert links(mail, "/p/") == [f"/p/{stays.identifier}/"]
    withdraw(published("Un jardin vite retiré"))
    assert sweep() == 0


def test_one_person_is_told_of_her_own_searches_only(reader, other, follow, published):
    follow(reader, "q=jardin")
    follow(other, "q=café")
    published("Le café du lundi")
    sweep()
    assert [mail.to for mail in alert_mails()] == [other.email]


def test_an_account_put_to_sleep_gets_nothing(reader, follow, published):
    follow(reader, "q=jardin")
    published()
    match_new_sheets()
    reader.is_active = False
    reader.save()
    assert send_due_alerts() == 0


@pytest.mark.django_db(transaction=True)
def test_a_crash_between_two_people_sends_nothing_twice_and_loses_nothing(reader, other, follow, published, monkeypatch):
    follow(reader, "q=jardin")
    follow(other, "q=jardin")
    published()
    match_new_sheets()
    real, written = notifications.alert, []

    def crash_at_the_second(user, found):
        real(user, found)
        written.append(user)
        if len(written) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(notifications, "alert", crash_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        send_due_alerts()
    assert [mail.to for mail in alert_mails()] == [written[0].email]
    monkeypatch.undo()
    assert send_due_alerts() == 1
    assert sorted(mail.to for mail in alert_mails()) == sorted([reader.email, other.email])


def test_a_mail_that_cannot_be_written_holds_back_nobody_else(reader, other, follow, published, monkeypatch, caplog):
    follow(reader, "q=jardin")
    follow(other, "q=jardin")
    published()
    match_new_sheets()
    real = notifications.alert

    def broken_for_one(user, found):
        if user == reader:
            raise ValueError
        real(user, found)

    monkeypatch.setattr(notifications, "alert", broken_for_one)
    assert send_due_alerts() == 1
    assert [record.getMessage() for record in caplog.records if record.name == "saved.digests"] == ["An alert could not be written."]
    monkeypatch.undo()
    assert send_due_alerts() == 1
    assert [mail.to for mail in alert_mails()] == [other.email, reader.email]


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_each_mail_once(reader, other, follow, published):
    follow(reader, "q=jardin")
    follow(other, "q=jardin")
    published()
    match_new_sheets()
    start = threading.Barrier(2)

    def worker():
        try:
            start.wait()
            digests.send_due_alerts()
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    send_due_alerts()
    assert sorted(mail.to for mail in alert_mails()) == sorted([reader.email, other.email])


def test_one_click_stops_all_alerts_without_session_cookie_or_form_token(client_of, reader, follow, published):
    follow(reader, "q=jardin")
    published()
    sweep()
    [mail] = alert_mails()
    url = mail.headers["List-Unsubscribe"].strip("<>")
    path = "/" + url.split("/", 3)[3]
    program = client_of(None, enforce_csrf_checks=True)
    published()
    match_new_sheets()
    assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert program.cookies == {}
    later(hours=1)
    assert sweep() == 0
    published()
    assert sweep() == 0
    assert (AlertConsent.objects.count(), SavedSearch.objects.count(), Match.objects.unsent().count()) == (0, 1, 0)
    assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200, "once more does no harm"


def test_looking_at_the_stop_page_stops_nothing(outside, reader, follow):
    follow(reader, "q=jardin")
    answer = outside.get(f"/compte/recherches/arreter/{notifications.stop_token(reader.pk)}/")
    assert (answer.status_code, answer.headers["X-Robots-Tag"], text(answer).count("<form")) == (200, "noindex", 1)
    assert AlertConsent.objects.get().given_at


def test_one_search_is_stopped_alone(outside, reader, follow, published):
    gardens, cafes = follow(reader, "q=jardin"), follow(reader, "q=café")
    assert outside.post(f"/compte/recherches/arreter/{notifications.stop_token(reader.pk, gardens.pk)}/").status_code == 200
    published("Le jardin")
    coffee = published("Le café")
    sweep()
    assert (matched(gardens), matched(cafes)) == ([], [coffee.identifier])
    gardens.refresh_from_db()
    assert gardens.rhythm == Rhythm.NEVER


def test_a_forged_or_altered_link_stops_nothing(outside, reader, other, follow):
    theirs = follow(other, "q=jardin")
    good = notifications.stop_token(reader.pk)
    for token in ("x", good[:-2], f"a{good}", signing.dumps([reader.pk, 0]), signing.dumps("x", salt=notifications.STOP_SALT)):
        assert outside.post(f"/compte/recherches/arreter/{token}/").status_code == 404
    outside.post(f"/compte/recherches/arreter/{notifications.stop_token(reader.pk, theirs.pk)}/")
    theirs.refresh_from_db()
    assert (theirs.rhythm, AlertConsent.objects.filter(user=other).count()) == (Rhythm.EACH, 1)


def test_alerts_begin_again_with_a_new_confirmation(signed_in, outside, reader, follow, published):
    search = follow(reader, "q=jardin")
    alerts.stop_all(user_id=reader.pk)
    published()
    sweep()
    signed_in.post("/compte/recherches/messages/")
    [link] = links(OutgoingMail.objects.order_by("pk").last(), "/compte/recherches/confirmer/")
    outside.post(link)
    new = published()
    assert sweep() == 1
    assert matched(search) == [new.identifier]


def test_a_rhythm_of_never_drops_what_waited(reader, follow, published):
    search = follow(reader, "q=jardin", rhythm=Rhythm.WEEKLY)
    published()
    match_new_sheets()
    searches.change_search(search=search, name="Jardins", rhythm=Rhythm.NEVER)
    searches.change_search(search=search, name="Jardins", rhythm=Rhythm.EACH)
    assert sweep() == 0


def test_alerts_follow_a_change_of_address(reader, follow, published):
    follow(reader, "q=jardin")
    reader.email = "nouvelle@essai.example"
    reader.save()
    published()
    sweep()
    assert [mail.to for mail in alert_mails()] == ["nouvelle@essai.example"]


def test_run_due_does_all_of_it_and_the_headers_reach_the_server(reader, follow, published):
    follow(reader, "q=jardin")
    published()
    call_command("run_due")
    send_due_mails()
    [sent] = [message for message in django_mail.outbox if "nouvelle fiche" in message.subject]
    read = message_from_string(sent.message().as_string())
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert read["List-Unsubscribe"].strip().startswith("<http")
