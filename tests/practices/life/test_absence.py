"""A sheet leaves the public and comes back: what its address says, what search and harvesters are told, who hears of it."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from practices.domain import absence, drafts, submission
from practices.domain.errors import Forbidden, OutOfDate
from practices.models import PracticeRecord, PublicPractice
from search import engine
from search.indexing import drain
from tests.practices.factories import approve, fresh, make_draft, make_editor, make_submitted, make_user

from .conftest import kinds, mails

pytestmark = pytest.mark.usefixtures("reference_data")
OAI = "{http://www.openarchives.org/OAI/2.0/}"


def words(response):
    return response.content.decode()


def test_a_withdrawal_without_a_word_tells_nobody(client, sheet, contributor):
    absence.withdraw_practice(page_id=sheet.pk, by=contributor)
    page = client.get(f"/p/{sheet.identifier}/")
    assert page.status_code == 410
    assert "retirée" in words(page)
    assert "Le banc des parents" not in words(page)
    assert mails() == []


def test_a_withdrawal_with_a_word_shows_it_and_keeps_the_reason_for_the_editors(client, sheet, contributor, sign_in):
    values = {"public_note": "Nous en parlons maintenant sur le site du centre.", "reason": "Trop de visites."}
    assert sign_in(contributor).post(f"/mes-fiches/{sheet.identifier}/retirer/", values).status_code == 302
    client.logout()
    page = words(client.get(f"/p/{sheet.identifier}/"))
    assert values["public_note"] in page
    assert values["reason"] not in page
    assert fresh(sheet.pk).gone_reason == values["reason"]


def test_only_its_contributor_withdraws_and_only_once(sheet, editor, contributor):
    for other in (editor, make_user("autre@essai.example")):
        with pytest.raises(Forbidden):
            absence.withdraw_practice(page_id=sheet.pk, by=other)
    absence.withdraw_practice(page_id=sheet.pk, by=contributor)
    with pytest.raises(OutOfDate):
        absence.withdraw_practice(page_id=sheet.pk, by=contributor)


def test_who_was_reading_the_new_version_hears_that_it_is_withdrawn(sheet, editor, contributor):
    drafts.save_draft(page_id=sheet.pk, by=contributor, values={"summary": "Un autre résumé."})
    submission.submit_practice(page_id=sheet.pk, by=contributor)
    PracticeRecord.objects.update(holder=editor)
    before = len(mails())
    absence.withdraw_practice(page_id=sheet.pk, by=contributor)
    assert mails()[before:] == [(editor.email, "taken_back")]


def test_an_archived_sheet_tells_its_author_why_and_the_public_nothing(client, sheet, editor, contributor, sign_in):
    address = f"/gestion/fiches/{sheet.pk}/archiver/"
    assert sign_in(editor).post(address, {"words": ""}).status_code == 422
    assert fresh(sheet.pk).public_state == "published"
    assert client.post(address, {"words": "L’action est ancienne."}).status_code == 302
    assert mails() == [(contributor.email, "archived")]
    page = words(client.get(f"/p/{sheet.identifier}/"))
    assert "archivée" in page
    assert "ancienne" not in page
    assert kinds(sheet)[-1] == "archived"


def test_a_suspended_sheet_says_that_nothing_is_decided(client, sheet, editor, contributor, sign_in):
    assert sign_in(editor).post(f"/gestion/fiches/{sheet.pk}/suspendre/").status_code == 302
    record = fresh(sheet.pk)
    assert (record.public_state, kinds(record)[-1]) == ("archived", "suspended")
    assert mails() == [(contributor.email, "suspended")]
    client.logout()
    page = client.get(sheet_url(sheet))
    assert page.status_code == 410
    assert "mise de côté" in words(page)


def test_the_files_of_a_sheet_that_left_are_gone_as_it_is(client, sheet, editor, contributor):
    addresses = [f"/p/{sheet.identifier}/image/", f"/p/{sheet.identifier}/documents/1/"]
    addresses += [sheet_url(sheet) + name for name in ("fiche.pdf", "fiche.json", "citation.bib", "citation.ris")]
    absence.suspend_practice(page_id=sheet.pk, by=editor)
    assert [client.get(address).status_code for address in addresses] == [410] * 6
    draft = make_draft(contributor)
    assert client.get(f"/p/{draft.identifier}/image/").status_code == 404


def sheet_url(record):
    return f"/pratiques/hauts-de-france/{record.slug}/"


@pytest.mark.parametrize("act", ["archiver", "suspendre", "remettre", "corriger", "confirmer"])
def test_editors_of_another_region_find_nothing(act, sheet, sign_in):
    parisian = sign_in(make_editor("Île-de-France"))
    assert parisian.post(f"/gestion/fiches/{sheet.pk}/{act}/", {"words": "Non."}).status_code == 404
    assert fresh(sheet.pk).public_state == "published"


def test_an_editor_does_not_judge_her_own_sheet(editor, sign_in):
    record = make_submitted(editor)
    approve(record, make_editor("Hauts-de-France"))
    sign_in(editor).post(f"/gestion/fiches/{record.pk}/suspendre/")
    assert fresh(record.pk).public_state == "published"
    absence.archive_practice(page_id=record.pk, by=editor, reason="Je la retire.")
    with pytest.raises(Forbidden):
        absence.restore_practice(page_id=record.pk, by=editor)


def test_restoring_brings_back_the_same_sheet_at_the_same_address(client, sheet, editor, contributor, sign_in):
    before = PublicPractice.objects.get()
    absence.suspend_practice(page_id=sheet.pk, by=editor)
    assert sign_in(editor).post(f"/gestion/fiches/{sheet.pk}/remettre/").status_code == 302
    after = PublicPractice.objects.get()
    changed = {key for key, value in after.data.items() if value != before.data[key]}
    assert changed <= {"updated_at"}
    assert after.version > before.version
    assert (after.identifier, after.get_absolute_url()) == (before.identifier, before.get_absolute_url())
    record = fresh(sheet.pk)
    assert (record.public_state, record.review_state, record.gone_at, record.gone_note, record.gone_from) == (
        "published",
        "settled",
        None,
        "",
        {},
    )
    assert [row for row in mails() if row[1] == "restored"] == [(contributor.email, "restored")]
    assert client.get(sheet_url(sheet)).status_code == 200
    with pytest.raises(Forbidden):
        absence.restore_practice(page_id=sheet.pk, by=editor)


def test_its_contributor_puts_back_what_she_withdrew_for_thirty_days(sheet, editor, contributor, sign_in):
    absence.withdraw_practice(page_id=sheet.pk, by=contributor)
    with pytest.raises(Forbidden):
        absence.restore_practice(page_id=sheet.pk, by=editor)
    PracticeRecord.objects.update(gone_at=timezone.now() - timedelta(days=29))
    assert sign_in(contributor).post(f"/mes-fiches/{sheet.identifier}/remettre/").status_code == 302
    assert fresh(sheet.pk).public_state == "published"
    assert mails() == []


def test_after_thirty_days_it_comes_back_through_the_editors(sheet, editor, contributor):
    absence.withdraw_practice(page_id=sheet.pk, by=contributor)
    PracticeRecord.objects.update(gone_at=timezone.now() - timedelta(days=31))
    with pytest.raises(Forbidden, match="30"):
        absence.restore_practice(page_id=sheet.pk, by=contributor)
    submission.submit_practice(page_id=sheet.pk, by=contributor)
    assert PublicPractice.objects.count() == 0
    approve(fresh(sheet.pk), editor)
    record = fresh(sheet.pk)
    assert (record.public_state, record.gone_at) == ("published", None)
    assert PublicPractice.objects.get().get_absolute_url() == sheet_url(record)


def test_the_contributor_does_not_put_back_what_editors_set_aside_but_may_mend_and_send_it(sheet, editor, contributor, sign_in):
    absence.suspend_practice(page_id=sheet.pk, by=editor)
    sign_in(contributor).post(f"/mes-fiches/{sheet.identifier}/remettre/")
    assert fresh(sheet.pk).public_state == "archived"
    drafts.save_draft(page_id=sheet.pk, by=contributor, values={"summary": "Sans la personne."})
    submission.submit_practice(page_id=sheet.pk, by=contributor)
    with pytest.raises(Forbidden):
        absence.restore_practice(page_id=sheet.pk, by=editor)
    approve(fresh(sheet.pk), editor)
    assert PublicPractice.objects.get().data["summary"] == "Sans la personne."


def test_a_version_that_was_begun_waits_when_the_sheet_comes_back(sheet, contributor):
    drafts.save_draft(page_id=sheet.pk, by=contributor, values={"summary": "À finir."})
    absence.withdraw_practice(page_id=sheet.pk, by=contributor)
    absence.restore_practice(page_id=sheet.pk, by=contributor)
    record = fresh(sheet.pk)
    assert (record.public_state, record.review_state) == ("published", "draft")
    assert PublicPractice.objects.get().data["summary"] != "À finir."
    assert record.page.latest_revision.as_object().summary == "À finir."


def test_search_harvesters_and_the_map_of_the_site_follow_at_once(client, elasticsearch, sheet, editor, contributor):
    def found():
        drain()
        elasticsearch.indices.refresh(index=engine.alias())
        return client.get("/api/v1/practices?q=banc").json()["count"]

    def harvested():
        answer = client.get(f"/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier={oai_identifier(client)}")
        return ElementTree.fromstring(answer.content).find(f".//{OAI}header").get("status")

    def listed():
        return sheet_url(sheet) in b"".join(client.get("/sitemap.xml").streaming_content).decode()

    def fed():
        return sheet.identifier in client.get("/flux/pratiques.xml").content.decode()

    def detail():
        return client.get(f"/api/v1/practices/{sheet.identifier}").status_code

    assert (found(), harvested(), listed(), fed(), detail()) == (1, None, True, True, 200)
    absence.suspend_practice(page_id=sheet.pk, by=editor)
    assert (found(), harvested(), listed(), fed(), detail()) == (0, "deleted", False, False, 410)
    absence.restore_practice(page_id=sheet.pk, by=editor)
    assert (found(), harvested(), listed(), fed(), detail()) == (1, None, True, True, 200)


def oai_identifier(client):
    listing = ElementTree.fromstring(client.get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc").content)
    return listing.find(f".//{OAI}identifier").text
