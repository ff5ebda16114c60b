"""Every component in every state, looked at by a real browser: by day and by night, small, zoomed, in forced colours."""

import pytest

from tests.platform.browser import assert_no_axe_violations

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
# At 200 % a window of 1280 pixels has room for 640; at 400 %, for 320.
ZOOMED = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}

SMALL_TARGETS = """() => [...document.querySelectorAll(":is(main, header) :is(a, button, summary, input, select)")]
  .filter(element => element.checkVisibility() && !element.closest("p, .errors, .help, dd, .card"))
  .map(element => [element.closest("label") ?? element, element])
  .filter(([target]) => target.getBoundingClientRect().height < 43.5 || target.getBoundingClientRect().width < 24)
  .map(([target, element]) => element.outerHTML.slice(0, 120))"""


@pytest.fixture
def patterns(live_server, settings):
    """The address of the pattern page, open to everybody as while developing."""
    settings.DEBUG = True
    return f"{live_server.url}/composants/"


def sideways(page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_every_component_passes_axe(patterns, new_page, scheme, device):
    page = new_page(color_scheme=scheme, **device)
    page.goto(patterns)
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is (scheme == "dark")
    assert_no_axe_violations(page)


@pytest.mark.parametrize("device", [PHONE, ZOOMED, {}], ids=["320 pixels", "zoom 200 %", "desktop"])
def test_nothing_scrolls_sideways(patterns, new_page, device):
    page = new_page(**device)
    page.goto(patterns)
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
    assert sideways(page) == 0


def test_targets_are_large_enough_for_a_thumb(patterns, new_page):
    page = new_page(**PHONE)
    page.goto(patterns)
    page.click(".masthead__menu > summary")
    assert page.evaluate(SMALL_TARGETS) == []


def test_the_masthead_takes_one_line_on_a_phone(patterns, new_page):
    page = new_page(**PHONE)
    page.goto(patterns)
    assert page.locator(".masthead").bounding_box()["height"] < 80


def test_the_menu_opens_without_javascript(patterns, new_page):
    page = new_page(java_script_enabled=False, **PHONE)
    page.goto(patterns)
    link = page.locator(".masthead__menu a", has_text="Pratiques")
    assert not link.is_visible()
    page.click(".masthead__menu > summary")
    assert link.is_visible()


def test_the_keyboard_is_always_seen(patterns, page):
    """The first tab offers to skip to the content; each stop then has an outline of its own."""
    page.goto(patterns)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    unseen = []
    for _stop in range(60):
        page.keyboard.press("Tab")
        unseen += page.evaluate("""() => {
          const outlined = element => element && getComputedStyle(element).outlineStyle !== "none"
          const shown = element => outlined(element) || outlined(element.closest(".card"))
          return shown(document.activeElement) ? [] : [document.activeElement.outerHTML.slice(0, 100)]
        }""")
    assert unseen == []


def test_our_own_letters_are_used_and_nothing_moves_when_they_come(patterns, page):
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => { window.moved += entry.value }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(patterns, wait_until="networkidle")
    loaded = page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].filter(face => face.status === 'loaded').map(face => face.family))"
    )
    assert {family for family in loaded if not family.endswith("fallback")} == {"Atkinson", "Bricolage"}
    assert page.evaluate("window.moved") < 0.02


def test_forced_colours_keep_what_colours_say(patterns, new_page):
    """Directions keep their signs, the chosen page its frame."""
    page = new_page(forced_colors="active")
    page.goto(patterns)
    assert page.locator(".direction svg").count() == 4
    assert page.locator(".pagination [aria-current]").evaluate("element => getComputedStyle(element).borderTopStyle") == "solid"


def test_only_those_who_work_on_the_site_see_the_patterns(client, settings):
    settings.DEBUG = False
    assert client.get("/composants/").status_code == 404
