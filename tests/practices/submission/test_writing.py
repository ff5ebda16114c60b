"""Writing a sheet and sending it, screen by screen, without JavaScript."""

import re

import pytest

from core.models import OutgoingMail
from practices import content, sheet
from practices.domain.drafts import save_draft
from practices.forms.steps import CHAPTERS, STEPS
from practices.models import PracticeEvent, PracticeRecord

from ..factories import make_editor
from .conftest import ANSWERS, errors_of, text_of

pytestmark = pytest.mark.usefixtures("reference_data")


def test_the_steps_hold_every_short_field_once_in_five_screens_with_that_of_the_title():
    keys = [field.key for step in STEPS for field in step.fields]
    assert sorted(keys) == sorted(field.key for field in sheet.SHORT_FIELDS)
    assert 1 + len(STEPS) == 5
    required = [field.key for step in STEPS for field in step.fields if field.required]
    assert sorted(required) == sorted(field.key for field in sheet.REQUIRED_FIELDS)
    assert len(required) == 20, "22 at most"


def test_every_question_of_the_form_has_its_help():
    assert [field.key for step in (*STEPS, *CHAPTERS) for field in step.fields if not field.help] == []


def test_a_visitor_is_told_what_a_sheet_is_and_comes_back_here_once_signed_in(client):
    page = client.get("/deposer/")
    assert page.status_code == 200
    assert re.findall(r'href="(/compte/(?:inscription|connexion)/\?next=[^"]+)"', page.content.decode()) == [
        "/compte/inscription/?next=/deposer/",
        "/compte/connexion/?next=/deposer/",
    ]


def test_a_sheet_is_written_and_sent(writer):
    editor = make_editor("Hauts-de-France")
    writer.begin().answer_all()
    answer = writer.send()
    assert (answer.status_code, answer["Location"]) == (302, f"/deposer/{writer.identifier}/merci/")
    assert "Hauts-de-France" in text_of(writer.client.get(answer["Location"]))
    page, record = writer.page, writer.record
    assert (record.review_state, record.region.title) == ("submitted", "Hauts-de-France")
    assert page.objectives == ["Faire connaissance", "Trouver des relais de garde"]
    assert page.steps == [{"period": "automne 2023", "description": "Premiers cafés devant la grille.", "key_moment": True}]
    assert page.authors == [{"name": "Nadia Essai", "role": "CESF"}]
    assert (page.main_theme.slug, page.territory_codes, page.audiences) == ("isolement", ["com-59350"], ["parents", "families"])
    assert (page.contact_public, page.organisation_consent) == (False, True)
    assert list(OutgoingMail.objects.order_by("pk").values_list("to", flat=True)) == [writer.user.email, editor.email]


def test_tests_that_begin_with_a_sheet_begin_with_what_the_screens_leave(writer):
    posted = content.read(writer.begin().answer_all().page)
    assert content.read(writer.begin_answered().page) == posted


def test_sending_twice_is_sending_once(writer):
    writer.begin_answered()
    read = writer.read("relire-et-envoyer")
    addresses = {writer.post("relire-et-envoyer", read=read, send="1")["Location"] for _time in range(2)}
    assert addresses == {f"/deposer/{writer.identifier}/merci/"}
    assert PracticeEvent.objects.filter(kind="submitted").count() == 1


def test_a_sheet_begins_with_a_title_only_and_is_found_again(writer):
    assert writer.client.post("/deposer/", {"title": "  "}).status_code == 422
    assert writer.client.post("/deposer/", {"title": "ab"}).status_code == 422
    assert not PracticeRecord.objects.exists()
    writer.begin("Un titre provisoire")
    answer = writer.post("essentiel", ANSWERS["essentiel"] | {"summary": "Commencé."}, later="1")
    assert answer["Location"] == "/mes-fiches/"
    assert ">Commencé.</textarea>" in writer.client.get(writer.address("essentiel")).content.decode()
    assert writer.page.summary == "Commencé."


def test_continue_leads_to_the_next_screen_and_the_buttons_of_the_steps_to_theirs(writer):
    writer.begin()
    assert writer.post("essentiel")["Location"] == writer.address("ou-et-avec-qui")
    assert writer.post("essentiel", go="relire-et-envoyer")["Location"] == writer.address("relire-et-envoyer")
    assert writer.post("essentiel", go="apercu")["Location"] == f"/deposer/{writer.identifier}/apercu/"
    assert writer.post("essentiel", go="https://ailleurs.example/")["Location"] == writer.address("ou-et-avec-qui")


def test_what_is_wrong_stays_in_its_field_with_its_error_and_the_rest_is_saved(writer):
    writer.begin()
    answer = writer.post("essentiel", ANSWERS["essentiel"] | {"start_date": "bientôt", "summary": "x" * 601, "mode": "inconnu"})
    assert answer.status_code == 422
    assert errors_of(answer) == [
        ("id_summary", "Résumé\u00a0: 600 signes au plus\u202f; ce texte en a 601."),
        (
            "id_mode_0",
            "Mode d’intervention\u00a0: «\u00a0inconnu\u00a0» ne fait pas partie des valeurs possibles\u00a0: "
            "group, community, local_development, combined.",
        ),
        ("id_start_date", "Début\u00a0: Écrivez une année (2023), un mois (mai 2023) ou un jour (14 mai 2023)."),
    ]
    html = answer.content.decode()
    assert 'value="bientôt"' in html
    assert "x" * 601 in html
    page = writer.page
    assert (page.status, page.main_theme.slug, page.start_date, page.summary) == ("running", "isolement", "", "")
    again = writer.client.get(writer.address("essentiel"))
    assert 'value="bientôt"' in again.content.decode()
    assert writer.post("essentiel", read=writer.read("essentiel")).status_code == 302
    assert "bientôt" not in writer.client.get(writer.address("essentiel")).content.decode()


