"""The full sheet, chapter by chapter, without JavaScript: every field is written, read back and kept, and the plan says what is left."""

import json
import re
from pathlib import Path

import pytest
from lxml import html

from practices import content, sheet
from practices.domain.drafts import save_draft
from practices.forms.steps import CHAPTERS, FILE_KINDS, FILES, STEPS
from practices.life.originals import search_public_sheets

from ..factories import make_draft, make_editor, make_published, make_submitted, make_user
from .conftest import errors_of, text_of

pytestmark = pytest.mark.usefixtures("reference_data")

FULL = json.loads((Path(__file__).parents[1] / "full_sheet.json").read_text(encoding="utf-8"))
BY_SLUG = {step.slug: step for step in CHAPTERS}


def typed(step, values):
    """What a browser posts for these plain values by attribute."""
    data = {}
    for field in step.fields:
        value = values[field.attribute]
        if field.kind == "rows":
            for index, row in enumerate(value):
                data |= {f"{field.attribute}-{index}-{key}": _typed(cell) for key, cell in row.items() if cell is not False}
        elif field.kind in ("texts", "keywords"):
            data[field.attribute] = "\n".join(value)
        elif isinstance(value, list):
            data[field.attribute] = value
        elif value is not False:
            data[field.attribute] = _typed(value)
    return data


def _typed(value):
    if value is True:
        return "1"
    return "" if value is None else str(value).replace(".", ",") if isinstance(value, float) else str(value)


def drawn(response):
    """The answers that stand in the form of a page, as its browser would post them."""
    form = html.document_fromstring(response.content.decode()).get_element_by_id("step-form")
    data = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    return data


@pytest.fixture
def full_values():
    raw, unknown = content.flatten(FULL)
    values, faults = content.clean(dict(raw.items()))
    assert (unknown, faults) in ([], []) or faults == []
    return values


@pytest.fixture
def original(reference_data):
    owner, editor = make_user("autrice@essai.example"), make_editor("Hauts-de-France")
    return make_published(owner, editor, title="Le jardin partagé des Érables")


def test_the_chapters_hold_every_field_once_and_none_is_left_to_the_back_office():
    keys = [field.key for step in CHAPTERS for field in step.fields]
    assert sorted(keys) == sorted(field.key for field in sheet.FIELDS if field.kind not in FILE_KINDS)


def test_each_field_of_the_full_sheet_has_its_question_and_its_help():
    lacking = [field.key for step in CHAPTERS for field in step.fields if not field.short and not field.help]
    assert lacking == []


def test_the_short_form_asks_for_at_most_22_inputs(writer):
    writer.begin()
    required = []
    for step in STEPS:
        page = html.document_fromstring(writer.client.get(writer.address(step.slug)).content.decode())
        for block in page.xpath("//*[starts-with(@id, 'question-')]"):
            name = block.get("id").removeprefix("question-")
            optional = block.xpath("(./label | ./legend)//*[@class='optional']")
            if next(field for field in step.fields if field.attribute == name).required:
                assert not optional, name
                required.append(name)
    assert len(STEPS) <= 5
    assert len(required) == len(set(required)) == 20


def test_every_field_is_written_chapter_by_chapter_and_read_back(writer, full_values, original):
    writer.begin()
    full_values["adapted_from"] = original.identifier
    for step in CHAPTERS:
        answer = writer.post(step.slug, typed(step, full_values))
        assert answer.status_code == 302, (step.slug, errors_of(answer))
    assert content.read(writer.page) == full_values


def test_a_chapter_drawn_and_posted_again_changes_nothing(writer, full_values, original):
    writer.begin()
    save_draft(page_id=writer.record.pk, by=writer.user, values=full_values | {"adapted_from": original.identifier})
    before = content.read(writer.page)
    for step in CHAPTERS:
        data = drawn(writer.client.get(writer.address(step.slug)))
        assert writer.client.post(writer.address(step.slug), data | {"go": "completer"}).status_code == 302, step.slug
    assert content.read(writer.page) == before


def test_one_chapter_leads_to_the_next_the_last_to_the_files_and_a_button_to_any(writer):
    writer.begin()
    assert writer.post("effets", {})["Location"] == writer.address("evaluation")
    assert writer.post("droits", {})["Location"] == writer.address(FILES)
    assert writer.post("effets", {}, go="completer")["Location"] == writer.address("completer")
    assert writer.post("effets", {}, go="fichiers")["Location"] == writer.address("fichiers")
    assert writer.post("effets", {}, go="essentiel")["Location"] == writer.address("essentiel")


