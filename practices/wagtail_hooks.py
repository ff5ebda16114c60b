"""Where practices enters the admin: the desk, and the doors that are closed (practices.isolation)."""

from django.core.exceptions import PermissionDenied
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry, register_permission_policy

from accounts.permissions import is_administrator, may_read_audit

from .desk import urls as desk_urls
from .domain.records import relist_practice
from .isolation import PagesWithoutSheetsPolicy, explorable, without_sheets
from .models import PracticePage
from .permissions import is_editor, is_national_editor
from .team import urls as team_urls

register_permission_policy(Page, PagesWithoutSheetsPolicy(Page))


class DeskMenuItem(MenuItem):
    def is_shown(self, request):
        return is_editor(request.user)


@hooks.register("register_admin_urls")
def desk_addresses():
    return [
        path("fiches/", include((desk_urls, "practices_desk"))),
        path("redaction/", include((team_urls.team_patterns, "practices_team"))),
        path("audit/", include((team_urls.audit_patterns, "practices_audit"))),
    ]


@hooks.register("register_admin_menu_item")
def desk_menu_item():
    return DeskMenuItem(_("Sheets to handle"), reverse("practices_desk:index"), name="desk", icon_name="tasks", order=50)


class TeamMenuItem(MenuItem):
    def is_shown(self, request):
        return is_national_editor(request.user) or is_administrator(request.user)


class AuditMenuItem(MenuItem):
    def is_shown(self, request):
        return may_read_audit(request.user) is None


@hooks.register("register_admin_menu_item")
def team_menu_item():
    return TeamMenuItem(_("Editors of regions"), reverse("practices_team:index"), name="team", icon_name="group", order=60)


@hooks.register("register_admin_menu_item")
def audit_menu_item():
    return AuditMenuItem(_("Audit"), reverse("practices_audit:index"), name="audit", icon_name="history", order=9000)


@hooks.register("register_admin_menu_item")
def reports_menu_item():
    return DeskMenuItem(_("Reports by readers"), reverse("practices_desk:reports"), name="readers-reports", icon_name="warning", order=51)


@hooks.register("register_admin_menu_item")
def imports_menu_item():
    return DeskMenuItem(_("Import sheets"), reverse("practices_desk:imports"), name="imports", icon_name="upload", order=52)


@hooks.register("construct_main_menu")
def show_what_opens(request, items):
    """Regional editors have the desk: the explorer would be empty to them, and reports are refused."""
    if is_editor(request.user) and not is_national_editor(request.user):
        items[:] = [item for item in items if item.name not in ("explorer", "reports")]


@hooks.register("construct_explorer_page_queryset")
def hide_sheets_from_explorer(parent_page, pages, request):
    return without_sheets(pages)


@hooks.register("construct_page_chooser_queryset")
def limit_chooser_to_explorable_pages(pages, request):
    return pages.filter(pk__in=explorable(request.user).values("pk"))


@hooks.register("construct_homepage_summary_items")
def hide_counts(request, items):
    """Counts of pages, images and documents over all regions tell an editor nothing that she may know."""
    items.clear()


@hooks.register("construct_homepage_panels")
def replace_panels_by_the_desk(request, panels):
    """Wagtail's own lists of pages awaiting moderation lead to actions that sheets refuse."""
    panels.clear()
    if is_editor(request.user):
        from .views.desk import DeskPanel

        panels.append(DeskPanel())


@hooks.register("before_edit_page")
def save_text_only(request, page):
    """Saving its text is all that the page editor does with a sheet; decisions are taken on the desk."""
    asks_more = any(key.startswith("action-") for key in request.POST) or request.POST.get("workflow-action-name")
    if isinstance(page, PracticePage) and asks_more:
        raise PermissionDenied
    if isinstance(page, PracticePage) and "loaded_revision_id" in request.POST:
        # What another editor saved meanwhile is not overwritten unseen.
        page.read_version = (request.POST["loaded_revision_id"], request.POST.get("loaded_revision_created_at", ""))


@hooks.register("after_edit_page")
def list_as_corrected(request, page):
    if isinstance(page, PracticePage):
        relist_practice(page_id=page.pk)


@hooks.register("before_delete_page")
def keep_pages_above_sheets(request, page):
    """Deleting a page that sheets lie below would take them along."""
    if PracticePage.objects.descendant_of(page, inclusive=True).exists():
        raise PermissionDenied


@hooks.register("before_bulk_action")
def keep_pages_above_sheets_in_bulk(request, action_type, objects, action):
    if action_type == "delete" and any(isinstance(page, Page) for page in objects):
        for page in objects:
            keep_pages_above_sheets(request, page)


@hooks.register("before_serve_document")
def serve_documents_to_the_admin_only(document, request):
    """The public gets a sheet's documents from the sheet (practices.views.files); this address serves those who manage them."""
    if not policy_registry.get(document).user_has_any_permission_for_instance(request.user, ["choose", "change"], document):
        raise PermissionDenied
