"""Finding sheets with the keyboard alone, with a thumb, without JavaScript: what the search pages help with."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, TITLE
from tests.platform.browser import assert_no_axe_violations

pytestmark = pytest.mark.django_db(transaction=True)


def suggested(page):
    """Names of what is suggested, once it is."""
    page.locator("[role=listbox]").wait_for()
    return page.locator("[role=option] b").all_inner_texts()


def active(page):
    """What the arrows are on, as a screen reader is told; None when they are in the box."""
    return page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.querySelector('b').textContent"
    )


def test_a_suggestion_is_chosen_with_the_arrow_keys(visit, published):
    visitor = visit(reduced_motion="reduce").go("/pratiques/?mode=group")
    page, box = visitor.page, visitor.page.get_by_role("combobox")
    page.locator("[name=q]").focus()
    page.keyboard.type("lien so")
    assert suggested(page)[0] == "Lien social et vie locale"
    expect(page.locator("form.search [role=status]")).to_contain_text("à choisir avec les flèches")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert_no_axe_violations(page)
    assert active(page) is None
    page.keyboard.press("ArrowDown")
    assert active(page) == "Lien social et vie locale"
    page.keyboard.press("ArrowUp")
    assert active(page) is None
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/pratiques/?mode=group&theme=lien-social")
    assert visitor.found == [TITLE]


def test_escape_closes_the_suggestions_and_enter_searches_what_was_typed(visit, published):
    visitor = visit(reduced_motion="reduce").go("/")
    page = visitor.page
    page.locator("main [name=q]").focus()
    page.keyboard.type("gouter")
    assert suggested(page) == [TITLE]
    page.keyboard.press("Escape")
    expect(page.locator("[role=listbox]")).to_have_count(0)
    expect(page.locator("main [name=q]")).to_have_value("gouter")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/pratiques/?q=gouter")


def test_suggestions_move_nothing_and_go_when_one_leaves(visit, published):
    visitor = visit().go("/pratiques/")
    page = visitor.page
    before = page.locator("#resultats").bounding_box()
    page.locator("[name=q]").press_sequentially("gouter")
    assert suggested(page) == [TITLE]
    assert page.locator("#resultats").bounding_box() == before
    page.keyboard.press("Tab")
    expect(page.locator("[role=listbox]")).to_have_count(0)


def test_a_title_is_tapped_on_a_phone(visit, published):
    visitor = visit(**PHONE).go("/")
    visitor.page.locator("main [name=q]").press_sequentially("gouter")
    assert suggested(visitor.page) == [TITLE]
    visitor.look()
    with visitor.page.expect_navigation():
        visitor.page.locator("[role=option]").tap()
    assert visitor.look().heading == TITLE


def test_the_search_box_is_a_plain_form_without_javascript(visit, published):
    visitor = visit(java_script_enabled=False).go("/pratiques/?mode=group")
    visitor.page.fill("[name=q]", "gouter")
    visitor.press("Chercher")
    assert visitor.page.url.endswith("/pratiques/?q=gouter&mode=group")
    assert visitor.found == [TITLE]


def test_a_territory_is_found_by_its_name_and_chosen(visit, published):
    visitor = visit(reduced_motion="reduce").go("/pratiques/")
    page = visitor.page
    page.locator("[name=nom_territoire]").press_sequentially("lill")
    page.locator("#valeurs-territoire [value=com-59350]").wait_for()
    assert page.url.endswith("/pratiques/")
    page.locator("#valeurs-territoire [value=com-59350]").check()
    page.wait_for_url("**/pratiques/?territoire=com-59350")
    assert visitor.look().found == [TITLE]
    expect(page.locator(".chip")).to_have_count(1)


def test_more_filters_unfold_in_place_and_stay_while_one_is_chosen(visit, published):
    visitor = visit(reduced_motion="reduce").go("/pratiques/")
    page = visitor.page
    more = page.locator("#plus-de-filtres")
    more.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**facettes=toutes")
    expect(more).to_have_text("Moins de filtres")
    expect(more).to_be_focused()
    page.locator("#facette-echelle summary").click()
    page.locator("[name=echelle]").first.check()
    page.wait_for_url("**echelle=*")
    assert "facettes=toutes" in page.url
    assert visitor.look().found == [TITLE]


def test_the_map_is_walked_with_the_keyboard_and_leads_to_the_sheets(visit, published):
    visitor = visit(reduced_motion="reduce").go("/pratiques/")
    page = visitor.page
    visitor.follow("Sur la carte")
    page.wait_for_url("**vue=carte")
    tile = page.get_by_role("link", name="Nord : 1 fiche", exact=True)
    tile.focus()
    assert tile.evaluate("element => getComputedStyle(element).outlineStyle") != "none"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/pratiques/?territoire=dep-59")
    assert visitor.look().found == [TITLE]


def test_everything_is_reached_without_javascript(visit, published):
    visitor = visit(java_script_enabled=False, reduced_motion="reduce").go("/pratiques/")
    page = visitor.page
    page.fill("[name=nom_territoire]", "lille")
    page.locator("#facette-territoire noscript button, #facette-territoire .facet__find button").click()
    visitor.look()
    page.check("#valeurs-territoire [value=com-59350]")
    visitor.press("Appliquer les filtres")
    assert "territoire=com-59350" in page.url
    assert visitor.found == [TITLE]
    page.locator("#plus-de-filtres").click()
    page.locator("#facette-echelle summary").click()
    page.locator("[name=echelle]").first.check()
    visitor.press("Appliquer les filtres")
    assert visitor.found == [TITLE]
    visitor.follow("Sur la carte")
    assert page.locator(".tiles a").count() == 1


def test_a_search_that_finds_nothing_shows_the_nearest_sheets(visit, published):
    visitor = visit().go("/pratiques/?q=gouter&territoire=dep-75")
    visitor.sees("Aucune fiche ne répond à tout cela")
    assert visitor.near == [TITLE]
    visitor.follow("1 fiche")
    assert visitor.found == [TITLE]
