"""Nothing typed is lost, nobody else's sheet is reached, and no input breaks the form."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from practices.forms import typed
from practices.forms.opened import writer_key
from practices.forms.steps import STEPS
from practices.models import PracticeRecord

from ..factories import make_draft, make_submitted, make_user
from .conftest import ANSWERS, PASSWORD, errors_of, text_of

pytestmark = pytest.mark.usefixtures("reference_data")


def test_what_was_typed_when_the_session_had_expired_is_there_after_sign_in(writer):
    writer.begin()
    read = writer.read("essentiel")
    Session.objects.all().delete()
    answer = writer.post("essentiel", ANSWERS["essentiel"] | {"summary": "Écrit pendant une heure."}, read=read)
    sign_in = answer["Location"]
    assert sign_in == f"/compte/connexion/?next={writer.address('essentiel')}"
    assert "Écrit" not in sign_in
    back = writer.client.post(sign_in, {"login": writer.user.email, "password": PASSWORD, "next": writer.address("essentiel")})
    assert back["Location"] == writer.address("essentiel")
    page = writer.client.get(back["Location"])
    assert "Écrit pendant une heure." in page.content.decode()
    assert "pas encore enregistré" in text_of(page)
    assert writer.page.summary == ""
    assert writer.post("essentiel", ANSWERS["essentiel"] | {"summary": "Écrit pendant une heure."}).status_code == 302
    assert writer.page.summary == "Écrit pendant une heure."


def test_a_title_typed_when_signed_out_is_there_after_sign_in(writer):
    Session.objects.all().delete()
    answer = writer.client.post("/deposer/", {"title": "Écrit trop tard", "writer": writer_key(writer.user)})
    writer.client.post(answer["Location"], {"login": writer.user.email, "password": PASSWORD, "next": "/deposer/"})
    assert 'value="Écrit trop tard"' in writer.client.get("/deposer/").content.decode()
    assert not PracticeRecord.objects.exists()


def test_what_was_typed_is_kept_for_an_hour_and_for_its_browser_only(writer, monkeypatch):
    writer.begin()
    read = writer.read("essentiel")
    Session.objects.all().delete()
    writer.post("essentiel", ANSWERS["essentiel"] | {"summary": "Une trace."}, read=read)
    elsewhere = Client()
    elsewhere.force_login(writer.user)
    assert "Une trace." not in elsewhere.get(writer.address("essentiel")).content.decode()
    later = time.time() + typed.SECONDS + 1
    writer.client.post("/compte/connexion/", {"login": writer.user.email, "password": PASSWORD})
    monkeypatch.setattr(typed.time, "time", lambda: later)
    assert "Une trace." not in writer.client.get(writer.address("essentiel")).content.decode()


def test_two_screens_open_side_by_side_do_not_disturb_each_other(writer):
    writer.begin_answered()
    read = writer.read("essentiel")
    writer.post("lecons", {"lessons_keep": "Autre chose."})
    assert writer.post("essentiel", ANSWERS["essentiel"] | {"summary": "Un autre résumé."}, read=read).status_code == 302
    assert (writer.page.summary, writer.page.lessons_keep) == ("Un autre résumé.", "Autre chose.")


def test_a_sheet_that_is_being_read_is_not_changed_and_the_typed_text_stays_on_the_page(writer):
    writer.begin_answered()
    read = writer.read("essentiel")
    writer.send()
    assert writer.client.get(writer.address("essentiel"))["Location"] == f"/mes-fiches/{writer.identifier}/"
    answer = writer.post("essentiel", ANSWERS["essentiel"] | {"summary": "Écrit après l’envoi."}, read=read)
    assert answer.status_code == 409
    assert "Écrit après l’envoi." in text_of(answer)
    assert writer.page.summary == ANSWERS["essentiel"]["summary"]


@pytest.mark.parametrize("make", [make_draft, make_submitted])
def test_somebody_else_s_sheet_is_not_found(client, make):
    record = make(make_user("autre@essai.example"))
    client.force_login(make_user())
    places = [f"/deposer/{record.identifier}/{step.slug}/" for step in STEPS]
    places += [f"/deposer/{record.identifier}/{name}/" for name in ("apercu", "merci")]
    places += [
        f"/mes-fiches/{record.identifier}/",
        *(f"/mes-fiches/{record.identifier}/{name}/" for name in ("reprendre", "supprimer", "retirer")),
    ]
    unknown = [place.replace(record.identifier, "op-00000000") for place in places]
    assert {client.get(place).status_code for place in places + unknown} == {404}
    writable = [place for place in places if not place.endswith(("apercu/", "merci/", f"{record.identifier}/"))]
    assert {client.post(place, {"title": "Pris"}).status_code for place in writable} == {404}


def test_signed_out_every_page_leads_to_sign_in_whether_the_sheet_exists_or_not(client):
    record = make_draft(make_user())
    for identifier in (record.identifier, "op-00000000"):
        for place in (f"/deposer/{identifier}/essentiel/", f"/deposer/{identifier}/apercu/", f"/mes-fiches/{identifier}/"):
            assert client.get(place)["Location"] == f"/compte/connexion/?next={place}"
    assert client.get("/deposer/op-00000000/inconnu/").status_code == 404


HOSTILE = [
    ("essentiel", {"title": "x" * 201}, "id_title"),
    ("essentiel", {"summary": "binaire \x00\x01"}, "id_summary"),
    ("essentiel", {"main_theme": "theme-qui-n-existe-pas"}, "id_main_theme"),
    ("essentiel", {"main_theme": "nul\x00"}, "id_main_theme"),
    ("essentiel", {"status": "🙂"}, "id_status_0"),
    ("essentiel", {"start_date": "2023-02-31"}, "id_start_date"),
    ("ou-et-avec-qui", {"territories": ["com-00000", "'; DROP TABLE"]}, "id_territories"),
    ("ou-et-avec-qui", {"territories": ["nul\x00"]}, "id_territories"),
    ("ou-et-avec-qui", {"audiences": ["parents", "martiens"]}, "id_audiences_0"),
    ("ou-et-avec-qui", {"organisation_type": "x" * 5000}, "id_organisation_type"),
    ("ce-qui-s-est-passe", {"context": "x" * 20_001}, "id_context"),
    ("ce-qui-s-est-passe", {"objectives": "\n".join(f"objectif {n}" for n in range(60))}, "id_objectives"),
    ("ce-qui-s-est-passe", {f"steps-{n}-description": f"étape {n}" for n in range(51)}, "id_steps-0-period"),
    ("ce-qui-s-est-passe", {"steps-0-description": "x" * 20_001}, "id_steps-0-description"),
    ("relire-et-envoyer", {"contact_email": "pas une adresse"}, "id_contact_email"),
    ("relire-et-envoyer", {"licence": "tous-droits-réservés"}, "id_licence_0"),
    ("relire-et-envoyer", {"organisation_consent": "peut-être"}, "id_organisation_consent"),
]


def test_hostile_input_is_refused_in_words_beside_its_field(writer):
    """One after the other on one sheet: what is refused leaves no trace."""
    writer.begin_answered()
    for slug, typed_in, wrong in HOSTILE:
        answer = writer.post(slug, ANSWERS[slug] | typed_in)
        assert (answer.status_code, {error[0] for error in errors_of(answer)}) == (422, {wrong}), typed_in
        assert f'id="{wrong.removesuffix("_0")}-error"' in answer.content.decode() or "steps" in wrong


FORGED = [
    {"remove_row_steps": "99999"},
    {"up_row_steps": "²"},
    {"down_row_steps": "-1"},
    {"add_row_steps": "\x00"},
    {"go": "\x00"},
    {"choose_territories": "x"},
]


def test_forged_buttons_change_nothing(writer):
    writer.begin_answered()
    for button in FORGED:
        assert writer.post("ce-qui-s-est-passe", **button).status_code in (200, 302), button
        assert [row["description"] for row in writer.page.steps] == ["Premiers cafés devant la grille."], button


def test_a_missing_licence_keeps_the_one_that_stands(writer):
    writer.begin_answered()
    writer.post("relire-et-envoyer", {key: value for key, value in ANSWERS["relire-et-envoyer"].items() if key != "licence"})
    assert writer.page.licence == "CC-BY-4.0"


def test_a_form_with_thousands_of_fields_is_refused_cleanly(writer):
    writer.begin()
    data = {f"steps-{n}-description": "x" for n in range(1200)} | {"read": ""}
    assert writer.client.post(writer.address("ce-qui-s-est-passe"), data).status_code == 400
