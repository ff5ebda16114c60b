"""A sheet saves itself in a real browser: without a button, without a connection, in two tabs, and for nobody else."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from practices.domain.drafts import save_draft
from practices.models import PracticeRecord
from tests.platform.browser import assert_no_axe_violations
from tests.platform.site import session_of, wait_until
from tests.practices.factories import make_draft, make_user

# Saving waits for a pause in typing; the machine may be busy besides.
expect.set_options(timeout=15_000)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference_data")]

SAVED, OFFLINE, CHOOSE = "Enregistré à", "Pas de connexion", "Une partie a été modifiée ailleurs"


@pytest.fixture
def owner(reference_data):
    cache.clear()
    return make_user(name="Nadia Essai")


@pytest.fixture
def record(owner):
    return make_draft(owner)


@pytest.fixture
def tab(live_server, new_page, owner, record):
    """Opens the first screen of the sheet, in a browser of its own or in the same one as another tab."""

    def open_tab(beside=None, *, width=1280):
        page = beside.context.new_page() if beside else new_page(viewport={"width": width, "height": 800})
        if not beside:
            page.context.add_cookies([{"name": "sessionid", "value": session_of(owner), "url": live_server.url}])
        page.goto(f"{live_server.url}/deposer/{record.identifier}/essentiel/")
        return page

    return open_tab


def summary():
    return PracticeRecord.objects.get().page.get_latest_revision_as_object().summary


def kept(page):
    return page.evaluate("Object.keys(localStorage).length")


def test_what_is_typed_is_saved_said_and_found_again(tab):
    page = tab()
    page.fill("#id_summary", "Écrit sans bouton.")
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    expect(page.locator("#saved .saved-words")).to_contain_text(SAVED)
    assert (summary(), kept(page)) == ("Écrit sans bouton.", 0)
    page.fill("#id_summary", "Écrit et quitté aussitôt.")
    page.goto("about:blank")
    expect(tab().locator("#id_summary")).to_have_value("Écrit et quitté aussitôt.")


def test_an_error_is_said_beside_its_field_once_one_has_left_it(tab):
    page = tab()
    page.fill("#id_start_date", "bientôt")
    expect(page.locator("#saved .saved-words")).to_contain_text("sauf ce qui reste à corriger")
    assert page.locator("#id_start_date-error").count() == 0
    page.focus("#id_title")
    expect(page.locator("#id_start_date-error")).to_contain_text("Écrivez une année")
    assert_no_axe_violations(page)
    page.fill("#id_start_date", "2023-10")
    page.focus("#id_title")
    expect(page.locator("#id_start_date-error")).to_have_count(0)


def test_without_a_connection_the_words_wait_in_the_browser_and_come_back(tab):
    page = tab(width=320)
    page.context.set_offline(True)
    page.fill("#id_summary", "Écrit dans le train.")
    expect(page.locator("#saved .saved-words")).to_contain_text(OFFLINE)
    assert_no_axe_violations(page)
    page.context.set_offline(False)
    expect(page.locator("#saved .saved-words")).to_contain_text(SAVED)
    assert (summary(), kept(page)) == ("Écrit dans le train.", 0)
    page.context.set_offline(True)
    page.fill("#id_summary", "Fermé dans le tunnel.")
    assert kept(page) == 1
    again = page.context.new_page()
    address = page.url
    page.close()
    again.context.set_offline(False)
    again.goto(address)
    expect(again.locator("#id_summary")).to_have_value("Fermé dans le tunnel.")
    assert wait_until(lambda: kept(again) == 0, seconds=10)
    assert summary() == "Fermé dans le tunnel."


def test_two_tabs_are_told_of_each_other_and_the_choice_is_hers(tab):
    first = tab(width=320)
    second = tab(first)
    second.fill("#id_summary", "Écrit dans le second onglet.")
    # The page comes with the words of its last saving: only the script says of what kind they are.
    expect(second.locator("#saved")).to_have_attribute("data-kind", "saved")
    first.fill("#id_title", "Un titre du premier")
    expect(first.locator("#saved .saved-words")).to_contain_text("Modifié ailleurs entre-temps")
    first.fill("#id_summary", "Écrit dans le premier onglet.")
    expect(first.locator("#saved .saved-words")).to_contain_text(CHOOSE)
    assert_no_axe_violations(first)
    assert first.evaluate("document.documentElement.scrollWidth") == 320
    first.locator("[name=keep_summary][value=mine]").check()
    first.get_by_role("button", name="Enregistrer mon choix").click()
    expect(first.locator("#versions fieldset")).to_have_count(0)
    assert summary() == "Écrit dans le premier onglet."


def test_signing_out_leaves_nothing_in_the_browser(tab, live_server):
    page = tab()
    page.route("**/enregistrer/", lambda route: route.abort())
    page.fill("#id_summary", "Ne regarde que moi.")
    expect(page.locator("#saved .saved-words")).to_contain_text("Le site ne répond pas")
    assert kept(page) == 1
    page.get_by_role("button", name="Se déconnecter").first.click()
    page.wait_for_url(f"{live_server.url}/")
    assert kept(page) == 0


def test_the_choice_is_offered_without_javascript_too(new_page, live_server, owner, record):
    page = new_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page.context.add_cookies([{"name": "sessionid", "value": session_of(owner), "url": live_server.url}])
    page.goto(f"{live_server.url}/deposer/{record.identifier}/essentiel/")
    page.fill("#id_summary", "Écrit sans script.")
    save_draft(page_id=record.pk, by=owner, values={"summary": "Écrit ailleurs."})
    page.locator(".actions").get_by_role("button", name="Continuer", exact=True).click()
    page.get_by_label("Garder l’autre version").check()
    page.locator(".actions").get_by_role("button", name="Continuer", exact=True).click()
    page.wait_for_url("**/ou-et-avec-qui/")
    assert summary() == "Écrit ailleurs."
