"""A session that ended while writing, and another person at the same machine."""

import pytest
from django.contrib.sessions.models import Session

from accounts.domain import vouch_for_address

from ..conftest import PASSWORD
from .conftest import FIRST

pytestmark = pytest.mark.usefixtures("reference_data")


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
