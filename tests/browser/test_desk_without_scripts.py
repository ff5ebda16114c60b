"""The editors' desk without JavaScript: it says what is true of it, and where the menu would have led."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_desk_says_that_it_works_and_wagtail_s_own_pages_that_they_do_not(visit, editor, submitted):
    visitor = visit(java_script_enabled=False).go("/compte/connexion/?next=/gestion/fiches/").sign_in(editor)
    wagtail, ours = visitor.page.locator(".capabilitymessage"), visitor.page.locator(".desk-scriptless")
    assert (wagtail.is_visible(), ours.is_visible()) == (False, True)
    ours.get_by_role("link").click()
    visitor.look()
    assert (visitor.path, wagtail.is_visible(), ours.count()) == ("/gestion/", True, 0)


def test_nothing_is_said_where_scripts_run(visit, editor, submitted):
    visitor = visit().go("/compte/connexion/?next=/gestion/fiches/").sign_in(editor)
    assert visitor.page.locator(".capabilitymessage:visible, .desk-scriptless:visible").count() == 0
