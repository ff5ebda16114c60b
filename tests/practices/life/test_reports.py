"""« Signaler »: anybody tells the editors of the region, who set the sheet aside or not, and answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import OutgoingMail
from practices.domain import reports
from practices.domain.absence import withdraw_practice
from practices.domain.errors import Forbidden, OutOfDate
from practices.models import Report
from tests.practices.factories import approve, fresh, make_editor, make_submitted

from .conftest import kinds, mails

pytestmark = pytest.mark.usefixtures("reference_data")

VALUES = {"reason": "person", "text": "On reconnaît madame L. dans le récit.", "email": "lectrice@essai.example", "site": ""}


def post(client, sheet, **changes):
    return client.post(f"/p/{sheet.identifier}/signaler/", VALUES | changes)


def test_a_reader_without_an_account_is_heard_by_the_editors_of_the_region_alone(client, sheet, editor, contributor):
    make_editor("Île-de-France")
    assert f"/p/{sheet.identifier}/signaler/" in client.get(f"/pratiques/hauts-de-france/{sheet.slug}/").content.decode()
    assert client.get(f"/p/{sheet.identifier}/signaler/").status_code == 200
    answer = post(client, sheet)
    assert "la rédaction l’a reçu" in answer.content.decode()
    report = Report.objects.get()
    assert (report.record_id, report.reason, report.text, report.email) == (sheet.pk, *list(VALUES.values())[:3])
    assert mails() == [(editor.email, "reported")]
    assert VALUES["text"] in OutgoingMail.objects.get().body
    event = sheet.events.last()
    assert (event.kind, event.comment, event.actor_id) == ("reported", "", None)


def test_the_same_report_sent_twice_is_one(client, sheet):
    post(client, sheet)
    post(client, sheet)
    assert Report.objects.count() == 1
    post(client, sheet, text="Autre chose encore.")
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [{"reason": ""}, {"reason": "correction"}, {"text": "  "}, {"text": "x" * 4_001}, {"text": "a\x00b"}, {"email": "pas une adresse"}],
)
def test_what_cannot_be_read_is_asked_for_again_and_kept_in_the_form(client, sheet, wrong):
    answer = post(client, sheet, **wrong)
    assert answer.status_code == 422
    assert Report.objects.count() == 0


def test_programs_are_thanked_for_nothing(client, sheet):
    assert post(client, sheet, site="https://essai.example/").status_code == 200
    assert (Report.objects.count(), mails()) == (0, [])


def test_one_machine_reports_so_often_and_no_more(client, sheet):
    statuses = [post(client, sheet, text=f"Essai {number}").status_code for number in range(8)]
    assert statuses == [200] * 6 + [429] * 2
    refused = post(client, sheet, text="Ce texte reste.")
    assert int(refused["Retry-After"]) > 0
    assert "Ce texte reste." in refused.content.decode()
    assert Report.objects.count() == 6


def test_a_sheet_that_is_gone_or_unknown_is_not_reported(client, sheet, contributor):
    withdraw_practice(page_id=sheet.pk, by=contributor)
    assert client.get(f"/p/{sheet.identifier}/signaler/", follow=True).status_code == 410
    assert client.get("/p/op-00000000/signaler/", follow=True).status_code == 404
    with pytest.raises(OutOfDate):
        reports.report_practice(page_id=sheet.pk, reason="other", text="Trop tard.")


def test_the_list_holds_what_awaits_the_editor_and_nothing_of_other_regions(client, sheet, editor, sign_in, django_assert_num_queries):
    post(client, sheet)
    assert VALUES["text"] in sign_in(editor).get("/gestion/fiches/signalements/").content.decode()
    parisian = sign_in(make_editor("Île-de-France"))
    assert VALUES["text"] not in parisian.get("/gestion/fiches/signalements/").content.decode()
    report = Report.objects.get()
    assert parisian.get(f"/gestion/fiches/signalements/{report.pk}/").status_code == 404
    assert parisian.post(f"/gestion/fiches/signalements/{report.pk}/", {"words": "Non."}).status_code == 404
    assert VALUES["text"] in sign_in(make_editor(None)).get("/gestion/fiches/signalements/").content.decode()


def test_an_answer_goes_by_mail_and_closes_the_report(client, sheet, editor, sign_in):
    post(client, sheet)
    report = Report.objects.get()
    address = f"/gestion/fiches/signalements/{report.pk}/"
    assert sign_in(editor).post(address, {"words": " "}).status_code == 422
    assert client.post(address, {"words": "Merci, le passage est réécrit."}).status_code == 302
    assert mails()[1:] == [(VALUES["email"], "report_answered")]
    body = OutgoingMail.objects.last().body
    assert "Merci, le passage est réécrit." in body
    assert editor.email not in body
    report.refresh_from_db()
    assert (report.handled_by, report.answer) == (editor, "Merci, le passage est réécrit.")
    assert kinds(sheet)[-1] == "report_answered"
    with pytest.raises(OutOfDate):
        reports.answer_report(report_id=report.pk, by=editor, answer="Encore.")


def test_without_an_address_or_an_answer_no_mail_leaves(client, sheet, editor, sign_in):
    post(client, sheet, email="")
    post(client, sheet, text="Un autre.")
    sign_in(editor)
    for report in Report.objects.all():
        assert client.post(f"/gestion/fiches/signalements/{report.pk}/", {"words": "", "close": "1"}).status_code == 302
    assert [name for _to, name in mails()] == ["reported", "reported"]
    assert Report.objects.filter(handled_at=None).count() == 0


def test_the_sheet_is_set_aside_in_one_click_from_the_report(client, sheet, editor, contributor, sign_in):
    post(client, sheet)
    page = sign_in(editor).get(f"/gestion/fiches/signalements/{Report.objects.get().pk}/").content.decode()
    assert f'action="/gestion/fiches/{sheet.pk}/suspendre/"' in page
    client.post(f"/gestion/fiches/{sheet.pk}/suspendre/")
    assert fresh(sheet.pk).public_state == "archived"
    assert mails()[1:] == [(contributor.email, "suspended")]


def test_who_wrote_the_sheet_does_not_judge_what_is_said_of_it(client, editor, sign_in):
    other = make_editor("Hauts-de-France")
    record = make_submitted(editor)
    approve(record, other)
    OutgoingMail.objects.all().delete()
    post(client, record)
    assert mails() == [(other.email, "reported")]
    report = Report.objects.get()
    with pytest.raises(Forbidden):
        reports.answer_report(report_id=report.pk, by=editor, answer="Tout va bien.")
    assert "Répondre par courriel" not in sign_in(editor).get(f"/gestion/fiches/signalements/{report.pk}/").content.decode()
    reports.answer_report(report_id=report.pk, by=other, answer="C’est vu.")


def test_the_address_of_the_reader_is_erased_ninety_days_after_the_answer(client, sheet, editor):
    post(client, sheet)
    post(client, sheet, text="Un autre, sans réponse.")
    first, second = Report.objects.order_by("pk")
    reports.answer_report(report_id=first.pk, by=editor, answer="Merci.")
    Report.objects.filter(pk=first.pk).update(handled_at=timezone.now() - timedelta(days=89))
    assert reports.forget_reporters() == 0
    Report.objects.filter(pk=first.pk).update(handled_at=timezone.now() - timedelta(days=91))
    Report.objects.filter(pk=second.pk).update(at=timezone.now() - timedelta(days=300))
    assert reports.forget_reporters() == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.email, second.email) == ("", VALUES["email"])


def test_contributors_are_not_told_of_reports(client, sheet, contributor, sign_in):
    post(client, sheet)
    page = sign_in(contributor).get(f"/mes-fiches/{sheet.identifier}/").content.decode()
    assert VALUES["text"] not in page
    assert "signal" not in page.partition('id="history-title"')[2].lower()