def test_a_title_is_not_emptied(writer):
    writer.begin("Un premier titre")
    answer = writer.post("essentiel", ANSWERS["essentiel"] | {"title": ""})
    assert (answer.status_code, [error[0] for error in errors_of(answer)]) == (422, ["id_title"])
    assert writer.page.title == "Un premier titre"


def test_a_start_after_the_end_that_is_already_there_is_refused(writer):
    writer.begin()
    save_draft(page_id=writer.record.pk, by=writer.user, values={"end_date": "2020"})
    answer = writer.post("essentiel")
    assert [error[0] for error in errors_of(answer)] == ["id_start_date"]
    assert (writer.page.start_date, writer.page.status) == ("", "running")


def test_rows_are_added_moved_and_removed_by_buttons_of_the_form(writer):
    writer.begin()
    slug = "ce-qui-s-est-passe"
    rows = {"steps-0-description": "Un", "steps-1-description": "Deux"}
    added = writer.post(slug, rows, add_row_steps="1")
    assert added.status_code == 200
    assert len(re.findall(r'name="steps-\d-description"', added.content.decode())) == 3
    assert 'data-focus="id_steps-2-period"' in added.content.decode()
    assert [row["description"] for row in writer.page.steps] == ["Un", "Deux"]
    writer.post(slug, rows, up_row_steps="2")
    assert [row["description"] for row in writer.page.steps] == ["Deux", "Un"]
    writer.post(slug, rows, down_row_steps="1")
    assert [row["description"] for row in writer.page.steps] == ["Deux", "Un"]
    for number, left, focus in (("1", ["Deux"], "id_steps-0"), ("2", ["Un"], "id_steps-0")):
        removed = writer.post(slug, rows, remove_row_steps=number)
        assert [row["description"] for row in writer.page.steps] == left
        assert f'data-focus="{focus}"' in removed.content.decode()
        assert f'id="{focus}"' in removed.content.decode(), "the row that took its place, never the end of the list"


def test_an_unfinished_row_says_what_it_lacks(writer):
    writer.begin()
    answer = writer.post("ce-qui-s-est-passe", {"steps-0-period": "mars", "context": "Un contexte."})
    assert [error[0] for error in errors_of(answer)] == ["id_steps-0-description"]
    assert 'value="mars"' in answer.content.decode()
    assert (writer.page.steps, writer.page.context) == ([], "Un contexte.")


def test_a_place_is_searched_chosen_put_first_and_removed(writer):
    writer.begin()
    slug, answers = "ou-et-avec-qui", ANSWERS["ou-et-avec-qui"]
    found = writer.post(slug, answers | {"q": "picardie"}, find_territories="1")
    assert re.findall(r'name="choose_territories" value="([\w-]+)"', found.content.decode())[:1] == ["anc-22"]
    writer.post(slug, answers | {"q": "picardie"}, choose_territories="anc-22")
    assert writer.page.territory_codes == ["com-59350", "anc-22"]
    both = answers | {"territories": ["com-59350", "anc-22"]}
    writer.post(slug, both, first_territories="anc-22")
    assert writer.page.territory_codes == ["anc-22", "com-59350"]
    writer.post(slug, both, remove_territories="com-59350")
    assert writer.page.territory_codes == ["anc-22"]


def test_a_place_typed_and_not_chosen_is_not_passed_over(writer):
    writer.begin()
    answer = writer.post("ou-et-avec-qui", ANSWERS["ou-et-avec-qui"] | {"q": "lille"})
    assert (answer.status_code, [error[0] for error in errors_of(answer)]) == (422, ["id_territories"])
    assert 'name="choose_territories" value="com-59350"' in answer.content.decode()


def test_a_theme_is_found_by_another_word_for_it(writer):
    writer.begin()
    found = writer.post("essentiel", ANSWERS["essentiel"] | {"q": "isolement"}, find_main_theme="1")
    assert 'name="choose_main_theme" value="isolement"' in found.content.decode()
    writer.post("essentiel", ANSWERS["essentiel"] | {"main_theme": "", "q": "isolement"}, choose_main_theme="isolement")
    assert writer.page.main_theme.slug == "isolement"


def test_sending_too_early_lists_what_is_missing_and_leads_there(writer):
    writer.begin()
    answer = writer.send()
    assert answer.status_code == 422
    listed = re.findall(r'name="go" value="([\w.]+)">([^<]+)</button>', answer.content.decode())
    assert [key for key, _label in listed if key in sheet.BY_KEY and sheet.BY_KEY[key].required] == [
        field.key for field in sheet.REQUIRED_FIELDS if field.key not in ("title", *(field.key for field in STEPS[-1].fields))
    ]
    assert writer.record.review_state == "draft"
    there = writer.post("relire-et-envoyer", go="objectives")
    assert there["Location"] == f"{writer.address('ce-qui-s-est-passe')}?a-completer#question-objectives"
    marked = writer.client.get(there["Location"])
    assert [error[0] for error in errors_of(marked)] == ["id_context", "id_objectives", "id_steps-0-period", "id_lessons_keep"]


def test_sending_from_the_last_screen_marks_its_own_missing_answers(writer):
    writer.begin_answered()
    answer = writer.post("relire-et-envoyer", ANSWERS["relire-et-envoyer"] | {"organisation_consent": "", "contact_email": ""}, send="1")
    assert (answer.status_code, [error[0] for error in errors_of(answer)]) == (422, ["id_contact_email", "id_organisation_consent"])


def test_the_preview_shows_the_saved_text(writer):
    writer.begin_answered()
    assert "Les parents attendaient sous la pluie" in text_of(writer.client.get(f"/deposer/{writer.identifier}/apercu/"))
