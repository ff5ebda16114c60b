"""A letter leaves once to each subscriber, over a real mail server, whatever that server answers."""

import email
import email.policy
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from newsletter.domain import issues, sending, subscriptions
from newsletter.models import Delivery, Issue, Subscriber, TrialLetter
from newsletter.queries import counts
from practices.domain.errors import Faulty, Forbidden, OutOfDate
from tests.practices.factories import make_editor, make_user

from .factories import make_issue, make_reader, make_readers, public, text

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture(autouse=True)
def _nothing_leaves_by_itself(settings):
    """Batches are sent where the test says so."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def begun(editor, *parts, **values) -> Issue:
    issue = make_issue(*parts, **values)
    issues.send(issue_id=issue.pk, version=1, by=editor)
    issue.refresh_from_db()
    return issue


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def later(**ago):
    Delivery.objects.update(next_attempt_at=timezone.now(), leased_until=None)


def test_each_subscriber_receives_it_once_in_both_forms_with_a_way_out(mail_server, editor):
    make_readers(3)
    issue = begun(editor, text("Bonjour."))
    assert sending.send_batch() == 3
    assert sending.send_batch() == 0
    assert mail_server.recipients == [f"lecteur-{number}@essai.example" for number in range(3)]
    message = email.message_from_string(mail_server.received[0][1], policy=email.policy.default)
    assert (message["Subject"], message["List-Unsubscribe-Post"]) == ("Ce que disent les habitants", "List-Unsubscribe=One-Click")
    assert "/lettre/desinscription/" in message["List-Unsubscribe"]
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert len({email.message_from_string(text)["Message-ID"] for _to, text in mail_server.received}) == 3
    issue.refresh_from_db()
    assert (issue.state, issue.number, counts(issue)["sent"]) == ("sent", 1, 3)


def test_a_letter_that_begins_with_dots_arrives_as_it_was_written(mail_server, editor):
    make_readers(1)
    begun(editor, text("<p>.</p><p>..</p><p>.fin</p>"))
    sending.send_batch()
    message = email.message_from_string(mail_server.received[0][1], policy=email.policy.default)
    assert ".\n\n..\n\n.fin" in message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_numbers_follow_each_other(editor):
    make_readers(1)
    assert [begun(editor).number for _time in range(3)] == [1, 2, 3]


def test_only_confirmed_subscribers_whom_it_concerns_receive_it(mail_server, editor):
    make_reader("logement@essai.example", themes=["logement-habitat"])
    make_reader("emploi@essai.example", themes=["insertion-emploi"])
    make_reader("pas-confirmee@essai.example", confirmed=False)
    begun(editor, text("Logement", themes=["logement-habitat"]))
    sending.send_batch()
    assert mail_server.recipients == ["logement@essai.example"]


def test_whoever_left_since_the_letter_was_addressed_does_not_receive_it(mail_server, editor):
    stays, leaves = make_reader("reste@essai.example"), make_reader("part@essai.example")
    begun(editor)
    subscriptions.leave(subscriber_id=leaves.pk)
    sending.send_batch()
    assert mail_server.recipients == [stays.email]


def test_whoever_leaves_while_her_letter_is_on_the_wire_does_not_receive_it(mail_server, editor, monkeypatch):
    make_readers(2)
    begun(editor)
    mark = sending._mark
    first = Subscriber.objects.earliest("pk")

    def mark_when_she_has_left(row):
        if row.subscriber_id == first.pk:
            subscriptions.leave(subscriber_id=first.pk)
        return mark(row)

    monkeypatch.setattr(sending, "_mark", mark_when_she_has_left)
    sending.send_batch()
    assert mail_server.recipients == ["lecteur-1@essai.example"]
    assert states() == ["sent"]


def test_what_is_stopped_does_not_leave_and_goes_on_where_it_was(mail_server, editor, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 2)
    make_readers(5)
    issue = begun(editor)
    sending.send_batch()
    issues.stop(issue_id=issue.pk, by=editor)
    assert sending.send_batch() == 0
    issues.resume(issue_id=issue.pk, by=editor)
    assert (sending.send_batch(), sending.send_batch()) == (2, 1)
    assert len(mail_server.received) == len(set(mail_server.recipients)) == 5


def test_an_address_that_does_not_exist_leaves_the_list_after_three_letters(mail_server, editor):
    make_readers(2)
    mail_server.refused = {"lecteur-0@essai.example"}
    for number in range(1, 4):
        assert Subscriber.objects.count() == 2
        issue = begun(editor)
        sending.send_batch()
        assert (counts(issue)["sent"], counts(issue)["refused"]) == (1, 1)
        assert len(mail_server.received) == number
    assert list(Subscriber.objects.values_list("email", flat=True)) == ["lecteur-1@essai.example"]


def test_one_letter_that_arrives_makes_up_for_two_that_were_refused(mail_server, editor):
    reader = make_reader()
    for refused in (True, True, False, True):
        mail_server.refused = {reader.email} if refused else set()
        begun(editor)
        sending.send_batch()
    reader.refresh_from_db()
    assert reader.refusals == 1


class Answers:
    """What the mail server answers at a stage of the dialogue."""

    def __init__(self, server, stage, answer):
        async def handle(_server, session, envelope, *arguments):
            if stage == "RCPT" and answer.startswith("2"):
                envelope.rcpt_tos.append(arguments[0])
            return answer

        setattr(server, f"handle_{stage}", handle)


@pytest.mark.parametrize("said", ["554 5.7.1 we take nothing from you", "550 5.7.26 not aligned"])
def test_a_server_that_wants_nothing_from_us_costs_no_reader_her_subscription(mail_server, editor, said):
    reader = make_reader()
    Answers(mail_server, "RCPT", said)
    begun(editor)
    sending.send_batch()
    reader.refresh_from_db()
    assert (states(), reader.refusals) == (["refused"], 0)


def test_a_text_that_is_refused_is_counted_and_blames_nobody(mail_server, editor):
    reader = make_reader()
    Answers(mail_server, "DATA", "554 5.6.0 this looks like spam")
    begun(editor)
    sending.send_batch()
    reader.refresh_from_db()
    assert (states(), reader.refusals) == (["refused"], 0)


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
def test_a_server_that_asks_to_come_back_is_asked_six_times(mail_server, editor, stage):
    make_reader()
    Answers(mail_server, stage, "451 4.7.1 greylisted")
    begun(editor)
    for _time in range(5):
        sending.send_batch()
        assert states() == ["waiting"]
        assert Delivery.objects.get().next_attempt_at > timezone.now() + timedelta(minutes=14)
        later()
    sending.send_batch()
    assert states() == ["refused"]


def test_a_mail_server_that_is_down_keeps_every_letter_waiting(smtp, editor):
    make_readers(3)
    begun(editor)
    assert sending.send_batch() == 0
    assert states() == ["waiting"] * 3
    first, *others = Delivery.objects.order_by("pk")
    assert all(row.next_attempt_at < first.next_attempt_at for row in others)
    assert {row.put_off for row in (first, *others)} == {0}


def test_a_connection_that_breaks_after_the_end_leaves_the_letter_unsure_and_never_twice(mail_server, editor):
    make_reader()
    issue = begun(editor)

    async def take_and_hang_up(server, session, envelope):
        mail_server.received.append((envelope.rcpt_tos[0], ""))
        server.transport.abort()

    mail_server.handle_DATA = take_and_hang_up
    sending.send_batch()
    later()
    sending.send_batch()
    assert (states(), len(mail_server.received)) == (["unsure"], 1)
    issue.refresh_from_db()
    assert issue.state == "sent"


def test_what_a_dead_worker_had_marked_is_not_sent_again_and_what_it_had_taken_is(mail_server, editor):
    make_readers(2)
    begun(editor)
    marked, taken = Delivery.objects.order_by("pk")
    over = timezone.now() - timedelta(seconds=1)
    Delivery.objects.filter(pk=marked.pk).update(state="handed", leased_until=over)
    Delivery.objects.filter(pk=taken.pk).update(leased_until=over)
    sending.send_batch()
    assert mail_server.recipients == [taken.subscriber.email]
    assert states() == ["unsure", "sent"]


def test_an_editor_may_have_it_sent_again_to_those_who_perhaps_received_it(mail_server, editor):
    make_readers(2)
    issue = begun(editor)
    sending.send_batch()
    Delivery.objects.filter(subscriber__email="lecteur-0@essai.example").update(state="unsure")
    issues.send_again_to_unsure(issue_id=issue.pk, by=editor)
    sending.send_batch()
    ids = [email.message_from_string(text)["Message-ID"] for to, text in mail_server.received if to == "lecteur-0@essai.example"]
    assert (len(ids), len(set(ids)), len(mail_server.received)) == (2, 1, 3)


def test_two_workers_never_take_the_same_letter(mail_server, editor):
    make_readers(2)
    begun(editor)
    rows = sending.lease(Delivery.objects.to_send(), limit=50, seconds=120)
    assert (len(rows), sending.send_batch(), mail_server.received) == (2, 0, [])


def test_a_lease_that_ran_out_marks_nothing(mail_server, editor, monkeypatch):
    make_readers(1)
    begun(editor)
    monkeypatch.setattr(sending, "LEASE_SECONDS", -1)
    assert sending.send_batch() == 0
    assert (states(), mail_server.received) == (["waiting"], [])


def test_nothing_is_left_to_say_when_all_was_withdrawn_meanwhile(mail_server, editor):
    from publications.domain.publication import withdraw_content
    from publications.models import EditorialRecord

    from .factories import published_news

    make_readers(1)
    page = published_news()
    issue = begun(editor, public(EditorialRecord.objects.get(page=page).identifier))
    withdraw_content(page_id=page.pk, by=editor)
    sending.send_batch()
    assert (states(), mail_server.received) == (["empty"], [])
    issue.refresh_from_db()
    assert issue.state == "sent"


def test_it_leaves_by_itself_at_its_time_and_not_before(editor):
    make_readers(1)
    issue = make_issue()
    issues.schedule(issue_id=issue.pk, version=1, at=timezone.now() + timedelta(hours=1), by=editor)
    assert issues.begin_due_issues() == 0
    Issue.objects.update(scheduled_for=timezone.now())
    assert (issues.begin_due_issues(), issues.begin_due_issues()) == (1, 0)
    assert Delivery.objects.count() == 1


def test_a_scheduled_letter_without_anything_public_is_a_draft_again_and_its_editor_is_told(editor):
    from core.models import OutgoingMail

    make_readers(1)
    issue = make_issue()
    issues.schedule(issue_id=issue.pk, version=1, at=timezone.now() + timedelta(hours=1), by=editor)
    Subscriber.objects.all().delete()
    Issue.objects.update(scheduled_for=timezone.now())
    assert issues.begin_due_issues() == 0
    issue.refresh_from_db()
    assert (issue.state, issue.number, issue.scheduled_for) == ("draft", None, None)
    assert [(told.to, told.template) for told in OutgoingMail.objects.all()] == [(editor.email, "newsletter/mail/not_sent.txt")]


def test_who_may_not_or_reads_an_old_version_sends_nothing(editor):
    make_readers(1)
    issue = make_issue()
    at = timezone.now() + timedelta(hours=1)
    for nobody in (make_editor("Bretagne"), make_user()):
        with pytest.raises(Forbidden):
            issues.send(issue_id=issue.pk, version=1, by=nobody)
        with pytest.raises(Forbidden):
            issues.schedule(issue_id=issue.pk, version=1, at=at, by=nobody)
        with pytest.raises(Forbidden):
            issues.try_out(issue_id=issue.pk, by=nobody)
    with pytest.raises(OutOfDate):
        issues.send(issue_id=issue.pk, version=2, by=editor)
    with pytest.raises(Faulty):
        issues.schedule(issue_id=issue.pk, version=1, at=timezone.now(), by=editor)
    assert not Delivery.objects.exists()
    issues.send(issue_id=issue.pk, version=1, by=editor)
    with pytest.raises(OutOfDate):
        issues.send(issue_id=issue.pk, version=1, by=editor)
    assert Delivery.objects.count() == 1


def test_a_letter_for_nobody_does_not_begin(editor):
    issue = make_issue()
    with pytest.raises(Faulty):
        issues.send(issue_id=issue.pk, version=1, by=editor)
    issue.refresh_from_db()
    assert (issue.state, issue.number) == ("draft", None)


def test_an_editor_sends_it_to_herself_alone(mail_server, editor):
    make_readers(3)
    issue = make_issue(text("Pour quelques-uns", themes=["logement-habitat"]))
    issues.try_out(issue_id=issue.pk, by=editor)
    issues.try_out(issue_id=issue.pk, by=editor)
    assert sending.send_trials() == 1
    assert mail_server.recipients == [editor.email]
    subject = email.message_from_string(mail_server.received[0][1], policy=email.policy.default)["Subject"]
    assert subject == "[Essai] Ce que disent les habitants"
    assert (TrialLetter.objects.count(), Delivery.objects.count()) == (0, 0)


def test_where_mails_do_not_leave_by_smtp_letters_leave_too(editor):
    make_readers(2)
    begun(editor)
    assert sending.send_batch() == 2
    assert sorted(message.to[0] for message in mail.outbox) == ["lecteur-0@essai.example", "lecteur-1@essai.example"]


def test_no_more_letters_leave_a_second_than_was_set(mail_server, editor, settings, monkeypatch):
    pauses = []
    monkeypatch.setattr(sending.time, "sleep", pauses.append)
    settings.NEWSLETTER_MAILS_A_SECOND = 4
    make_readers(3)
    begun(editor)
    sending.send_batch()
    assert pauses == [0.25, 0.25]
