"""Autosave: what it saves and refuses, over which version, and what of its posts that come late or twice."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision

from practices.domain import review, submission
from practices.domain.drafts import save_draft
from practices.models import PracticeEvent

from ...factories import fresh, make_draft, make_editor, make_user
from .conftest import FIRST, elsewhere

pytestmark = pytest.mark.usefixtures("reference_data")


def test_autosave_saves_and_says_when(written):
    hidden = written.hidden("essentiel")
    answer = written.autosave("essentiel", FIRST | {"summary": "Écrit sans bouton."}, hidden=hidden)
    now = timezone.localtime(written.record.page.latest_revision_created_at)
    assert (answer.status_code, answer.json()["said"]) == (200, f"Enregistré à {now.hour} h {now:%M}")
    assert (answer.json()["errors"], answer.json()["conflict"]) == ([], "")
    assert written.page.summary == "Écrit sans bouton."
    again = hidden | {"read": answer.json()["read"]}
    assert written.autosave("essentiel", FIRST | {"summary": "Puis encore."}, hidden=again, number=2).json()["conflict"] == ""
    assert written.page.summary == "Puis encore."


def test_an_autosave_that_changes_nothing_writes_nothing(written):
    before = written.record.page.latest_revision.created_at
    assert written.autosave("essentiel").status_code == 200
    assert written.record.page.latest_revision.created_at == before


def test_what_cannot_be_saved_yet_is_told_by_its_input_and_waits_in_the_form(written):
    typed = FIRST | {"start_date": "bientôt", "summary": "Le reste est gardé."}
    answer = written.autosave("essentiel", typed).json()
    assert [(error["input"], error["id"]) for error in answer["errors"]] == [("id_start_date", "id_start_date-error")]
    assert (written.page.summary, written.page.start_date) == ("Le reste est gardé.", "2023-09")
    shown = written.client.get(written.address("essentiel")).content.decode()
    assert 'value="bientôt"' in shown
    hidden = written.hidden("essentiel")
    assert written.autosave("essentiel", FIRST, hidden=hidden).json()["errors"] == []
    assert "bientôt" not in written.client.get(written.address("essentiel")).content.decode()


def test_autosave_overwrites_her_own_open_version_and_begins_another_after_a_pause(written):
    versions = Revision.objects.filter(object_id=str(written.record.pk))
    assert versions.count() == 1
    written.autosave("essentiel", FIRST | {"summary": "Le même jour."})
    assert versions.count() == 1
    versions.update(created_at=timezone.now() - timedelta(hours=2))
    written.autosave("essentiel", FIRST | {"summary": "Le lendemain."})
    assert [version.as_object().summary for version in versions.order_by("pk")] == ["Le même jour.", "Le lendemain."]


def test_autosave_never_overwrites_a_version_that_was_submitted_or_published(written):
    written.send()
    sent = written.record.submitted_revision_id
    submission.take_back_practice(page_id=written.record.pk, by=written.user)
    written.autosave("essentiel", FIRST | {"summary": "Après l’envoi."})
    assert Revision.objects.get(pk=sent).as_object().summary == FIRST["summary"]
    assert written.page.summary == "Après l’envoi."


def test_autosave_never_overwrites_a_version_that_the_history_names(written):
    elsewhere(written, summary="Puis reprise.")
    told = written.record.page.latest_revision
    PracticeEvent.objects.create(record=written.record, kind="version_restored", actor=written.user, revision=told)
    written.autosave("essentiel", FIRST | {"summary": "La suite."})
    assert (Revision.objects.get(pk=told.pk).as_object().summary, written.page.summary) == ("Puis reprise.", "La suite.")


def test_autosave_of_a_sheet_that_may_not_be_written_says_why_and_changes_nothing(written):
    hidden = written.hidden("essentiel")
    written.send()
    answer = written.autosave("essentiel", FIRST | {"summary": "Trop tard."}, hidden=hidden)
    assert (answer.status_code, "reprenez-la" in answer.json()["said"]) == (409, True)
    editor = make_editor("Hauts-de-France")
    review.decline_practice(page_id=written.record.pk, by=editor, reason="Hors du champ.")
    assert written.autosave("essentiel", FIRST | {"summary": "Trop tard."}, hidden=hidden, number=2).status_code == 409
    assert written.page.summary == FIRST["summary"]
    assert written.record.review_state == "declined"


def test_autosave_of_somebody_else_s_sheet_finds_nothing(written):
    other = make_draft(make_user("autre@essai.example"), title="À une autre")
    hidden = written.hidden("essentiel")
    for identifier in (other.identifier, "op-00000000"):
        answer = written.client.post(f"/deposer/{identifier}/essentiel/enregistrer/", FIRST | hidden | {"number": 1})
        assert (answer.status_code, list(answer.json())) == (404, ["said"])
    assert fresh(other.pk).page.draft_title == "À une autre"
    assert written.client.post(f"/deposer/{written.identifier}/inconnu/enregistrer/", FIRST).status_code == 404


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"read": ""}, 400),
        ({"read": "0" * 12}, 400),
        ({"form": ""}, 400),
        ({"form": "<script>"}, 400),
        ({"form": "\x00" * 16}, 400),
        ({"number": "0"}, 400),
        ({"number": "-1"}, 400),
        ({"number": "²"}, 400),
        ({"number": "9" * 30}, 400),
        ({"writer": ""}, 409),
        ({"writer": "x" * 20}, 409),
    ],
)
def test_a_post_that_no_form_of_ours_makes_is_refused_and_empties_nothing(written, changes, status):
    hidden = written.hidden("essentiel") | {"number": "1"} | changes
    answer = written.client.post(f"{written.address('essentiel')}enregistrer/", hidden)
    assert (answer.status_code, bool(answer.json()["said"])) == (status, True)
    assert (written.page.summary, written.page.main_theme.slug) == (FIRST["summary"], "isolement")


def test_autosave_obeys_the_protection_of_forms_and_answers_posts_only(written):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(written.user)
    hidden = written.hidden("essentiel")
    assert written.autosave("essentiel", FIRST | {"summary": "Forgé."}, hidden=hidden, client=strict).status_code == 403
    assert written.client.get(f"{written.address('essentiel')}enregistrer/").status_code == 405
    assert written.page.summary == FIRST["summary"]


def test_hostile_and_huge_posts_are_refused_in_words(written):
    answer = written.autosave("essentiel", FIRST | {"summary": "\x00", "title": "x" * 5_000}).json()
    assert [error["input"] for error in answer["errors"]] == ["id_title", "id_summary"]
    assert written.autosave("essentiel", FIRST | {"summary": "x" * 3_000_000}).status_code == 400
    assert written.page.summary == FIRST["summary"]


def test_an_older_autosave_that_arrives_after_a_newer_one_does_nothing(written):
    hidden = written.hidden("essentiel")
    written.autosave("essentiel", FIRST | {"summary": "Le plus récent."}, hidden=hidden, number=2)
    for summary in ("Plus ancien.", FIRST["summary"]):
        late = written.autosave("essentiel", FIRST | {"summary": summary}, hidden=hidden, number=1)
        assert late.json() == {"late": True}
    assert written.page.summary == "Le plus récent."


def test_a_repeated_autosave_does_nothing(written):
    hidden = written.hidden("essentiel")
    answers = [written.autosave("essentiel", FIRST | {"summary": "Deux fois."}, hidden=hidden).json() for _time in range(2)]
    assert (answers[0]["conflict"], answers[1]) == ("", {"late": True})


def test_a_save_whose_answer_was_lost_is_no_change_made_elsewhere(written):
    hidden = written.hidden("essentiel")
    written.autosave("essentiel", FIRST | {"summary": "Réponse perdue."}, hidden=hidden, number=1)
    again = written.autosave("essentiel", FIRST | {"summary": "Suite."}, hidden=hidden, number=2)
    assert (again.json()["conflict"], written.page.summary) == ("", "Suite.")
    button = written.client.post(written.address("essentiel"), FIRST | hidden | {"summary": "Fin.", "number": "3", "go": "next"})
    assert (button.status_code, written.page.summary) == (302, "Fin.")
    assert written.autosave("essentiel", FIRST | {"summary": "En chemin."}, hidden=hidden, number=3).json() == {"late": True}


def test_what_the_form_wrote_before_somebody_changed_it_is_not_written_again(written, colleague):
    hidden = written.hidden("essentiel")
    written.autosave("essentiel", FIRST | {"summary": "Première."}, hidden=hidden, number=1)
    save_draft(page_id=written.record.pk, by=colleague, values={"summary": "Reprise par Samia."})
    answer = written.autosave("essentiel", FIRST | {"summary": "Première.", "title": "Un autre titre"}, hidden=hidden, number=2)
    assert answer.json()["conflict"] == ""
    assert (written.page.summary, written.page.title) == ("Reprise par Samia.", "Un autre titre")
