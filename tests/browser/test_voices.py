"""Voices in a real browser: face to face, and taken back by the receipt's code on a phone, with and without JavaScript."""

import pytest
from django.db import transaction

from publications.consents import links
from tests.browser.conftest import PHONE
from tests.platform.browser import assert_no_axe_violations
from tests.publications.factories import make_voice, publish

pytestmark = pytest.mark.xdist_group("saved")


@pytest.fixture
def voice(site):
    with transaction.atomic():
        publish(make_voice(title="J’ai appris à attendre", side="professional", themes=["isolement"], said_by="Une éducatrice"))
        return publish(make_voice(title="Je descends", themes=["isolement"], agreed=("site", "print"), slug="je-descends"))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_person_takes_her_words_back_with_the_code_of_her_receipt(visit, voice, scripts):
    visitor = visit(java_script_enabled=scripts, **PHONE)
    visitor.go("/paroles/").follow("Vous avez prêté vos paroles et voulez les reprendre ?")
    visitor.answer(code=links.code(voice.record.identifier).upper()).press("Continuer")
    visitor.sees("Je descends")
    visitor.press("Je reprends tout")
    assert visitor.heading == "C’est fait"
    visitor.sees("Dans les imprimés et les PDF")
    visitor.go("/paroles/je-descends/", status=410)
    visitor.sees("a repris ses paroles")
    assert "Je descends" not in visitor.go("/paroles/").page.content()


def test_the_pages_of_voices_pass_axe_by_day_and_by_night_and_fit_a_small_phone(new_page, voice, site):
    code = links.path(voice.record.identifier)
    for scheme in ("light", "dark"):
        page = new_page(viewport={"width": 320, "height": 800}, color_scheme=scheme)
        for path in ("/paroles/", "/paroles/?theme=isolement", "/paroles/je-descends/", code, "/accord/"):
            page.goto(site + path)
            assert_no_axe_violations(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_both_sides_stand_side_by_side_where_there_is_room_and_follow_each_other_on_a_phone(new_page, voice, site):
    def places(width):
        page = new_page(viewport={"width": width, "height": 800})
        page.goto(site + "/paroles/?theme=isolement")
        return [(round(box["x"]), round(box["y"])) for box in (each.bounding_box() for each in page.locator(".voice").all())]

    (left, top), (right, same) = places(1280)
    assert left < right
    assert top == same
    (left, top), (under, lower) = places(320)
    assert left == under
    assert top < lower
