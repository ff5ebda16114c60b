"""Sheets of one region and drafts stay out of reach and out of sight of everybody else, whichever door of the admin is tried."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Page

from practices.models import DraftsPage, PracticePage, PublicPractice, RegionPage

from .factories import fresh, make_draft, make_editor, make_published, make_submitted, make_user

pytestmark = pytest.mark.usefixtures("reference_data")

SECRET = "Canari du quartier des Oiseaux"


@pytest.fixture
def contributor(reference_data):
    return make_user()


@pytest.fixture
def submitted(contributor):
    return make_submitted(contributor, title=SECRET)


@pytest.fixture
def draft(contributor):
    return make_draft(contributor, title=SECRET)


@pytest.fixture
def as_editor(client, reference_data):
    """Signs in an editor of the region (None: the national editors) and gives the client."""

    def sign_in(region):
        client.force_login(make_editor(region))
        return client

    return sign_in


@pytest.fixture
def as_superuser(client, reference_data):
    client.force_login(make_user("admin@essai.example", is_superuser=True, is_staff=True))
    return client


def admin_addresses(page):
    """Every address of the admin that names a page, and those that list pages."""
    pk = page.pk
    names = [
        "edit",
        "view_draft",
        "history",
        "history_results",
        "usage",
        "delete",
        "unpublish",
        "copy",
        "lock",
        "unlock",
        "set_privacy",
        "revisions_index",
        "workflow_history",
    ]
    addresses = [reverse(f"wagtailadmin_pages:{name}", args=[pk]) for name in names]
    addresses += [reverse("wagtailadmin_pages:preview_on_edit", args=[pk]), reverse("wagtailadmin_pages:move", args=[pk])]
    addresses += [reverse("wagtailadmin_pages:add_subpage", args=[pk]), reverse("wagtailadmin_explore", args=[pk])]
    addresses += [reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=[pk])]
    addresses += [reverse("wagtailadmin_pages:revisions_view", args=[pk, page.latest_revision_id])]
    addresses += [reverse("wagtailadmin_pages:revisions_compare", args=[pk, "earliest", "latest"])]
    addresses += [
        reverse("wagtailadmin_choose_page_child", args=[page.get_parent().pk]),
        reverse("wagtailadmin_choose_page_child", args=[pk]),
    ]
    addresses += [reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={pk}"]
    addresses += [reverse("practices_desk:review", args=[pk]), reverse("practices_desk:preview", args=[pk])]
    return addresses + LISTS


LISTS = [
    "/gestion/",
    "/gestion/pages/",
    "/gestion/pages/search/?q=canari",
    "/gestion/choose-page/",
    "/gestion/choose-page/search/?q=canari",
    "/gestion/api/main/pages/",
    "/gestion/api/main/pages/?fields=*",
    "/gestion/pages/usage/practices/practicepage/",
    "/gestion/reports/locked/",
    "/gestion/reports/workflow/",
    "/gestion/reports/workflow_tasks/",
    "/gestion/reports/site-history/",
    "/gestion/reports/aging-pages/",
    "/gestion/reports/page-types-usage/",
    "/gestion/fiches/",
    "/gestion/fiches/?q=canari",
]


def seen_at(client, address):
    response = client.get(address, follow=True)
    assert response.status_code in (200, 403, 404, 405), address
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return SECRET.encode() in body or SECRET in json.dumps(body.decode(errors="replace"))


def test_an_editor_of_another_region_sees_a_sheet_nowhere_in_the_admin(submitted, as_editor):
    client = as_editor("Île-de-France")
    assert [address for address in admin_addresses(submitted.page) if seen_at(client, address)] == []


def test_the_editor_of_the_region_sees_it_on_the_desk_and_in_its_text(submitted, as_editor):
    client = as_editor("Hauts-de-France")
    seen = [address for address in admin_addresses(submitted.page) if seen_at(client, address)]
    assert reverse("practices_desk:review", args=[submitted.pk]) in seen
    assert reverse("wagtailadmin_pages:edit", args=[submitted.pk]) in seen
    assert "/gestion/fiches/" in seen


@pytest.mark.parametrize("region", ["Hauts-de-France", None])
def test_no_editor_sees_a_draft(draft, as_editor, region):
    client = as_editor(region)
    assert [address for address in admin_addresses(draft.page) if seen_at(client, address)] == []


def test_not_even_a_superuser_sees_a_draft(draft, as_superuser):
    assert [address for address in admin_addresses(draft.page) if seen_at(as_superuser, address)] == []


def test_the_page_chooser_shows_no_page_out_of_the_editors_reach(submitted, as_editor):
    client = as_editor("Île-de-France")
    other = RegionPage.objects.get(slug="hauts-de-france")
    assert client.get(reverse("wagtailadmin_choose_page_child", args=[other.pk])).status_code == 404
    own = RegionPage.objects.get(slug="ile-de-france")
    assert client.get(reverse("wagtailadmin_choose_page_child", args=[own.pk])).status_code == 200


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
def test_a_superusers_bulk_action_leaves_sheets_as_they_are(submitted, as_superuser, action):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={submitted.pk}&next=/gestion/"
    data = {"move_applicable": "on", "chooser": RegionPage.objects.get(slug="bretagne").pk} if action == "move" else {}
    as_superuser.post(address, data)
    record = fresh(submitted.pk)
    assert (record.page.live, record.region.slug, record.review_state) == (False, "hauts-de-france", "submitted")
    assert not PublicPractice.objects.exists()


@pytest.mark.parametrize(
    "action", ["publish", "unpublish", "delete", "move", "copy", "create_alias", "convert_alias", "revert_to_page_revision"]
)
def test_the_admins_api_acts_on_no_sheet(submitted, as_superuser, action):
    response = as_superuser.post(
        f"/gestion/api/main/pages/{submitted.pk}/action/{action}/",
        {"destination_page_id": 1, "revision_id": submitted.page.latest_revision_id},
    )
    assert response.status_code in (400, 403, 404)
    assert (fresh(submitted.pk).page.live, PracticePage.objects.count()) == (False, 1)


@pytest.mark.parametrize(
    "action", ["action-publish", "action-submit", "action-restart-workflow", "action-cancel-workflow", "action-workflow-action"]
)
def test_the_page_editor_only_saves_text(submitted, as_editor, action):
    client = as_editor("Hauts-de-France")
    response = client.post(reverse("wagtailadmin_pages:edit", args=[submitted.pk]), {action: "1", "workflow-action-name": "approve"})
    assert (response.status_code, response["Location"]) == (302, "/gestion/")
    assert (fresh(submitted.pk).review_state, submitted.page.revisions.count()) == ("submitted", 1)


def test_wagtails_own_approval_is_refused(submitted, as_editor):
    client = as_editor("Hauts-de-France")
    task_state = submitted.page.current_workflow_state.current_task_state
    for action in ("approve", "reject"):
        response = client.post(reverse("wagtailadmin_pages:workflow_action", args=[submitted.pk, action, task_state.pk]))
        assert response.status_code in (302, 403, 404)
    assert (fresh(submitted.pk).review_state, PublicPractice.objects.exists()) == ("submitted", False)


def test_pages_above_sheets_cannot_be_deleted(contributor, as_superuser):
    make_published(contributor, make_editor("Hauts-de-France"))
    for page in (
        RegionPage.objects.get(slug="hauts-de-france").get_parent().get_parent(),
        RegionPage.objects.get(slug="hauts-de-france"),
        DraftsPage.objects.get(),
    ):
        as_superuser.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert Page.objects.filter(pk=page.pk).exists()


def test_the_explorer_hides_sheets(submitted, as_editor):
    client = as_editor("Hauts-de-France")
    response = client.get(reverse("wagtailadmin_explore", args=[submitted.region_id]), follow=True)
    assert SECRET not in response.content.decode()
