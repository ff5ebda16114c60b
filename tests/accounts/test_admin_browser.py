"""Under its policy the admin works in a real browser: choosers, date fields, uploads; nothing is blocked."""

import pytest
from django.urls import reverse

from tests.accounts.conftest import PASSWORD


@pytest.fixture
def admin(live_server, new_page, make_user):
    """A page of the admin signed in with full rights, and what its console complained about."""
    make_user("chef@example.org", is_superuser=True)
    page, complaints = new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/gestion/")
    page.fill("[name=login]", "chef@example.org")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/gestion/")
    page.complaints = complaints
    return page


@pytest.mark.django_db(transaction=True)
def test_the_admin_s_widgets_work(admin, live_server):
    complaints = admin.complaints
    complaints.clear()
    for name in ("wagtailadmin_home", "wagtailusers_users:index", "wagtailimages:add_multiple", "wagtailadmin_account"):
        admin.goto(live_server.url + reverse(name), wait_until="networkidle")
    admin.goto(live_server.url + reverse("wagtailsites:add"))
    admin.click("[data-chooser-action-choose]")
    admin.wait_for_selector(".modal-dialog .listing")
    assert complaints == []
