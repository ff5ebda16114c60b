"""Following searches and keeping sheets, in a real browser: with the keyboard, without JavaScript, readable by everybody."""

import re

import pytest
from playwright.sync_api import expect

from core.models import OutgoingMail
from saved.digests import send_due_alerts
from saved.domain import lists
from saved.matching import match_new_sheets
from saved.models import AlertConsent, KeptSheet, SavedSearch, SheetList
from search.indexing import drain
from tests.browser.conftest import PASSWORD, PHONE, TITLE, confirmed, sent
from tests.platform.browser import assert_no_axe_violations
from tests.practices.factories import make_published, make_user

pytestmark = pytest.mark.xdist_group("saved")

MINE = "/compte/listes/"


@pytest.fixture
def reader(reference_data):
    return confirmed(make_user("lectrice@essai.example", name="Nadia Essai"))


@pytest.fixture
def indexed(published):
    drain()
    return published


def link_of(template, start):
    mail = OutgoingMail.objects.filter(template=template).latest("pk")
    return re.search(rf"https?://[^/\s]+({re.escape(start)}\S+)", sent(mail).body)[1]


@pytest.mark.parametrize("scripts", [True, False])
def test_from_results_to_a_list_and_to_mails(visit, indexed, reader, contributor, editor, scripts):
    visitor = visit(java_script_enabled=scripts, **PHONE)
    visitor.go("/pratiques/?q=palier").follow(f"Garder : {TITLE}")
    visitor.sign_in(reader)
    assert visitor.heading == "Garder cette fiche"
    visitor.answer(name="Paliers", note="À lire avant mardi.").press("Garder la fiche")
    visitor.sees("La fiche est gardée dans « Paliers ».")
    assert visitor.page.url.endswith("/pratiques/?q=palier")
    visitor.follow("Enregistrer cette recherche").answer(rhythm="each").press("Enregistrer cette recherche")
    visitor.sees("Il reste une chose à faire")
    visitor.go(link_of("saved/mail/consent.txt", "/compte/recherches/confirmer/")).press("Oui, je veux les recevoir")
    assert visitor.heading == "Merci, c’est confirmé"
    make_published(contributor, editor, title="Un autre goûter du palier")
    drain()
    match_new_sheets()
    assert send_due_alerts() == 1
    visitor.go(link_of("saved/mail/alert.txt", "/p/"))
    assert visitor.heading == "Un autre goûter du palier"
    visitor.follow("Garder cette fiche").press("Garder la fiche")
    visitor.go("/compte/").follow("Mes listes").follow("Paliers").press(f"Descendre : {TITLE}")
    titles = [" ".join(title.split()) for title in visitor.page.locator(".kept-sheet h2").all_inner_texts()]
    assert titles == ["Un autre goûter du palier", TITLE]
    visitor.go(link_of("saved/mail/alert.txt", "/compte/recherches/arreter/")).press("Ne plus la suivre")
    assert visitor.heading == "C’est fait"
    assert SavedSearch.objects.get().rhythm == "never"


def test_a_list_is_kept_with_the_keyboard_alone(visit, indexed, reader):
    own = lists.create_list(user=reader, name="Paliers")
    visitor = visit()
    page = visitor.page
    visitor.go(f"/compte/connexion/?next={MINE}garder/{indexed.identifier}/").answer(login=reader.email, password=PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{MINE}garder/**")
    page.locator("main").focus()
    for _ in range(20):
        if page.evaluate("document.activeElement.name") == "into":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=into][value=new]")).to_be_checked()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("À relire.")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert list(KeptSheet.objects.values_list("list", "identifier", "note")) == [(own.pk, indexed.identifier, "À relire.")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_what_is_kept_is_for_everybody(visit, indexed, reader, scheme):
    own = lists.keep_in_new_list(user=reader, name="Paliers", identifier=indexed.identifier, note="À lire avant mardi.")
    KeptSheet.objects.create(list=own, identifier="op-00000000", position=2, note="Retirée depuis.")
    own = lists.share(sheet_list=own, shares_notes=True)
    visitor = visit(color_scheme=scheme, **PHONE)
    visitor.go("/compte/connexion/").sign_in(reader)

    def look(path, status=200):
        visitor.go(path, status=status)
        assert_no_axe_violations(visitor.page)

    look("/compte/recherches/")
    look("/compte/recherches/enregistrer/?theme=inconnu", status=422)
    look("/compte/recherches/enregistrer/?q=palier&theme=lien-social")
    visitor.answer(name="").press("Enregistrer cette recherche")
    assert_no_axe_violations(visitor.page)
    visitor.answer(name="Paliers").press("Enregistrer cette recherche")
    assert_no_axe_violations(visitor.page)
    search = SavedSearch.objects.get()
    look(f"/compte/recherches/{search.pk}/")
    look(f"/compte/recherches/{search.pk}/supprimer/")
    confirm = link_of("saved/mail/consent.txt", "/compte/recherches/confirmer/")
    look(confirm)
    visitor.press("Oui, je veux les recevoir")
    assert_no_axe_violations(visitor.page)
    look("/compte/recherches/")
    visitor.follow("Arrêter toutes les alertes")
    assert_no_axe_violations(visitor.page)
    visitor.press("Arrêter toutes les alertes")
    assert_no_axe_violations(visitor.page)
    look(confirm, status=410)
    for path in (
        MINE,
        f"{MINE}garder/{indexed.identifier}/",
        *(f"{MINE}{own.pk}/{act}" for act in ("", "renommer/", "supprimer/", "partage/")),
    ):
        look(path)
    look(f"{MINE}{own.pk}/{indexed.identifier}/note/")
    look(f"/listes/{own.token}/")
    assert (AlertConsent.objects.count(), SheetList.objects.count()) == (0, 1)
