"""« Toujours en cours ? »: who is asked when, what each answer does, what silence does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import OutgoingMail
from practices.domain import confirmation, drafts, submission
from practices.domain.absence import withdraw_practice
from practices.domain.errors import Forbidden
from practices.models import PracticeRecord, PublicPractice
from tests.practices.factories import approve, fresh, make_editor, make_user

from .conftest import kinds, link, mails

pytestmark = pytest.mark.usefixtures("reference_data")


def age(sheet, days, **more):
    """As if the sheet had been published so many days ago."""
    PracticeRecord.objects.filter(pk=sheet.pk).update(first_published_at=timezone.now() - timedelta(days=days), **more)


def asked(sheet, days=0):
    """As if the question had been asked so many days ago."""
    age(sheet, 400)
    confirmation.follow_up()
    PracticeRecord.objects.filter(pk=sheet.pk).update(confirmation_asked_at=timezone.now() - timedelta(days=days))


def public():
    return PublicPractice.objects.get().data


def test_nobody_is_asked_before_a_year(sheet):
    age(sheet, 364)
    confirmation.follow_up()
    assert (mails(), fresh(sheet.pk).confirmation_asked_at) == ([], None)


def test_a_year_after_publication_its_contributor_is_asked_once(sheet, contributor):
    age(sheet, 366)
    for _sweep in range(3):
        confirmation.follow_up()
    assert mails() == [(contributor.email, "still_running")]
    assert kinds(sheet)[-1] == "confirmation_asked"


def test_one_reminder_after_thirty_days_then_the_sheet_says_that_it_is_to_be_checked(client, sheet, contributor):
    asked(sheet, days=29)
    confirmation.follow_up()
    assert [name for _to, name in mails()] == ["still_running"]
    PracticeRecord.objects.update(confirmation_asked_at=timezone.now() - timedelta(days=31))
    for _sweep in range(2):
        confirmation.follow_up()
    assert [name for _to, name in mails()] == ["still_running", "still_running_again"]
    assert public()["to_verify"] is False
    updated_at = public()["updated_at"]
    PracticeRecord.objects.update(confirmation_asked_at=timezone.now() - timedelta(days=61))
    for _sweep in range(2):
        confirmation.follow_up()
    assert (public()["to_verify"], public()["updated_at"]) == (True, updated_at)
    assert len(mails()) == 2
    assert "à vérifier" in client.get(public()["url"]).content.decode()


def test_opening_the_link_answers_nothing_and_one_button_confirms(client, sheet, contributor):
    asked(sheet, days=61)
    confirmation.follow_up()
    address = link("/mes-fiches/toujours-en-cours/")
    page = client.get(address)
    assert (page.status_code, page["X-Robots-Tag"], fresh(sheet.pk).confirmed_at) == (200, "noindex", None)
    client.head(address)
    assert fresh(sheet.pk).confirmed_at is None
    before = public()
    assert client.post(address, {"act": "yes"}).status_code == 200
    record = fresh(sheet.pk)
    assert (record.confirmation_asked_at, record.confirmation_reminded_at, record.unconfirmed_since) == (None, None, None)
    assert {key for key, value in public().items() if value != before[key]} == {"confirmed_at", "to_verify"}
    assert public()["to_verify"] is False
    event = record.events.last()
    assert (event.kind, event.actor_id) == ("confirmed", contributor.pk)
    assert "confirmée le" in client.get(public()["url"]).content.decode()


def test_a_link_serves_once(client, sheet):
    asked(sheet)
    address = link("/mes-fiches/toujours-en-cours/")
    client.post(address, {"act": "yes"})
    first = fresh(sheet.pk).confirmed_at
    again = client.post(address, {"act": "ended", "end_date": "2025"})
    assert "déjà répondu" in again.content.decode()
    assert (fresh(sheet.pk).confirmed_at, public()["status"]) == (first, "running")


def test_forged_expired_and_foreign_links_do_nothing(client, sheet, monkeypatch):
    asked(sheet)
    address = link("/mes-fiches/toujours-en-cours/")
    assert client.post(address[:-4] + "abc/", {"act": "yes"}).status_code == 404
    with monkeypatch.context() as later:
        later.setattr("practices.life.notifications.CONFIRMATION_LINK_LIFE", -1)
        assert client.post(address, {"act": "yes"}).status_code == 410
    page = fresh(sheet.pk).page
    page.owner = make_user("nouvelle@essai.example")
    type(page).objects.filter(pk=page.pk).update(owner=page.owner)
    assert client.post(address, {"act": "yes"}).status_code == 410
    assert fresh(sheet.pk).confirmed_at is None


def test_the_next_question_comes_a_year_after_the_answer(sheet, contributor):
    asked(sheet)
    confirmation.confirm_practice(page_id=sheet.pk, by=contributor)
    confirmation.follow_up()
    PracticeRecord.objects.update(confirmed_at=timezone.now() - timedelta(days=364))
    confirmation.follow_up()
    assert len(mails()) == 1
    PracticeRecord.objects.update(confirmed_at=timezone.now() - timedelta(days=366))
    confirmation.follow_up()
    assert [name for _to, name in mails()] == ["still_running", "still_running"]


def test_the_end_is_public_at_once_and_is_not_asked_about_any_more(client, sheet, contributor):
    asked(sheet)
    address = link("/mes-fiches/toujours-en-cours/")
    for wrong in ("", "l’été", "2020"):
        assert client.post(address, {"act": "ended", "end_date": wrong}).status_code == 422
        assert public()["status"] == "running"
    assert client.post(address, {"act": "ended", "end_date": "2026-06"}).status_code == 200
    assert (public()["status"], public()["end_date"]) == ("ended", "2026-06")
    record = fresh(sheet.pk)
    assert (record.review_state, record.public_state) == ("settled", "published")
    assert record.events.last().comment == "L’action est terminée\u00a0: juin 2026."
    PracticeRecord.objects.update(confirmed_at=timezone.now() - timedelta(days=800))
    confirmation.follow_up()
    assert len(mails()) == 1


def test_an_end_keeps_the_version_that_she_has_begun(client, sheet, contributor):
    drafts.save_draft(page_id=sheet.pk, by=contributor, values={"summary": "Un bilan."})
    asked(sheet)
    client.post(link("/mes-fiches/toujours-en-cours/"), {"act": "ended", "end_date": "2026"})
    newest = fresh(sheet.pk).page.latest_revision.as_object()
    assert (newest.summary, newest.status, public()["summary"] == "Un bilan.") == ("Un bilan.", "ended", False)


def test_an_end_is_not_told_beside_a_version_under_review(client, sheet, contributor):
    drafts.save_draft(page_id=sheet.pk, by=contributor, values={"summary": "Un bilan."})
    submission.submit_practice(page_id=sheet.pk, by=contributor)
    asked(sheet)
    assert client.post(link("/mes-fiches/toujours-en-cours/"), {"act": "ended", "end_date": "2026"}).status_code == 422
    assert public()["status"] == "running"


def test_to_update_leads_to_the_sheet_and_puts_silence_off(client, sheet):
    asked(sheet, days=50)
    answer = client.post(link("/mes-fiches/toujours-en-cours/"), {"act": "update"})
    assert answer["Location"] == f"/mes-fiches/{sheet.identifier}/"
    PracticeRecord.objects.update(confirmation_asked_at=fresh(sheet.pk).confirmation_asked_at - timedelta(days=29))
    confirmation.follow_up()
    assert public()["to_verify"] is False


def test_an_accepted_new_version_is_a_confirmation(sheet, editor, contributor):
    asked(sheet, days=61)
    confirmation.follow_up()
    drafts.save_draft(page_id=sheet.pk, by=contributor, values={"summary": "À jour."})
    submission.submit_practice(page_id=sheet.pk, by=contributor)
    approve(fresh(sheet.pk), editor)
    assert public()["to_verify"] is False
    assert public()["confirmed_at"] is not None


def test_a_sheet_without_owner_is_asked_of_nobody_and_confirmed_by_its_editors(sheet, editor, sign_in):
    page = fresh(sheet.pk).page
    type(page).objects.filter(pk=page.pk).update(owner=None)
    asked(sheet, days=61)
    confirmation.follow_up()
    assert (mails(), public()["to_verify"]) == ([], True)
    assert sign_in(editor).post(f"/gestion/fiches/{sheet.pk}/confirmer/").status_code == 302
    assert public()["to_verify"] is False


def test_strangers_do_not_confirm(sheet):
    for stranger in (make_user("autre@essai.example"), make_editor("Île-de-France")):
        with pytest.raises(Forbidden):
            confirmation.confirm_practice(page_id=sheet.pk, by=stranger)


def test_sheets_that_left_the_public_are_not_asked_about(sheet, contributor):
    withdraw_practice(page_id=sheet.pk, by=contributor)
    age(sheet, 500)
    confirmation.follow_up()
    assert OutgoingMail.objects.count() == 0


def test_a_sweep_asks_about_so_many_sheets_and_no_more(sheet, monkeypatch):
    age(sheet, 366)
    monkeypatch.setattr(confirmation, "MOST_AT_ONCE", 0)
    confirmation.follow_up()
    assert mails() == []
