"""An author who cannot sign by her link agrees on paper or by mail: an editor writes it down, and it is told for what it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.domain.departures import erase_person
from accounts.models import Departure
from practices.domain.errors import Faulty, Forbidden, OutOfDate
from publications import links
from publications.domain import sign_offs
from publications.models import EditorialEvent, SignOff
from tests.practices.factories import make_user

from .world import BACKEND, approve, edit, kinds, record_of, signed_tool, state, to_sign_off

HOW = "Lettre du 12 novembre, classeur « Cahier 3 »."


@pytest.fixture
def tool(author, editor):
    page = signed_tool("Ali Essai", "Nina Sans-Compte", users={"Ali Essai": author})
    to_sign_off(page, editor)
    return page


def recorded(page, by, author="Nina Sans-Compte", given_on=None, how=HOW):
    given_on = given_on or timezone.localdate()
    sign_offs.record_agreement(page_id=page.pk, by=by, author=author, given_on=given_on, how=how)


def test_it_is_as_good_as_a_signature_and_the_history_tells_it_apart(tool, editor, author):
    sign_offs.sign(page_id=tool.pk, sign_off_id=SignOff.objects.get(user=author).pk)
    recorded(tool, editor)
    assert sign_offs.unsigned(record_of(tool)) == []
    row = SignOff.objects.get(author="Nina Sans-Compte")
    assert (row.given_on, row.recorded_by, row.note, row.email) == (timezone.localdate(), editor, HOW, "")
    assert kinds(tool)[-2:] == ["proof_signed", "signed_on_paper"]
    event = EditorialEvent.objects.get(kind="signed_on_paper")
    assert (event.actor_id, event.comment.startswith("Nina Sans-Compte, "), event.comment.endswith(f" : {HOW}")) == (editor.pk, True, True)
    approve(tool, editor)
    assert state(tool) == "ready"


def test_the_link_of_an_author_who_agreed_on_paper_is_over(client, tool, editor, author):
    path = links.path(SignOff.objects.get(user=author))
    recorded(tool, editor, author="Ali Essai")
    assert client.get(path).status_code == 410


def test_another_text_asks_for_another_yes(tool, editor):
    recorded(tool, editor)
    edit(tool, title="Un autre texte")
    assert "Nina Sans-Compte" in sign_offs.unsigned(record_of(tool))


def test_what_cannot_be_recorded_is_refused(tool, editor, author):
    with pytest.raises(Forbidden):
        recorded(tool, author)
    with pytest.raises(Faulty, match="Une autre"):
        recorded(tool, editor, author="Une autre")
    with pytest.raises(Faulty, match="encore venu"):
        recorded(tool, editor, given_on=timezone.localdate() + timedelta(days=1))
    row = SignOff.objects.get(user=author)
    sign_offs.refuse(page_id=tool.pk, sign_off_id=row.pk, comment="La légende est fausse.")
    with pytest.raises(Faulty, match="Ali Essai"):
        recorded(tool, editor, author="Ali Essai")
    assert list(SignOff.objects.filter(given_on__isnull=False)) == []
    draft = signed_tool("Nina Sans-Compte", title="Encore un brouillon")
    with pytest.raises(OutOfDate):
        recorded(draft, editor)


def test_the_editor_writes_it_down_on_the_screen(board, tool):
    screen, address = f"/gestion/publications/{tool.pk}/", f"/gestion/publications/{tool.pk}/bon-a-tirer/papier/"
    asked = {"author": "Nina Sans-Compte", "given_on": "2026-11-12", "how": HOW}
    assert board.post(address, asked | {"how": ""}).status_code == 422
    assert board.get(address).status_code == 405
    assert board.post(address, asked).status_code == 302
    page = " ".join(board.get(screen).content.decode().split())
    assert "a donné son accord le 12 novembre 2026" in page
    assert page.count("Lettre du 12") == 2, "beside her name, and in the history"


def test_nobody_else_writes_it_down(client, tool):
    client.force_login(make_user("autre@essai.example"), backend=BACKEND)
    asked = {"author": "Nina Sans-Compte", "given_on": "2026-11-12", "how": HOW}
    assert client.post(f"/gestion/publications/{tool.pk}/bon-a-tirer/papier/", asked).status_code in (302, 403, 404)
    assert list(SignOff.objects.filter(given_on__isnull=False)) == []


def test_an_author_who_leaves_takes_the_words_along(tool, editor, author):
    recorded(tool, editor, author="Ali Essai")
    erase_person(user=author, sheets=Departure.Sheets.KEEP, by=author)
    row = SignOff.objects.get(given_on__isnull=False)
    assert (row.note, HOW in str(list(EditorialEvent.objects.values_list("comment", flat=True)))) == ("", False)
