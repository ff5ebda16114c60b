"""Two tabs or two authors on one sheet: what does not overlap merges, the rest is shown side by side and chosen."""

import pytest

from practices import content
from practices.domain.drafts import save_draft
from practices.domain.merging import merge_draft
from practices.models import CoAuthor

from ..conftest import ANSWERS, text_of
from .conftest import FIRST, elsewhere

pytestmark = pytest.mark.usefixtures("reference_data")


def test_fields_that_do_not_overlap_merge_silently_in_the_same_screen(written):
    hidden = written.hidden("essentiel")
    elsewhere(written, summary="Écrit sur le téléphone.")
    answer = written.client.post(written.address("essentiel"), FIRST | hidden | {"title": "Un autre titre", "go": "next"})
    assert answer.status_code == 302
    assert (written.page.title, written.page.summary) == ("Un autre titre", "Écrit sur le téléphone.")


def test_a_form_that_still_shows_the_old_text_never_puts_it_back(written):
    hidden = written.hidden("essentiel")
    elsewhere(written, summary="Écrit sur le téléphone.")
    for number, title in enumerate(("Un titre", "Un autre", "Le dernier"), 1):
        answer = written.autosave("essentiel", FIRST | {"title": title}, hidden=hidden, number=number).json()
        assert "Résumé" in answer["elsewhere"]
        hidden |= {"read": answer["read"]}
    assert (written.page.title, written.page.summary) == ("Le dernier", "Écrit sur le téléphone.")
    both = written.autosave("essentiel", FIRST | {"summary": "Écrit ici."}, hidden=hidden, number=4).json()
    assert "Écrit sur le téléphone." in both["conflict"]


def disputed(writer, mine="Écrit au bureau.", theirs="Écrit sur le téléphone."):
    """She presses « Continuer » on a summary that was changed elsewhere."""
    hidden = writer.hidden("essentiel")
    elsewhere(writer, summary=theirs)
    answer = writer.client.post(writer.address("essentiel"), FIRST | hidden | {"summary": mine, "title": "Un autre titre", "go": "next"})
    assert answer.status_code == 409
    seen = answer.context["conflicts"][0].seen
    kept = {"summary": mine, "title": "Un autre titre", "read": answer.context["read"], "writer": hidden["writer"], "seen_summary": seen}
    return answer, FIRST | kept


def test_both_versions_are_shown_with_the_words_that_differ_and_the_rest_is_saved(written):
    answer, _again = disputed(written)
    conflict = answer.context["conflicts"][0]
    assert [(piece.kind, piece.text) for piece in conflict.theirs] == [
        ("same", "Écrit "),
        ("deleted", "sur le téléphone"),
        ("same", "."),
    ]
    assert [(piece.kind, piece.text) for piece in conflict.mine] == [("same", "Écrit "), ("inserted", "au bureau"), ("same", ".")]
    assert ">Écrit au bureau.</textarea>" in answer.content.decode()
    assert (written.page.summary, written.page.title) == ("Écrit sur le téléphone.", "Un autre titre")


@pytest.mark.parametrize(
    ("choice", "result"),
    [
        ({"keep_summary": "mine"}, "Écrit au bureau."),
        ({"keep_summary": "theirs"}, "Écrit sur le téléphone."),
        ({"keep_summary": "both", "both_summary": "Écrit au bureau, puis sur le téléphone."}, "Écrit au bureau, puis sur le téléphone."),
    ],
)
def test_she_chooses_which_version_to_keep_and_goes_on(written, choice, result):
    _answer, again = disputed(written)
    assert written.client.post(written.address("essentiel"), again | choice | {"go": "next"}).status_code == 302
    assert written.page.summary == result
    assert written.client.get(written.address("essentiel")).context["conflicts"] == []


def test_without_a_choice_she_stays_and_nothing_is_overwritten(written):
    _answer, again = disputed(written)
    for choice in ({}, {"keep_summary": "forgé"}, {"keep_summary": "mine", "seen_summary": "0" * 12}):
        answer = written.client.post(written.address("essentiel"), again | choice | {"go": "next"})
        assert (answer.status_code, len(answer.context["conflicts"])) == (409, 1)
    assert "Choisissez la version à garder." in text_of(answer)
    assert written.page.summary == "Écrit sur le téléphone."


def test_a_version_that_changes_again_while_she_chooses_is_shown_again(written):
    _answer, again = disputed(written)
    elsewhere(written, summary="Encore autre chose.")
    answer = written.client.post(written.address("essentiel"), again | {"keep_summary": "mine", "go": "next"})
    assert (answer.status_code, written.page.summary) == (409, "Encore autre chose.")
    assert "Encore autre chose." in text_of(answer)


def test_a_choice_left_for_later_waits_with_the_words_typed(written):
    disputed(written)
    page = written.client.get(written.address("essentiel"))
    assert [conflict.name for conflict in page.context["conflicts"]] == ["summary"]
    assert ">Écrit au bureau.</textarea>" in page.content.decode()


def test_rows_and_lists_may_be_kept_together(written):
    slug = "ce-qui-s-est-passe"
    hidden = written.hidden(slug)
    stored = written.page.steps
    added = {"period": "", "description": "Écrite ailleurs.", "key_moment": False}
    elsewhere(written, steps=[*stored, added], objectives=["Faire connaissance", "Ailleurs"])
    typed = ANSWERS[slug] | {"steps-1-description": "Écrite ici.", "objectives": "Faire connaissance\r\nIci"}
    answer = written.client.post(written.address(slug), typed | hidden | {"go": "next"})
    seen = {f"seen_{conflict.name}": conflict.seen for conflict in answer.context["conflicts"]}
    assert set(seen) == {"seen_steps", "seen_objectives"}
    again = typed | seen | {"read": answer.context["read"], "keep_steps": "both", "keep_objectives": "both", "go": "next"}
    assert written.client.post(written.address(slug), again).status_code == 302
    assert [row["description"] for row in written.page.steps] == ["Premiers cafés devant la grille.", "Écrite ailleurs.", "Écrite ici."]
    assert written.page.objectives == ["Faire connaissance", "Ailleurs", "Ici"]


def test_autosave_offers_the_choice_with_who_wrote_the_other_version(written, colleague):
    hidden = written.hidden("essentiel")
    save_draft(page_id=written.record.pk, by=colleague, values={"summary": "Écrit par Samia."})
    answer = written.autosave("essentiel", FIRST | {"summary": "Écrit ici.", "title": "Un autre titre"}, hidden=hidden).json()
    assert "Samia Essai" in answer["conflict"]
    assert 'name="keep_summary"' in answer["conflict"]
    assert (written.page.summary, written.page.title) == ("Écrit par Samia.", "Un autre titre")


def test_a_start_and_an_end_typed_in_two_places_that_do_not_go_together_are_said(written):
    read = {"start_date": content.mark("2023-09")}
    elsewhere(written, end_date="2024-01")
    merged = merge_draft(page_id=written.record.pk, by=written.user, values={"start_date": "2025"}, read=read)
    assert {name: fate.name for name, fate in merged.fates.items()} == {"start_date": "CONFLICT"}
    assert (written.page.start_date, written.page.end_date) == ("2023-09", "2024-01")


def test_a_co_author_who_only_reads_saves_nothing(written, colleague):
    CoAuthor.objects.update(role="read")
    hidden = written.hidden("essentiel") | {"writer": ""}
    page = colleague.browser.post(f"{written.address('essentiel')}enregistrer/", FIRST | hidden | {"number": 1})
    assert (page.status_code, written.page.summary) == (409, FIRST["summary"])
