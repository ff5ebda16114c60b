"""« Bon à tirer »: authors with an account and without, the editor besides, and what a change undoes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from practices.domain.errors import Faulty, OutOfDate
from publications import links
from publications.domain import sign_offs
from publications.domain.schedule import schedule_content
from publications.models import SignOff
from publications.views import redaction

from .world import approve, edit, in_days, kinds, record_of, revision_id, sent, sign_all, signed_tool, state, to_ready, to_sign_off


@pytest.fixture(autouse=True)
def _nobody_has_tried(monkeypatch):
    monkeypatch.setattr(redaction.allowance, "_hands", {})


@pytest.fixture
def tool(author):
    return signed_tool("Ali Essai", "Nina Sans-Compte", users={"Ali Essai": author})


def test_the_proof_goes_to_the_authors_who_have_an_account_and_then_to_the_given_address(tool, editor, author):
    to_sign_off(tool, editor)
    assert [(name, to) for name, to in sent() if name == "proof"] == [("proof", author.email)]
    sign_offs.ask_sign_off(page_id=tool.pk, by=editor, author="Nina Sans-Compte", email="Nina@essai.example")
    assert sent() == [("proof", "nina@essai.example")]
    with pytest.raises(Faulty):
        sign_offs.ask_sign_off(page_id=tool.pk, by=editor, author="Une autre", email="x@essai.example")


def test_the_editor_signs_off_once_every_author_has(tool, editor):
    to_sign_off(tool, editor)
    with pytest.raises(Faulty, match="Ali Essai.*Nina Sans-Compte"):
        approve(tool, editor)
    sign_all(tool, editor)
    approve(tool, editor)
    assert state(tool) == "ready"


def test_an_author_signs_by_her_link_without_an_account(client, tool, editor):
    to_sign_off(tool, editor)
    sign_offs.ask_sign_off(page_id=tool.pk, by=editor, author="Nina Sans-Compte", email="nina@essai.example")
    path = links.path(SignOff.objects.get(author="Nina Sans-Compte"))
    page = client.get(path)
    assert page.status_code == 200
    assert (page["X-Robots-Tag"], "no-store" in page["Cache-Control"]) == ("noindex, nofollow", True)
    assert "La grille du palier" in client.get(f"{path}texte/").content.decode()
    assert SignOff.objects.get(author="Nina Sans-Compte").signed_at is None
    assert client.post(path, {"sign": "1"}).status_code == 200
    assert SignOff.objects.get(author="Nina Sans-Compte").signed_at is not None
    assert client.get(path).status_code == 410
    assert client.get(f"{path}texte/").status_code == 410


def test_an_author_who_asks_for_corrections_says_which(client, tool, editor, other_editor, author):
    to_sign_off(tool, editor)
    path = links.path(SignOff.objects.get(user=author))
    assert client.post(path, {"correct": "1", "comment": " "}).status_code == 422
    sent()
    assert client.post(path, {"correct": "1", "comment": "La légende est fausse."}).status_code == 200
    assert sent() == [("proof_refused", editor.email), ("proof_refused", other_editor.email)]
    assert (state(tool), client.get(path).status_code) == ("sign_off", 410)


def test_a_link_that_was_tampered_with_opens_nothing(client, tool, editor, author):
    to_sign_off(tool, editor)
    path = links.path(SignOff.objects.get(user=author))
    assert client.get(path[:-3] + "xx/").status_code == 404
    sign_offs.ask_sign_off(page_id=tool.pk, by=editor)
    assert client.get(path).status_code == 410


def test_a_change_after_an_author_signed_asks_her_again(tool, editor, author):
    to_sign_off(tool, editor)
    sign_all(tool, editor)
    edit(tool, title="La grille du palier, corrigée")
    assert sign_offs.unsigned(record_of(tool)) == ["Ali Essai", "Nina Sans-Compte"]
    with pytest.raises(Faulty):
        approve(tool, editor)
    sent()
    sign_offs.ask_sign_off(page_id=tool.pk, by=editor)
    assert sent() == [("proof", author.email), ("proof", "autrice@essai.example")]


def test_a_proof_of_a_former_text_is_not_signed(tool, editor, author):
    to_sign_off(tool, editor)
    row = SignOff.objects.get(user=author)
    edit(tool, title="Autre titre")
    with pytest.raises(OutOfDate):
        sign_offs.sign(page_id=tool.pk, sign_off_id=row.pk)
    assert SignOff.objects.get(pk=row.pk).signed_at is None


def test_an_edit_after_the_sign_off_takes_it_back_and_the_editors_are_told(tool, editor, other_editor):
    to_ready(tool, editor)
    sent()
    edit(tool, title="Un mot changé")
    assert (state(tool), kinds(tool)[-1]) == ("sign_off", "sign_off_lost")
    assert sent() == [("sign_off_lost", editor.email), ("sign_off_lost", other_editor.email)]
    sign_all(tool, editor)
    approve(tool, editor)
    assert state(tool) == "ready"


def test_an_edit_of_what_is_scheduled_takes_it_off_the_schedule(tool, editor):
    to_ready(tool, editor)
    schedule_content(page_id=tool.pk, revision_id=revision_id(tool), at=timezone.now() + timedelta(days=1), by=editor)
    edit(tool, title="Un mot changé")
    record = record_of(tool)
    assert (record.work_state, record.scheduled_for, record.scheduled_revision) == ("sign_off", None, None)


def test_saving_the_same_text_again_keeps_the_sign_off(tool, editor):
    to_ready(tool, editor)
    edit(tool)
    assert (state(tool), kinds(tool)[-1]) == ("ready", "signed_off")


def test_a_version_overwritten_in_place_loses_its_sign_off(tool, editor):
    to_ready(tool, editor)
    version = record_of(tool).page.specific.get_latest_revision_as_object()
    version.title = "Réécrit dans la même version"
    version.save_revision(overwrite_revision=record_of(tool).page.latest_revision)
    assert state(tool) == "sign_off"


def test_authors_are_reminded_once_before_and_once_after_their_day(tool, editor, author):
    to_sign_off(tool, editor)
    sent()
    SignOff.objects.update(due_on=in_days(1), asked_at=timezone.now() - timedelta(days=4))
    assert (sign_offs.send_sign_off_reminders(), sent()) == (1, [("proof_due", author.email)])
    assert (sign_offs.send_sign_off_reminders(), sent()) == (0, [])
    SignOff.objects.update(due_on=in_days(-2))
    assert (sign_offs.send_sign_off_reminders(), sent()) == (1, [("proof_due", author.email)])
    sign_all(tool, editor)
    SignOff.objects.update(reminded_after_at=None)
    sent()
    assert (sign_offs.send_sign_off_reminders(), sent()) == (0, [])
