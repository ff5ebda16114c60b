"""From the draft to the sign-off, step by step: who may, who is told, and what is refused."""

import pytest
from wagtail.models import Task, Workflow

from practices.domain.errors import Faulty, Forbidden, OutOfDate
from publications.domain import holding, workflow
from publications.domain.schedule import publish_now
from publications.models import PublicContent, ReadingTask
from tests.practices.factories import make_editor, make_user
from tests.publications.factories import make_news

from .world import (
    approve,
    edit,
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
    to_layout,
    to_reading,
    to_ready,
)


@pytest.fixture
def tool(author):
    return signed_tool("Ali Essai", users={"Ali Essai": author})


def test_a_submitted_draft_is_at_its_first_step_and_the_other_editors_are_told(tool, editor, other_editor):
    submit(tool, editor)
    record = record_of(tool)
    assert (record.work_state, record.round, record.due_on) == ("submitted", 1, in_days(7))
    assert sent() == [("step_begun", other_editor.email)]
    assert kinds(tool) == ["submitted"]


@pytest.mark.parametrize("who", ["Hauts-de-France", "contributor", "author"])
def test_nobody_else_submits(tool, author, who):
    other = {"author": author, "contributor": None}.get(who) or (make_user() if who == "contributor" else make_editor(who))
    with pytest.raises(Forbidden):
        submit(tool, other)
    assert (state(tool), kinds(tool), sent()) == ("draft", [], [])


def test_a_version_saved_since_is_not_submitted(tool, editor):
    former = revision_id(tool)
    edit(tool, title="Autre titre")
    with pytest.raises(OutOfDate):
        workflow.submit_content(page_id=tool.pk, revision_id=former, by=editor)
    assert state(tool) == "draft"


def test_news_have_no_step(editor):
    news = make_news()
    with pytest.raises(Forbidden):
        submit(news, editor)
    assert state(news) == "draft"


def test_a_content_goes_through_every_step_to_the_sign_off_and_is_not_public(tool, editor, other_editor, author):
    seen = []
    submit(tool, editor)
    seen.append(state(tool))
    approve(tool, other_editor)
    seen.append(state(tool))
    read(tool, editor)
    approve(tool, editor)
    seen.append(state(tool))
    approve(tool, editor)
    seen.append(state(tool))
    sign_all(tool, editor)
    approve(tool, editor)
    assert [*seen, state(tool)] == ["submitted", "reading", "layout", "sign_off", "ready"]
    assert kinds(tool) == [
        "submitted",
        "step_approved",
        "reading_asked",
        "reading_done",
        "step_approved",
        "step_approved",
        "proof_sent",
        "proof_signed",
        "step_approved",
        "signed_off",
    ]
    assert not PublicContent.objects.exists()


def test_each_step_tells_those_whom_it_concerns(tool, editor, other_editor, author):
    to_layout(tool, editor)
    sent()
    approve(tool, editor)
    assert sent() == [("proof", author.email), ("step_begun", other_editor.email)]
    sign_all(tool, editor)
    assert sent() == [("proof_signed", editor.email), ("proof_signed", other_editor.email)]
    approve(tool, editor)
    assert sent() == [("signed_off", other_editor.email)]


def test_the_author_says_yes_to_no_step_of_hers_as_an_editor(editor, other_editor):
    tool = signed_tool("Nationale", users={"Nationale": other_editor})
    submit(tool, editor)
    with pytest.raises(Forbidden):
        approve(tool, other_editor)
    assert state(tool) == "submitted"
    approve(tool, editor)
    assert state(tool) == "reading"


def test_regional_editors_and_contributors_approve_nothing(tool, editor):
    submit(tool, editor)
    for other in (make_editor("Hauts-de-France"), make_user()):
        with pytest.raises(Forbidden):
            approve(tool, other)
    assert state(tool) == "submitted"


def test_a_version_saved_since_it_was_read_is_not_approved(tool, editor):
    submit(tool, editor)
    read = {"revision_id": revision_id(tool), "text_hash": text_hash(tool)}
    edit(tool, title="Autre titre")
    with pytest.raises(OutOfDate):
        workflow.approve_step(page_id=tool.pk, by=editor, **read)
    assert state(tool) == "submitted"


