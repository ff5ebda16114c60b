"""The board and the screen of one publication, in the admin."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Task, Workflow, WorkflowPage

from core.templatetags.core_tags import day
from publications.domain import holding, schedule
from publications.models import CahierPiece, EditorialRecord
from tests.practices.factories import make_editor, make_user
from tests.publications.cahiers import make_article, make_cahier
from tests.publications.tools import make_tool

from .world import (
    BACKEND,
    in_days,
    kinds,
    read,
    record_of,
    revision_id,
    sent,
    sign_all,
    signed_tool,
    state,
    submit,
    text_hash,
    to_reading,
    to_ready,
    to_sign_off,
)

BOARD = "/gestion/publications/"


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_board_shows_each_piece_at_its_step_with_who_holds_it_and_what_is_late(board, editor):
    tool = signed_tool("Ali Essai")
    make_tool(title="Un brouillon", slug="un-brouillon")
    submit(tool, editor)
    holding.give_content(page_id=tool.pk, by=editor, holder_id=editor.pk)
    EditorialRecord.objects.filter(pk=tool.pk).update(due_on=in_days(-1))
    page = text(board.get(BOARD))
    assert "La grille du palier" in page
    assert "Un brouillon" in page
    assert page.count('<b class="pub-late">') == 1
    late = text(board.get(f"{BOARD}?retard=1"))
    assert ("La grille du palier" in late, "Un brouillon" in late) == (True, False)
    assert "Un brouillon" not in text(board.get(f"{BOARD}?qui=moi"))
    assert "La grille du palier" not in text(board.get(f"{BOARD}?genre=voice"))
    assert "La grille du palier" in text(board.get(f"{BOARD}calendrier/"))


def test_as_many_queries_for_one_piece_as_for_three(board, editor):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            board.get(BOARD)
        return len(captured)

    submit(signed_tool("Ali Essai"), editor)
    queries()
    one = queries()
    for number in range(2):
        submit(signed_tool("Ali Essai", title=f"Outil {number}", slug=f"outil-{number}"), editor)
    assert queries() == one


@pytest.mark.parametrize("who", ["regional", "contributor", "nobody"])
def test_nobody_else_enters_the_board(client, editor, who):
    tool = signed_tool("Ali Essai")
    submit(tool, editor)
    if who != "nobody":
        client.force_login(make_editor("Hauts-de-France") if who == "regional" else make_user(), backend=BACKEND)
    for address in (BOARD, f"{BOARD}calendrier/", f"{BOARD}{tool.pk}/", f"{BOARD}{tool.pk}/epreuve/"):
        assert client.get(address).status_code in (302, 403, 404)
    for act in ("approuver", "corrections", "reprendre", "prendre", "publier", "programmer", "soumettre", "erratum"):
        assert client.post(f"{BOARD}{tool.pk}/{act}/", {"revision": revision_id(tool)}).status_code in (302, 403, 404)
    assert (state(tool), kinds(tool)) == ("submitted", ["submitted"])


def test_a_group_that_handles_a_step_finds_there_what_stands_at_it(client, editor):
    layout = make_editor("Hauts-de-France")
    Task.objects.get(name="Réception par la rédaction").specific.groups.add(layout.groups.get())
    tool = signed_tool("Ali Essai")
    other = signed_tool("Ali Essai", title="Le carnet de bord", slug="carnet")
    submit(tool, editor)
    to_reading(other, editor)
    client.force_login(layout, backend=BACKEND)
    page = text(client.get(BOARD))
    assert ("La grille du palier" in page, "Le carnet de bord" in page) == (True, False)
    assert client.get(f"{BOARD}{tool.pk}/").status_code == 200
    assert client.get(f"{BOARD}{other.pk}/").status_code == 404


def test_every_act_of_the_way_is_done_from_the_screen(board, editor, reader):
    tool = signed_tool("Nina Sans-Compte", slug="la-grille")
    page = f"{BOARD}{tool.pk}/"

    def act(name, **fields):
        assert text(board.get(page))
        answer = board.post(f"{page}{name}/", {"revision": revision_id(tool), "text": text_hash(tool), **fields})
        assert answer.status_code == 302, answer.content.decode()

    act("soumettre")
    act("prendre")
    act("echeance", due_on=in_days(4).isoformat())
    act("approuver")
    act("relecture", email=reader.email, due_on=in_days(9).isoformat())
    reading = record_of(tool).readings.get()
    act(f"relecture/{reading.pk}/reprendre")
    act("corrections", comment="D’où vient ce chiffre ?", due_on=in_days(9).isoformat())
    act("soumettre")
    read(tool, editor)
    act("approuver")
    act("approuver", comment="Épreuve regardée.")
    act("bon-a-tirer/adresse", author="Nina Sans-Compte", email="nina@essai.example")
    sign_all(tool, editor)
    act("approuver")
    assert state(tool) == "ready"
    act("programmer", at=(timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"))
    act("deprogrammer")
    act("publier")
    assert state(tool) == "settled"
    assert text(board.get(page))
    assert board.get("/outils/la-grille/").status_code == 200


def test_a_refusal_is_said_and_what_was_typed_stays(board, editor):
    tool = signed_tool("Nina Sans-Compte")
    to_sign_off(tool, editor)
    answer = board.post(
        f"{BOARD}{tool.pk}/approuver/", {"revision": revision_id(tool), "text": text_hash(tool), "comment": "Tout est bon."}
    )
    assert (answer.status_code, state(tool)) == (422, "sign_off")
    assert "Nina Sans-Compte n’a pas donné son bon à tirer" in answer.content.decode()
    assert "Tout est bon." in answer.content.decode()
    empty = board.post(f"{BOARD}{tool.pk}/corrections/", {"comment": "", "due_on": ""})
    assert (empty.status_code, state(tool)) == (422, "sign_off")


def test_wagtails_own_ways_to_move_the_workflow_are_closed(board, editor):
    tool = signed_tool("Ali Essai")
    submit(tool, editor)
    sent()
    page = text(board.get(f"/gestion/pages/{tool.pk}/edit/"))
    assert ("action-cancel-workflow" in page, 'action-submit"' in page) == (False, False)
    for act in ("action-cancel-workflow", "action-restart-workflow", "action-submit", "action-workflow-action"):
        board.post(f"/gestion/pages/{tool.pk}/edit/", {act: "1"})
    board.post(f"/gestion/pages/workflow/action/{tool.pk}/approve/{record_of(tool).page.current_workflow_task_state.pk}/")
    assert (state(tool), sent()) == ("submitted", [])


def test_national_editors_keep_the_steps_and_not_those_of_sheets(board, editor):
    steps = Task.objects.get(name="Mise en page")
    assert board.get(f"/gestion/workflows/tasks/edit/{steps.pk}/").status_code == 200
    fields = {"name": "Maquette", "days": 5, "assent": "group", "groups": []}
    assert board.post(f"/gestion/workflows/tasks/edit/{steps.pk}/", fields).status_code == 302
    changed = Task.objects.get(pk=steps.pk).specific
    assert changed.days == 5
    regional = Task.objects.get(name="Relecture régionale")
    assert board.get(f"/gestion/workflows/tasks/edit/{regional.pk}/").status_code == 403
    workflow = regional.workflows.get()
    assert board.get(f"/gestion/workflows/edit/{workflow.pk}/").status_code == 403


def test_the_workflow_of_sheets_stays_theirs(reference_data):
    workflow = Workflow.objects.get(name="Publications")
    given = WorkflowPage.objects.get(page__slug="pratiques")
    given.workflow = workflow
    with pytest.raises(PermissionDenied):
        given.save()


def test_regional_editors_keep_no_step(client, reference_data):
    client.force_login(make_editor("Hauts-de-France"), backend=BACKEND)
    assert client.get("/gestion/workflows/list/").status_code == 403


def test_those_who_handle_a_step_are_reminded_of_its_day_once_before_and_once_after(editor):
    tool = signed_tool("Ali Essai")
    submit(tool, editor)
    EditorialRecord.objects.update(state_since=timezone.now() - timedelta(days=6), due_on=in_days(1))
    sent()
    assert (holding.send_step_reminders(), sent()) == (1, [("step_due", editor.email)])
    assert (holding.send_step_reminders(), sent()) == (0, [])
    EditorialRecord.objects.update(due_on=in_days(-2))
    assert (holding.send_step_reminders(), sent()) == (1, [("step_due", editor.email)])
    assert (holding.send_step_reminders(), sent()) == (0, [])


def test_the_calendar_puts_what_comes_out_with_a_cahier_on_its_day(board, editor):
    cahier = make_cahier(title="« Se déplacer », encore", slug="se-deplacer")
    article = make_article(cahier)
    cahier.refresh_from_db()
    cahier.pieces = [CahierPiece(sort_order=0, page=article)]
    cahier.save_revision()
    for page in (article, cahier):
        to_ready(page, editor)
    assert text(board.get(f"{BOARD}calendrier/")).count("Sans date") == 1
    at = timezone.localtime().replace(hour=9, minute=5) + timedelta(days=3)
    schedule.schedule_content(page_id=cahier.pk, by=editor, revision_id=revision_id(cahier), at=at)
    page = text(board.get(f"{BOARD}calendrier/"))
    assert (page.count("Sans date"), page.count('class="pub-day"'), page.count('class="pub-card"')) == (0, 1, 2)
    assert f"paraît avec «\xa0“Se déplacer”, encore\xa0», le {day(at)}, 9\xa0h\xa005" in page
    assert "personne ne l’a en charge" not in card_of(page, article.title)


def test_what_is_to_be_done_stands_before_what_has_been(board, editor):
    tool = signed_tool("Ali Essai")
    submit(tool, editor)
    page = text(board.get(f"{BOARD}{tool.pk}/"))
    places = [page.index(mark) for mark in ('class="pub-steps"', 'class="desk-actions"', 'id="histoire"')]
    assert places == sorted(places)


def card_of(page: str, title: str) -> str:
    [card] = [each for each in page.split('<li class="pub-card">') if f">{title}</a>" in each]
    return card


def test_nobody_is_reminded_of_what_is_signed_off(editor):
    tool = signed_tool("Ali Essai")
    to_ready(tool, editor)
    sent()
    assert (holding.send_step_reminders(), sent()) == (0, [])