def test_the_plan_says_what_is_filled_what_is_missing_and_what_each_chapter_gives(writer):
    writer.begin()
    save_draft(page_id=writer.record.pk, by=writer.user, values={"summary": "Un essai.", "diagnosis": "Douze entretiens."})
    page = html.document_fromstring(writer.client.get(f"/deposer/{writer.identifier}/completer/").content.decode())
    lines = {
        line.xpath("string(.//h2)").strip(): (line.get("class").split("--")[1], line.xpath("string(.//p[1])").replace("\xa0", " "))
        for line in page.xpath("//ol[@class='submission-plan-full']/li")
    }
    assert len(lines) == len(CHAPTERS) + 1
    assert lines["L’action"] == ("missing", "manque : État de l’action, Début")
    assert lines["Ce qui a changé"] == ("empty", "rien pour l’instant")
    assert lines["D’où cela vient"] == ("missing", "manque : Contexte")
    save_draft(page_id=writer.record.pk, by=writer.user, values={"context": "La pluie."})
    again = text_of(writer.client.get(f"/deposer/{writer.identifier}/completer/"))
    assert "D’où cela vient 2 réponses sur 3" in again
    assert "Les équipes cherchent" in again or "Ce que les équipes cherchent" in again


def test_the_plan_is_offered_at_the_end_of_the_short_form(writer):
    writer.begin()
    assert 'name="go" value="completer"' in writer.client.get(writer.address("relire-et-envoyer")).content.decode()
    assert writer.post("relire-et-envoyer", go="completer")["Location"] == writer.address("completer")


def test_a_row_of_closed_lists_says_what_it_lacks_and_keeps_what_was_chosen(writer):
    writer.begin()
    answer = writer.post("freins", {"barriers-0-viewpoint": "directors", "barriers-0-intensity": "9", "barriers-0-description": "Budget."})
    assert answer.status_code == 422
    assert [error[0] for error in errors_of(answer)] == ["id_barriers-0-nature", "id_barriers-0-intensity"]
    page = html.document_fromstring(answer.content.decode())
    assert page.xpath("//select[@name='barriers-0-viewpoint']/option[@selected]/@value") == ["directors"]
    assert page.xpath("//select[@name='barriers-0-intensity']/option[@selected]/@value") == ["9"]
    assert writer.page.barriers == []


def test_nought_is_a_number_and_a_comma_is_one_too(writer):
    writer.begin()
    means = {"means_budget_total": "0", "means_budget_yearly": "1 250,50", "means_staff-0-function": "CESF", "means_staff-0-fte": "0,2"}
    assert writer.post("moyens", means).status_code == 302
    page = html.document_fromstring(writer.client.get(writer.address("moyens")).content.decode())
    shown = {name: page.xpath(f"//input[@name='{name}']/@value") for name in means}
    assert shown == {
        "means_budget_total": ["0"],
        "means_budget_yearly": ["1250,5"],
        "means_staff-0-function": ["CESF"],
        "means_staff-0-fte": ["0,2"],
    }


def test_other_themes_are_added_from_a_list_whichever_button_is_pressed_and_removed(writer):
    writer.begin()
    assert writer.post("theme", {"main_theme": "isolement", "themes": ["vie-de-quartier", ""]}).status_code == 302
    assert [theme.slug for theme in writer.page.themes.all()] == ["vie-de-quartier"]
    added = writer.post("theme", {"main_theme": "isolement", "themes": ["vie-de-quartier", "mobilite"]}, add_themes="1")
    assert (added.status_code, 'data-focus="id_themes"' in added.content.decode()) == (200, True)
    writer.post("theme", {"main_theme": "isolement", "themes": ["vie-de-quartier", "mobilite", ""]}, remove_themes="vie-de-quartier")
    assert [theme.slug for theme in writer.page.themes.all()] == ["mobilite"]


def test_a_fifth_other_theme_is_refused_in_words(writer):
    writer.begin()
    slugs = ["isolement", "vie-de-quartier", "mobilite", "rsa", "iae"]
    answer = writer.post("theme", {"themes": slugs})
    assert (answer.status_code, [error[0] for error in errors_of(answer)]) == (422, ["id_themes"])


def test_keywords_are_parted_by_commas_or_lines(writer):
    writer.begin()
    writer.post("theme", {"keywords": "cuisine, parents seuls\r\nfins de mois;"})
    assert sorted(keyword.name for keyword in writer.page.keywords.all()) == ["cuisine", "fins de mois", "parents seuls"]


def test_dates_that_contradict_each_other_are_told_once_and_neither_is_saved_over(writer):
    writer.begin()
    save_draft(page_id=writer.record.pk, by=writer.user, values={"start_date": "2020", "end_date": "2021"})
    answer = writer.post("identite", {"title": "Le banc", "start_date": "2025", "end_date": "2024"})
    assert [error[0] for error in errors_of(answer)] == ["id_end_date"]
    assert (writer.page.start_date, writer.page.end_date, writer.page.title) == ("2020", "2021", "Le banc")
    assert 'value="2025"' in answer.content.decode()
    answer = writer.post("identite", {"title": "Le banc", "start_date": "jamais", "end_date": "2019"})
    assert [error[0] for error in errors_of(answer)] == ["id_start_date"]
    assert (writer.page.start_date, writer.page.end_date) == ("2020", "2021")


