"""The two journeys with the keyboard alone: finding a sheet, writing one. Wherever the focus is, it is seen."""

import re

import pytest

from practices import content
from practices.models import PracticeRecord
from tests.browser.conftest import PASSWORD, TITLE

pytestmark = pytest.mark.django_db(transaction=True)

MOST_STOPS = 80
FOCUS_IS_SEEN = """() => {
  const focused = document.activeElement
  const outlined = [focused, focused.closest(".card"), focused.closest("label")].some(
    element => element && getComputedStyle(element).outlineStyle !== "none")
  const box = focused.getBoundingClientRect()
  return outlined && box.bottom > 0 && box.top < innerHeight
}"""


def tab_to(visitor, selector):
    """Tabs from where the focus is; every stop on the way shows that it has it."""
    for _stop in range(MOST_STOPS):
        visitor.page.keyboard.press("Tab")
        assert visitor.page.evaluate(FOCUS_IS_SEEN), visitor.page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        if visitor.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{MOST_STOPS} stops and no {selector}")


def tab_and_type(visitor, selector, text):
    tab_to(visitor, selector)
    visitor.page.keyboard.type(text)


def enter(visitor):
    """Follows the link or presses the button that has the focus, into a new page."""
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()


def test_the_first_stop_skips_to_the_content(visit):
    visitor = visit(reduced_motion="reduce").go("/")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("[document.activeElement.className, location.hash]") == ["skip", ""]
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("[document.activeElement.id, location.hash]") == ["contenu", "#contenu"]


def test_a_sheet_is_found_by_keyboard(visit, published):
    visitor = visit(reduced_motion="reduce").go("/")
    tab_and_type(visitor, "main [name=q]", "gouter")
    enter(visitor)
    assert visitor.found == [TITLE]
    tab_to(visitor, ".hits a")
    enter(visitor)
    assert visitor.heading == TITLE


def test_a_filter_is_chosen_by_keyboard(visit, published):
    visitor = visit(reduced_motion="reduce").go("/pratiques/")
    tab_to(visitor, "[name=mode][value=group]")
    visitor.page.keyboard.press("Space")
    visitor.page.wait_for_url("**mode=group**")
    assert visitor.found == [TITLE]


def choose(visitor, selector):
    """Ticks the box, or takes this one of the buttons of a group: Tab stops at a group once, arrows go through it."""
    tab_to(visitor, re.sub(r"\[value=[^]]*\]", "", selector))
    for _each in range(MOST_STOPS):
        if visitor.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            visitor.page.keyboard.press("Space")
            return
        visitor.page.keyboard.press("ArrowDown" if visitor.page.evaluate("document.activeElement.type === 'radio'") else "Tab")
    pytest.fail(f"{MOST_STOPS} stops and no {selector}")


def go_on(visitor, selector=".actions button[name=go]"):
    tab_to(visitor, selector)
    enter(visitor)


def test_a_sheet_is_written_and_sent_by_keyboard(visit, contributor):
    visitor = visit(reduced_motion="reduce").go("/compte/connexion/?next=/deposer/")
    tab_and_type(visitor, "[name=login]", contributor.email)
    tab_and_type(visitor, "[name=password]", PASSWORD)
    enter(visitor)
    tab_and_type(visitor, "[name=title]", TITLE)
    enter(visitor)

    tab_and_type(visitor, "[name=summary]", "Le palier du quatrième sert le goûter.")
    tab_and_type(visitor, "[name=main_theme]", "Lutte contre l")
    choose(visitor, "[name=mode][value=group]")
    choose(visitor, "[name=status][value=running]")
    tab_and_type(visitor, "[name=start_date]", "2024")
    go_on(visitor)

    tab_and_type(visitor, "[name=organisation_name]", "Résidence des Capucines")
    tab_and_type(visitor, "[name=organisation_type]", "Centre social")
    tab_and_type(visitor, "[name=scale]", "Quartier")
    tab_and_type(visitor, "[name=q]", "lille")
    visitor.page.wait_for_selector("#matches button")
    tab_to(visitor, "#matches button")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector(".submission-chosen")
    choose(visitor, "[name=audiences][value=families]")
    choose(visitor, "[name=participation][value=involvement]")
    go_on(visitor)

    tab_and_type(visitor, "[name=context]", "Les boîtes aux lettres restaient pleines.")
    tab_and_type(visitor, "[name=objectives]", "Se saluer")
    tab_and_type(visitor, "[name=steps-0-description]", "Une nappe, un gâteau, trois portes qui s’ouvrent.")
    tab_and_type(visitor, "[name=lessons_keep]", "La table reste dehors.")
    go_on(visitor)

    tab_and_type(visitor, "[name=contact_name]", "Nadia Essai")
    tab_and_type(visitor, "[name=contact_email]", "nadia@essai.example")
    choose(visitor, "[name=organisation_consent]")
    go_on(visitor, "button[name=send]")
    assert visitor.path.endswith("/merci/")

    record = PracticeRecord.objects.get()
    values = content.read(record.page.get_latest_revision_as_object())
    assert record.review_state == "submitted"
    assert [values[name] for name in ("title", "main_theme", "mode", "start_date", "territories", "audiences", "participation")] == [
        TITLE,
        "isolement",
        "group",
        "2024",
        ["com-59350"],
        ["families"],
        "involvement",
    ]
