"""What keeps a region's sheets, and drafts above all, out of Wagtail's general views.

Wagtail 8.0.1 isolates trees by page permissions, but its choosers, reports and usage pages show titles of any page. Editors work on
their desk; a sheet is reached in the rest of the admin only to edit its text, by those who may.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from wagtail.models import Collection, Page
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from .domain.files import DRAFT_FILES
from .models import DraftsPage, PracticeIndexPage, PracticePage, RegionalReviewTask, RegionPage
from .permissions import is_national_editor

PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")

#: Views of the admin that show or save the text of a sheet to those who may correct it. All others do as if it did not exist.
TEXT_VIEWS = frozenset(
    f"wagtailadmin_pages:{name}"
    for name in ("edit", "preview_on_edit", "view_draft", "history", "history_results", "revisions_view", "revisions_compare")
)

#: They name the page that was last edited, a draft as well as another.
CLOSED_REPORTS = ("wagtailadmin_reports:page_types_usage", "wagtailadmin_reports:page_types_usage_results")

#: They list the files of every region and of drafts, whatever the collections allow; the admin's own screens do without them.
CLOSED_APIS = ("wagtailadmin_api:images", "wagtailadmin_api:documents")


DRAFT_COLLECTION = {"name": DRAFT_FILES, "depth": 1}


def without_sheets(pages):
    """A queryset of pages without sheets and the place of drafts."""
    return pages.not_exact_type(PracticePage, DraftsPage)


class PagesWithoutSheetsPolicy(PagePermissionPolicy):
    """Wagtail's own policy on pages, but sheets are nowhere listed: explorer, search, API, choosers."""

    def explorable_instances(self, user):
        return without_sheets(super().explorable_instances(user))

    def instances_user_has_any_permission_for(self, user, actions):
        return without_sheets(super().instances_user_has_any_permission_for(user, actions))


class FilesWithoutDraftsPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's own policy on images and documents, but what was not submitted is nobody's, administrators included."""

    def collections_user_has_any_permission_for(self, user, actions):
        return super().collections_user_has_any_permission_for(user, actions).exclude(**DRAFT_COLLECTION)

    def instances_user_has_any_permission_for(self, user, actions):
        drafts = Collection.objects.filter(**DRAFT_COLLECTION)
        return super().instances_user_has_any_permission_for(user, actions).exclude(collection__in=drafts)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        collection = instance.collection
        if all(getattr(collection, name) == value for name, value in DRAFT_COLLECTION.items()):
            return False
        return super().user_has_any_permission_for_instance(user, actions, instance)


def keep_workflow():
    from django.db.models.signals import pre_save
    from wagtail.models import WorkflowPage

    pre_save.connect(keep_workflow_of_sheets, sender=WorkflowPage, dispatch_uid="practices.keep_workflow_of_sheets")


def close_draft_files():
    """Once every app is ready: Wagtail registers its own policies when its apps are."""
    from wagtail.documents.models import Document
    from wagtail.images.models import Image

    for model in (Image, Document):
        register_permission_policy(model, FilesWithoutDraftsPolicy(model, auth_model=model, owner_field_name="uploaded_by_user"))


class AdminIsolationMiddleware:
    """Refuses, before the admin's view runs, what would show or change a sheet behind the desk's back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        match = request.resolver_match
        name = match.view_name or ""
        if not name.startswith("wagtail") or not request.user.is_authenticated:
            return
        if match.namespace == "wagtailadmin_reports" and not (is_national_editor(request.user) and name not in CLOSED_REPORTS):
            raise PermissionDenied
        if match.namespace in CLOSED_APIS:
            raise Http404
        if match.namespace == "wagtailadmin_workflows" and not may_keep_steps(request.user, name, view_kwargs):
            raise PermissionDenied
        if {view_kwargs.get("content_type_app_name"), view_kwargs.get("app_label")} & {"practices"}:
            raise Http404
        named = [view_kwargs[key] for key in PAGE_ARGUMENTS if view_kwargs.get(key)]
        if name == "wagtailadmin_choose_page_chosen_multiple":
            named += [int(pk) for pk in request.GET.getlist("id") if pk.isdecimal()]
        if named and not self._may_pass(request.user, name, named):
            raise Http404

    def _may_pass(self, user, name, page_ids):
        """Sheets only in views of their text, for who may correct them; other pages only where the person explores."""
        sheets = list(PracticePage.objects.filter(pk__in=page_ids).select_related("record"))
        if sheets:
            return name in TEXT_VIEWS and all(sheet.permissions_for_user(user).can_edit() for sheet in sheets)
        if DraftsPage.objects.filter(pk__in=page_ids).exists():
            return False
        if name.startswith("wagtailadmin_choose_page"):
            return explorable(user).filter(pk__in=page_ids).count() == len(set(page_ids))
        return True


def may_keep_steps(user, name, view_kwargs):
    """National editors keep the steps of publications; those of sheets are nobody's but an administrator's."""
    return user.is_superuser or (is_national_editor(user) and not of_sheets(name, view_kwargs))


def of_sheets(name, view_kwargs):
    """Whether this view of the workflows' admin acts on the workflow of sheets, its step, or the pages that it is for."""
    if page_pk := view_kwargs.get("page_pk"):
        return PracticeIndexPage.objects.filter(pk=page_pk).exists()
    pk = view_kwargs.get("pk") or view_kwargs.get("task_id") or view_kwargs.get("workflow_pk")
    steps = RegionalReviewTask.objects.filter(pk=pk) if "task" in name else RegionalReviewTask.objects.filter(workflow_tasks__workflow=pk)
    return pk is not None and steps.exists()


def keep_workflow_of_sheets(sender, instance, **kwargs):
    """Before a workflow is given to a page: sheets have their own, and would not be read without it."""
    sheets = PracticeIndexPage.objects.filter(pk=instance.page_id) or RegionPage.objects.filter(pk=instance.page_id)
    if sheets and not RegionalReviewTask.objects.filter(workflow_tasks__workflow=instance.workflow_id).exists():
        raise PermissionDenied


def explorable(user):
    """Pages that this person may see in the admin."""
    return PagesWithoutSheetsPolicy(Page).explorable_instances(user)