@pytest.mark.parametrize(
    ("typed_in", "wrong"),
    [
        ({"point_lat": "50,63"}, ["id_point_lon"]),
        ({"point_lon": "3,06"}, ["id_point_lat"]),
        ({"point_lat": "91", "point_lon": "3,06"}, ["id_point_lat"]),
        ({"point_lat": "nord", "point_lon": "est"}, ["id_point_lat", "id_point_lon"]),
    ],
)
def test_half_a_point_is_no_point(writer, typed_in, wrong):
    writer.begin()
    answer = writer.post("territoire", typed_in)
    assert [error[0] for error in errors_of(answer)] == wrong
    assert (writer.page.point_lat, writer.page.point_lon) == (None, None)


def test_a_radio_that_may_stay_unanswered_can_be_taken_back(writer):
    writer.begin()
    writer.post("evaluation", {"evaluation": "none"})
    assert writer.page.evaluation == "none"
    page = html.document_fromstring(writer.client.get(writer.address("evaluation")).content.decode())
    assert page.xpath("//input[@name='evaluation']/@value")[-1] == ""
    writer.post("evaluation", {"evaluation": ""})
    assert writer.page.evaluation == ""


def test_a_moved_row_keeps_its_button_under_the_finger_and_is_told(writer):
    writer.begin()
    rows = {f"effects-{index}-description": word for index, word in enumerate("abc")}
    moved = writer.post("effets", rows, up_row_effects="3")
    assert ('data-focus="id_effects-1-up"' in moved.content.decode(), "Le numéro 3 est monté" in moved.content.decode()) == (True, True)
    moved = writer.post("effets", rows, up_row_effects="2")
    page = html.document_fromstring(moved.content.decode())
    assert page.xpath("//*[@autofocus]/@id") == ["id_effects-0-down"]
    assert page.xpath("//textarea[contains(@name, 'description')]/text()") == ["b", "a", "c"]


def test_the_sheet_that_it_adapts_is_found_by_title_or_identifier_chosen_and_removed(writer, original):
    writer.begin()
    found = writer.post("transfert", {"q": "jardin erable"}, find_adapted_from="1")
    assert re.findall(r'name="choose_adapted_from" value="([\w-]+)"', found.content.decode()) == [original.identifier]
    writer.post("transfert", {"q": original.identifier}, choose_adapted_from=original.identifier)
    assert writer.page.adapted_from == original.identifier
    shown = writer.client.get(writer.address("transfert"))
    assert "Le jardin partagé des Érables" in text_of(shown)
    writer.post("transfert", {"adapted_from": original.identifier}, remove_adapted_from="1")
    assert writer.page.adapted_from == ""


def test_only_a_public_sheet_other_than_itself_is_adapted(writer):
    writer.begin()
    draft, sent = make_draft(make_user("autre@essai.example")), make_submitted(make_user("encore@essai.example"))
    for stranger in (draft.identifier, sent.identifier, writer.identifier, "op-00000000", "n’importe quoi"):
        answer = writer.post("transfert", {"adapted_from": stranger})
        assert (answer.status_code, [error[0] for error in errors_of(answer)]) == (422, ["id_adapted_from"]), stranger
    assert writer.page.adapted_from == ""


def test_public_sheets_are_searched_by_words_of_their_title_and_drafts_never(client, original):
    make_draft(make_user("autre@essai.example"), title="Le jardin secret")
    assert [public.identifier for public in search_public_sheets("jardin")] == [original.identifier]
    for text in ("", "'", "jardin & | !", "\x00", ":*", "a" * 100):
        assert client.get("/deposer/chercher-une-fiche/", {"q": text}).status_code == 200
    answer = client.get("/deposer/chercher-une-fiche/", {"q": "jard"}, headers={"accept": "application/json"})
    assert answer.json() == {"results": [{"id": original.identifier, "title": "Le jardin partagé des Érables"}]}


def test_long_texts_say_how_much_is_written_and_how_much_may_be(writer):
    writer.begin()
    save_draft(page_id=writer.record.pk, by=writer.user, values={"diagnosis": "Douze entretiens, trois marches."})
    shown = text_of(writer.client.get(writer.address("contexte")))
    assert "4 mots 20 000 signes au plus" in shown


@pytest.mark.parametrize("make", [make_draft, make_submitted])
def test_somebody_else_s_chapters_are_not_found(client, make):
    record = make(make_user("autre@essai.example"))
    client.force_login(make_user())
    places = [f"/deposer/{record.identifier}/{slug}/" for slug in (*BY_SLUG, "completer", FILES)]
    assert {client.get(place).status_code for place in places} == {404}
    assert {client.post(place, {"go": "next"}).status_code for place in places if not place.endswith("completer/")} == {404}


def test_a_sheet_under_review_shows_no_plan(writer):
    writer.begin_answered().send()
    assert writer.client.get(writer.address("completer"))["Location"] == f"/mes-fiches/{writer.identifier}/"
