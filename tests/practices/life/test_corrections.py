"""Small corrections of a public text by editors: at once, traced, told to the author, who may object."""

import pytest

from core.models import OutgoingMail
from practices.domain import amendments, drafts, review, submission
from practices.domain.errors import Faulty, Forbidden, OutOfDate
from practices.models import PublicPractice, Report
from tests.practices.factories import approve, fresh, make_editor, make_submitted

from .conftest import kinds, link, mails

pytestmark = pytest.mark.usefixtures("reference_data")

READ = "Les parents attendaient sous la pluie sans se parler."
NEW = "Les parents attendaient sous la pluie, sans se parler."
STEP = "Premiers cafés devant la grille."


def correct(sheet, editor, corrections=None, reason="Une virgule manquait."):
    return amendments.correct_public(page_id=sheet.pk, by=editor, corrections=corrections or {"context": (READ, NEW)}, reason=reason)


def posted(client, sheet, **new):
    """The form as a browser sends it: every text, with those given changed."""
    page = client.get(f"/gestion/fiches/{sheet.pk}/corriger/")
    assert page.status_code == 200
    values = {"words": "Fautes de frappe."}
    for field in page.context["fields"]:
        text = field["text"]
        values[f"read-{text.path}"] = text.text.replace("\n", "\r\n")
        values[f"new-{text.path}"] = new.get(text.path, text.text)
    return client.post(f"/gestion/fiches/{sheet.pk}/corriger/", values)


def test_a_typing_error_is_put_right_at_once_traced_and_told_to_the_author(sheet, editor, contributor, sign_in):
    before = PublicPractice.objects.get()
    assert (
        posted(sign_in(editor), sheet, **{"context": NEW, "steps[0].description": "Premiers cafés devant la grille !"}).status_code == 302
    )
    after = PublicPractice.objects.get()
    assert (after.data["context"], after.data["steps"][0]["description"]) == (NEW, "Premiers cafés devant la grille !")
    assert {key for key in after.data if after.data[key] != before.data[key]} - {"updated_at"} == {"context", "steps"}
    record = fresh(sheet.pk)
    assert (record.review_state, record.public_state) == ("settled", "published")
    event = record.events.last()
    assert (event.kind, event.actor_id) == ("corrected", editor.pk)
    assert event.revision_id == record.page.live_revision_id
    assert "Fautes de frappe." in event.comment
    assert event.comment.endswith("Contexte : sous la pluie[+ ,] sans se parler\nÉtapes 1, Ce qui s’est passé : devant la grille[. → !]")
    assert mails() == [(contributor.email, "corrected")]
    assert "[+ ,]" in OutgoingMail.objects.get().body


@pytest.mark.parametrize(
    ("corrections", "refusal"),
    [
        ({"context": (READ, READ)}, Faulty),
        ({"context": (READ, "  ")}, Faulty),
        ({"context": (READ, "Tout autre chose. " * 12)}, Faulty),
        ({"context": ("Un texte que personne n’a lu.", "Autre chose.")}, OutOfDate),
        ({"contact_email": ("contact@essai.example", "autre@essai.example")}, OutOfDate),
        ({"status": ("running", "ended")}, OutOfDate),
        ({"title": ("Le banc des parents", "Le")}, Faulty),
    ],
)
def test_what_is_no_typing_error_is_refused(sheet, editor, corrections, refusal):
    before = PublicPractice.objects.get().version
    with pytest.raises(refusal):
        correct(sheet, editor, corrections)
    assert (PublicPractice.objects.get().version, mails()) == (before, [])


def test_who_wrote_it_and_who_edits_elsewhere_do_not_correct(sheet, editor, contributor, sign_in):
    for other in (contributor, make_editor("Île-de-France")):
        with pytest.raises(Forbidden):
            correct(sheet, other)
    own = make_submitted(editor)
    approve(own, make_editor("Hauts-de-France"))
    with pytest.raises(Forbidden):
        correct(own, editor)
    assert sign_in(editor).get(f"/gestion/fiches/{own.pk}/corriger/").status_code == 302
    correct(sheet, make_editor(None))


def test_a_sheet_whose_new_version_is_under_review_is_not_corrected(sheet, editor, contributor, sign_in):
    drafts.save_draft(page_id=sheet.pk, by=contributor, values={"summary": "Un autre résumé."})
    submission.submit_practice(page_id=sheet.pk, by=contributor)
    with pytest.raises(Forbidden):
        correct(sheet, editor)
    review.request_changes(page_id=sheet.pk, by=editor, comment="Qui ?")
    with pytest.raises(Forbidden):
        correct(sheet, editor)
    assert sign_in(editor).get(f"/gestion/fiches/{sheet.pk}/corriger/").status_code == 302


def test_a_version_that_the_author_has_begun_stays_and_gets_the_correction_too(sheet, editor, contributor):
    drafts.save_draft(page_id=sheet.pk, by=contributor, values={"summary": "Un autre résumé."})
    correct(sheet, editor)
    public = PublicPractice.objects.get().data
    assert (public["context"], public["summary"] == "Un autre résumé.") == (NEW, False)
    record = fresh(sheet.pk)
    newest = record.page.latest_revision.as_object()
    assert (record.review_state, newest.summary, newest.context) == ("draft", "Un autre résumé.", NEW)
    assert record.page.latest_revision.user_id == contributor.pk
    submission.submit_practice(page_id=sheet.pk, by=contributor)
    approve(fresh(sheet.pk), editor)
    assert PublicPractice.objects.get().data["summary"] == "Un autre résumé."


def test_what_the_author_rewrote_herself_is_left_as_she_wrote_it(sheet, editor, contributor):
    drafts.save_draft(page_id=sheet.pk, by=contributor, values={"context": "Tout est réécrit."})
    correct(sheet, editor)
    assert fresh(sheet.pk).page.latest_revision.as_object().context == "Tout est réécrit."


def test_a_refused_correction_keeps_what_the_editor_typed(sheet, editor, sign_in):
    answer = posted(sign_in(editor), sheet, context="Tout autre chose. " * 12)
    assert answer.status_code == 422
    assert "Tout autre chose." in answer.content.decode()
    assert PublicPractice.objects.get().data["context"] == READ


def test_the_author_objects_from_the_mail_and_the_editors_get_a_report(client, sheet, editor, contributor):
    correct(sheet, editor)
    address = link("/mes-fiches/correction/")
    page = client.get(address)
    assert (page.status_code, page["X-Robots-Tag"], Report.objects.count()) == (200, "noindex", 0)
    assert client.post(address, {"text": " "}).status_code == 422
    assert client.post(address, {"text": "La virgule change le sens."}).status_code == 200
    report = Report.objects.get()
    assert (report.reason, report.email) == ("correction", contributor.email)
    assert report.text.startswith("La virgule change le sens.")
    assert mails()[1:] == [(editor.email, "reported")]
    assert kinds(sheet)[-1] == "reported"
    client.post(address, {"text": "La virgule change le sens."})
    assert Report.objects.count() == 1


def test_forged_and_old_links_open_nothing(client, sheet, editor, monkeypatch):
    correct(sheet, editor)
    address = link("/mes-fiches/correction/")
    assert client.get(address[:-3] + "x/").status_code == 404
    monkeypatch.setattr("practices.life.notifications.OBJECTION_LINK_LIFE", -1)
    assert client.get(address).status_code == 410
    assert client.post(address, {"text": "Trop tard."}).status_code == 410
    assert Report.objects.count() == 0
