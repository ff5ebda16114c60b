"""The pages that people read, in a real browser: a full sheet and a short one, home, a page of text, nothing found."""

import json
from pathlib import Path

import pytest

from practices import content
from practices.domain.imports import import_row, read_row
from practices.models import PublicPractice
from tests.platform.browser import assert_no_axe_violations
from tests.practices.factories import SHORT_SHEET

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference_data")]

FULL = json.loads(Path("tests/practices/full_sheet.json").read_text(encoding="utf-8"))
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def addresses(live_server, reference_data):
    """Every page of reading, by name; two sheets are live."""
    lookup = content.Lookup()
    found = {}
    for name, values in (("full sheet", FULL), ("short sheet", SHORT_SHEET)):
        row, faults = read_row(values, publish=True, lookup=lookup)
        assert faults == []
        record, _created = import_row(row, owner=None, publish=True, is_demo=False, lookup=lookup)
        found[name] = PublicPractice.objects.get(identifier=record.identifier).get_absolute_url()
    found |= {"home": "/", "page of text": "/accessibilite/", "nothing": "/nulle-part/"}
    return {name: live_server.url + path for name, path in found.items()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_pages_of_reading_pass_axe_and_never_scroll_sideways(addresses, new_page, scheme, device):
    page = new_page(color_scheme=scheme, **device)
    for name, address in addresses.items():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, name
        assert_no_axe_violations(page)


def test_effects_are_a_table_where_there_is_room_and_stacked_rows_on_a_phone(addresses, new_page):
    wide, narrow = new_page(), new_page(**PHONE)
    for page in (wide, narrow):
        page.goto(addresses["full sheet"])
    assert wide.locator(".effects thead").is_visible()
    assert not wide.locator(".effects__head").first.is_visible()
    assert narrow.locator(".effects__head").first.is_visible()
    assert narrow.locator(".effects tbody td").first.bounding_box()["width"] > 250
    assert wide.get_by_role("columnheader").all_inner_texts() == ["Effet", "Sens", "Qui le dit", "Sur quoi l’on s’appuie"]


def test_the_plan_is_folded_on_a_phone_and_leads_to_its_chapter_without_javascript(addresses, new_page):
    page = new_page(java_script_enabled=False, reduced_motion="reduce", **PHONE)
    page.goto(addresses["full sheet"])
    link = page.locator(".plan a[href='#freins']")
    assert not link.is_visible()
    page.click(".plan summary")
    link.click()
    page.wait_for_url("**#freins")
    assert page.locator("#freins").bounding_box()["y"] < 200


def test_on_paper_only_the_sheet_is_left(addresses, page):
    page.goto(addresses["full sheet"])
    page.emulate_media(media="print", color_scheme="dark")
    assert [page.locator(part).is_visible() for part in (".masthead nav >> nth=0", ".footer", ".plan", ".sheet__links")] == [False] * 4
    assert page.locator("#effets").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
