"""Mails: written with what causes them, sent by the worker, never lost, never twice."""

import threading
from datetime import timedelta
from email import message_from_string

import pytest
from django.core import mail as django_mail
from django.db import connection, transaction
from django.template import engines
from django.utils import timezone

from core import mail_kinds
from core.mail import prune_mails, queue_mail, queue_text, send_due_mails
from core.models import OutgoingMail


def write_mail(to="lea@example.org", subject="Votre fiche", body="Bonjour Léa"):
    return queue_text(to=to, subject=subject, body=body, template="core/mail/test.txt", about="practice:op-1")


@pytest.fixture
def logged(caplog):
    """What we log, apart from what the test's mail server says of itself."""
    return lambda: [record.getMessage() for record in caplog.records if record.name == "core.mail"]


@pytest.fixture
def arrival_template(settings, tmp_path):
    (tmp_path / "arrival.txt").write_text("Subject: Reçu : {{ title }}\n\nBonjour {{ name }},\n{{ site_url }}/mes-fiches/\n")
    django = engines["django"]
    loader = next(loader for loader in django.engine.template_loaders[0].loaders if hasattr(loader, "dirs"))
    before = loader.dirs
    loader.dirs = [tmp_path, *loader.get_dirs()]
    yield "arrival.txt"
    loader.dirs = before


def test_a_template_gives_subject_and_body_as_plain_text(arrival_template, settings):
    settings.SITE_URL = "https://site.example"
    subject, body = mail_kinds.worded(arrival_template, {"title": "L'atelier <cuisine>\nBcc: x@example.org", "name": "Léa & Cie"})
    assert subject == "Reçu : L'atelier <cuisine> Bcc: x@example.org"
    assert body == "Bonjour Léa & Cie,\nhttps://site.example/mes-fiches/\n"


@pytest.mark.django_db
def test_a_mail_is_written_in_the_transaction_and_leaves_only_after_it(arrival_template, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue_mail(to="lea@example.org", template=arrival_template, context={"title": "Atelier", "name": "Léa"}, about="practice:op-1")
        assert django_mail.outbox == []
    [sent] = django_mail.outbox
    assert (sent.to, sent.subject) == (["lea@example.org"], "Reçu : Atelier")
    row = OutgoingMail.objects.get()
    assert (row.about, row.attempts, row.sent_at is None) == ("practice:op-1", 1, False)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_undone_leaves_no_mail():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write_mail()
        raise ZeroDivisionError
    assert OutgoingMail.objects.count() == 0
    assert django_mail.outbox == []


@pytest.mark.django_db
def test_a_mail_reaches_the_server_once(mail_server):
    write_mail()
    assert send_due_mails() == 1
    assert send_due_mails() == 0
    [(recipient, text)] = mail_server.received
    assert recipient == "lea@example.org"
    assert "Subject: Votre fiche" in text


@pytest.mark.django_db
def test_a_mail_carries_its_own_headers_and_cannot_take_the_place_of_ours(mail_server):
    headers = {"List-Unsubscribe": "<https://site.example/stop/>", "Message-ID": "<forged@example.org>"}
    queue_text(to="lea@example.org", subject="Votre fiche", body="Bonjour", template="core/mail/test.txt", headers=headers)
    assert send_due_mails() == 1
    [(_recipient, text)] = mail_server.received
    read = message_from_string(text)
    assert read["List-Unsubscribe"] == "<https://site.example/stop/>"
    assert read.get_all("Message-ID") != ["<forged@example.org>"]
    assert len(read.get_all("Message-ID")) == 1


@pytest.mark.django_db
def test_a_server_that_does_not_answer_costs_one_attempt_and_no_mail(smtp, logged):
    mail = write_mail(body="un mot confidentiel")
    write_mail(to="sam@example.org")
    assert send_due_mails() == 0
    assert list(OutgoingMail.objects.order_by("pk").values_list("attempts", "sent_at")) == [(1, None), (0, None)]
    assert logged() == [f"core/mail/test.txt #{mail.pk} not sent at attempt 1: ConnectionRefusedError"], (
        "neither the text nor the recipient"
    )


@pytest.mark.django_db
def test_mails_kept_while_the_server_was_down_leave_when_it_is_back(settings, mail_server, free_port):
    settings.EMAIL_PORT = 1
    write_mail()
    write_mail(to="sam@example.org")
    assert send_due_mails() == 0
    settings.EMAIL_PORT = free_port
    OutgoingMail.objects.update(next_attempt_at=timezone.now())
    assert send_due_mails() == 2
    assert mail_server.recipients == ["lea@example.org", "sam@example.org"]


@pytest.mark.django_db
def test_an_address_refused_does_not_hold_back_the_others(mail_server, logged):
    mail_server.refused = {"lea@example.org"}
    write_mail()
    write_mail(to="sam@example.org")
    assert send_due_mails() == 1
    assert mail_server.recipients == ["sam@example.org"]
    refused = OutgoingMail.objects.get(to="lea@example.org")
    assert (refused.sent_at, refused.attempts, refused.leased_until) == (None, 1, None)
    assert refused.last_error.startswith("SMTPRecipientsRefused")
    assert logged() == [f"core/mail/test.txt #{refused.pk} not sent at attempt 1: SMTPRecipientsRefused"]


@pytest.mark.django_db
def test_after_five_days_a_mail_is_given_up_and_after_ninety_forgotten(mail_server):
    now = timezone.now()
    given_up, old_sent, recent = write_mail(), write_mail(), write_mail(to="sam@example.org")
    OutgoingMail.objects.filter(pk=given_up.pk).update(created_at=now - timedelta(days=6))
    OutgoingMail.objects.filter(pk=old_sent.pk).update(created_at=now - timedelta(days=91), sent_at=now - timedelta(days=91))
    assert send_due_mails() == 1
    assert mail_server.recipients == ["sam@example.org"]
    assert list(OutgoingMail.objects.given_up()) == [given_up]
    assert prune_mails() == 1
    assert set(OutgoingMail.objects.values_list("pk", flat=True)) == {given_up.pk, recent.pk}


@pytest.mark.django_db
def test_a_wake_up_that_fails_breaks_nothing(django_capture_on_commit_callbacks, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["another"]}}
    with django_capture_on_commit_callbacks(execute=True):
        write_mail()
    assert send_due_mails() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once(mail_server):
    for n in range(12):
        OutgoingMail.objects.create(to=f"p{n:02}@example.org", subject="S", body="B", template="t")
    start, sent = threading.Barrier(2), []

    def worker():
        try:
            start.wait()
            sent.append(send_due_mails())
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sum(sent) == 12
    assert mail_server.recipients == [f"p{n:02}@example.org" for n in range(12)]