def test_a_version_written_over_since_it_was_read_is_not_approved(tool, editor):
    submit(tool, editor)
    read = {"revision_id": revision_id(tool), "text_hash": text_hash(tool)}
    version = record_of(tool).page.specific.get_latest_revision_as_object()
    version.title = "Réécrit dans la même version"
    version.save_revision(overwrite_revision=record_of(tool).page.latest_revision)
    assert revision_id(tool) == read["revision_id"]
    with pytest.raises(OutOfDate):
        workflow.approve_step(page_id=tool.pk, by=editor, **read)
    assert state(tool) == "submitted"


def test_the_reading_is_not_over_before_somebody_read(tool, editor):
    to_reading(tool, editor)
    with pytest.raises(Faulty, match="Personne"):
        approve(tool, editor)
    assert state(tool) == "reading"


def test_corrections_go_to_the_authors_with_their_day_and_come_back_to_the_same_step(tool, editor, other_editor, author):
    to_reading(tool, editor)
    sent()
    workflow.request_corrections(page_id=tool.pk, by=editor, comment="D’où vient ce chiffre ?", due_on=in_days(8))
    assert (state(tool), record_of(tool).due_on) == ("changes_requested", in_days(8))
    assert sent() == [("corrections_asked", author.email)]
    workflow.answer_corrections(page_id=tool.pk, author=author, text="De l’enquête.")
    assert sent() == [("corrections_answered", editor.email), ("corrections_answered", other_editor.email)]
    edit(tool, title="Avec sa source")
    submit(tool, editor)
    assert (state(tool), record_of(tool).round) == ("reading", 2)
    assert kinds(tool)[-3:] == ["changes_requested", "answered", "corrected"]


def test_whoever_does_not_sign_the_text_answers_nothing(tool, editor):
    submit(tool, editor)
    workflow.request_corrections(page_id=tool.pk, by=editor, comment="Pourquoi ?")
    with pytest.raises(Forbidden):
        workflow.answer_corrections(page_id=tool.pk, author=make_user(), text="Voilà.")
    assert "answered" not in kinds(tool)


def test_what_is_taken_back_is_a_draft_again(tool, editor):
    to_layout(tool, editor)
    workflow.take_back_content(page_id=tool.pk, by=editor)
    assert (state(tool), record_of(tool).due_on) == ("draft", None)
    submit(tool, editor)
    assert (state(tool), record_of(tool).round) == ("submitted", 2)


def test_a_step_that_an_administrator_closes_moves_the_record_with_it(tool, editor):
    to_reading(tool, editor)
    ReadingTask.objects.get().deactivate(user=editor)
    assert state(tool) == "layout"


def test_a_workflow_that_an_administrator_closes_makes_drafts_again(tool, editor):
    to_reading(tool, editor)
    Workflow.objects.get(workflow_tasks__task__in=ReadingTask.objects.all()).deactivate(user=editor)
    assert state(tool) == "draft"


def test_a_group_that_handles_a_step_acts_at_that_step_alone(tool, editor):
    layout = make_editor("Hauts-de-France")
    task = Task.objects.get(name="Mise en page").specific
    task.groups.add(layout.groups.get())
    to_reading(tool, editor)
    with pytest.raises(Forbidden):
        approve(tool, layout)
    read(tool, editor)
    approve(tool, editor)
    approve(tool, layout)
    assert state(tool) == "sign_off"


def test_a_content_is_given_taken_and_given_back(tool, editor, other_editor):
    submit(tool, editor)
    sent()
    holding.give_content(page_id=tool.pk, by=editor, holder_id=other_editor.pk)
    assert (record_of(tool).holder, sent()) == (other_editor, [("content_given", other_editor.email)])
    holding.give_content(page_id=tool.pk, by=editor, holder_id=editor.pk)
    assert (record_of(tool).holder, sent()) == (editor, [])
    holding.release_content(page_id=tool.pk, by=editor)
    assert record_of(tool).holder is None
    with pytest.raises(Forbidden):
        holding.give_content(page_id=tool.pk, by=editor, holder_id=make_user().pk)
    assert kinds(tool) == ["submitted", "held", "held", "released"]


def test_a_new_version_of_what_is_public_goes_through_the_steps_again_while_the_former_stays(tool, editor):
    to_ready(tool, editor)
    publish_now(page_id=tool.pk, revision_id=revision_id(tool), by=editor)
    with pytest.raises(Forbidden):
        submit(tool, editor)
    edit(tool, title="La grille, deuxième version")
    submit(tool, editor)
    assert state(tool) == "submitted"
    assert PublicContent.objects.get().title == "La grille du palier"
    workflow.take_back_content(page_id=tool.pk, by=editor)
    assert state(tool) == "draft"
