"""Nothing written is lost: autosave, two tabs, two authors, late and repeated posts, an ended session, two presses at once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision

from accounts.domain import vouch_for_address
from core.models import OutgoingMail
from practices import content
from practices.domain import review, submission
from practices.domain.drafts import begin_draft, save_draft
from practices.domain.merging import merge_draft
from practices.models import CoAuthor, PracticeEvent, PracticeRecord

from ..factories import fresh, make_draft, make_editor, make_user
from .conftest import ANSWERS, PASSWORD, text_of

pytestmark = pytest.mark.usefixtures("reference_data")

FIRST = ANSWERS["essentiel"]


@pytest.fixture
def written(writer):
    """A writer whose sheet has every answer."""
    return writer.begin().answer_all()


@pytest.fixture
def colleague(written):
    """A co-author who writes, at her own browser."""
    user = make_user("samia@essai.example", name="Samia Essai")
    CoAuthor.objects.create(record=written.record, user=user, role="edit", invited_by=written.user, accepted_at=timezone.now())
    user.browser = Client()
    user.browser.force_login(user)
    return user


def elsewhere(writer, **values):
    """Another tab, another machine, saves these values meanwhile."""
    save_draft(page_id=writer.record.pk, by=writer.user, values=values)


# --- autosave ---


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


# --- late, repeated, unanswered ---


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


# --- two tabs, two authors ---


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


# --- a session that ended, another person on the same machine ---


def test_an_autosave_after_the_session_ended_says_so_and_the_words_come_back_after_signing_in(written):
    hidden = written.hidden("essentiel")
    Session.objects.all().delete()
    answer = written.autosave("essentiel", FIRST | {"summary": "Écrit pendant une heure."}, hidden=hidden)
    assert (answer.status_code, list(answer.json())) == (401, ["said"])
    assert written.page.summary == FIRST["summary"]
    written.client.post("/compte/connexion/", {"login": written.user.email, "password": PASSWORD})
    assert "Écrit pendant une heure." in written.client.get(written.address("essentiel")).content.decode()
    read = written.hidden("essentiel")["read"]
    assert written.post("essentiel", FIRST | {"summary": "Écrit pendant une heure."}, read=read).status_code == 302
    assert written.page.summary == "Écrit pendant une heure."


def test_what_was_typed_is_never_shown_to_another_person_of_the_same_machine(written, colleague):
    vouch_for_address(user=colleague)
    hidden = written.hidden("essentiel")
    Session.objects.all().delete()
    written.autosave("essentiel", FIRST | {"summary": "Entre moi et moi."}, hidden=hidden)
    written.client.post("/deposer/", {"title": "Mon titre à moi", "writer": hidden["writer"]})
    written.client.post("/compte/connexion/", {"login": colleague.email, "password": PASSWORD})
    shown = [written.client.get(place).content.decode() for place in (written.address("essentiel"), "/deposer/")]
    assert "Samia" in shown[0] or 'name="summary"' in shown[0]
    assert not [page for page in shown if "Entre moi et moi." in page or "Mon titre à moi" in page]


def test_signing_out_empties_what_the_browser_kept_and_nothing_else_does(written):
    assert "Clear-Site-Data" not in written.client.get("/compte/deconnexion/").headers
    assert "Clear-Site-Data" not in written.client.get("/mes-fiches/").headers
    assert written.client.post("/compte/deconnexion/").headers["Clear-Site-Data"] == '"storage"'


def test_a_form_drawn_for_one_person_saves_nothing_for_another(written, colleague):
    hidden = written.hidden("essentiel")
    typed = FIRST | hidden | {"summary": "Écrit par la première.", "go": "next"}
    answer = colleague.browser.post(written.address("essentiel"), typed)
    assert (answer.status_code, "Écrit par la première." in answer.content.decode()) == (409, False)
    assert written.page.summary == FIRST["summary"]


# --- twice ---


def test_what_was_typed_after_sending_in_another_tab_is_not_dropped_by_a_second_press(written):
    read = written.read("relire-et-envoyer")
    written.send()
    again = written.post("relire-et-envoyer", ANSWERS["relire-et-envoyer"] | {"contact_name": "Une autre"}, read=read, send="1")
    assert (again.status_code, "Une autre" in again.content.decode()) == (409, True)
    assert written.post("relire-et-envoyer", read=read, send="1")["Location"] == f"/deposer/{written.identifier}/merci/"


def test_the_button_pressed_twice_begins_one_sheet(writer):
    places = {writer.client.post("/deposer/", {"title": "Le banc des parents"})["Location"] for _time in range(2)}
    assert (len(places), PracticeRecord.objects.count()) == (1, 1)
    save_draft(page_id=PracticeRecord.objects.get().pk, by=writer.user, values={"summary": "Commencée."})
    writer.client.post("/deposer/", {"title": "Le banc des parents"})
    assert PracticeRecord.objects.count() == 2


def at_once(*acts):
    """Runs each act in a thread of its own, all let go together; returns what each gave or raised, in order."""
    gate, results = Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        gate.wait()
        try:
            results[index] = act()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(index, act)) for index, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
def test_two_presses_of_send_at_once_make_one_submission_and_its_mails_once(reference_data):
    owner, editor = make_user(), make_editor("Hauts-de-France")
    record = make_draft(owner)
    results = at_once(*[lambda: submission.submit_practice(page_id=record.pk, by=owner)] * 4)
    assert [result.identifier for result in results] == [record.identifier] * 4
    assert PracticeEvent.objects.filter(kind="submitted").count() == 1
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == sorted([owner.email, editor.email])


@pytest.mark.django_db(transaction=True)
def test_two_posts_of_the_first_form_at_once_begin_one_sheet(reference_data):
    owner = make_user()
    pages = at_once(*[lambda: begin_draft(owner=owner, title="Le banc des parents")] * 4)
    assert len({page.pk for page in pages}) == 1
    assert PracticeRecord.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_authors_who_save_at_once_lose_nothing_of_each_other(reference_data):
    owner = make_user()
    record = make_draft(owner)
    others = [make_user(f"autrice{number}@essai.example") for number in range(3)]
    for other in others:
        CoAuthor.objects.create(record=record, user=other, role="edit", accepted_at=timezone.now())
    fields = ["summary", "context", "lessons_keep", "diagnosis"]
    stored = content.read(record.page.latest_revision.as_object())

    def writes(person, name):
        read = {name: content.mark(stored[name])}
        return lambda: [
            merge_draft(page_id=record.pk, by=person, values={name: f"{name} {n}"}, read=read, form_key=f"{name:x<16}"[:16], number=n)
            for n in range(1, 6)
        ]

    results = at_once(*[writes(person, name) for person, name in zip([owner, *others], fields, strict=True)])
    assert [len(result) for result in results] == [5, 5, 5, 5]
    page = fresh(record.pk).page.latest_revision.as_object()
    assert [getattr(page, name) for name in fields] == [f"{name} 5" for name in fields]


@pytest.mark.django_db(transaction=True)
def test_an_autosave_and_a_submission_at_once_leave_the_submitted_version_as_it_was_sent(reference_data):
    owner = make_user()
    for _round in range(4):
        record = make_draft(owner)
        at_once(*_submission_and_autosave(record))
        sent = fresh(record.pk)
        assert sent.review_state == "submitted"
        assert content.public_hash(sent.submitted_revision.as_object()) == sent.submitted_hash
        assert sent.page.latest_revision_id == sent.submitted_revision_id


def _submission_and_autosave(record):
    owner, read = record.page.owner, {"summary": content.mark(record.page.latest_revision.as_object().summary)}
    return (
        lambda: submission.submit_practice(page_id=record.pk, by=owner),
        lambda: merge_draft(page_id=record.pk, by=owner, values={"summary": "En chemin."}, read=read),
    )
