"""The tree that routes, its groups, collections and workflow: built from the list of regions, as often as one likes."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from wagtail.models import Collection, Page, Site, Workflow, WorkflowPage, WorkflowTask

from accounts.groups import ACCESS_ADMIN, EDIT_MAILS, NATIONAL_EDITORS, ensure_group, regional_editors
from territories.models import Territory

from ..models import DraftsPage, PracticeIndexPage, RegionalReviewTask, RegionPage
from .files import draft_files

EDIT_MENUS = "home.change_navigation"
NATIONAL_TITLE, NATIONAL_SLUG = "National, interrégional et étranger", "national"
#: The steps of publications are kept in the admin; those of sheets are closed there (practices.isolation).
STEPS = tuple(f"wagtailcore.{action}_{kind}" for action in ("add", "change") for kind in ("workflow", "task"))
FILES = tuple(
    f"{app}.{action}_{kind}"
    for app, kind in (("wagtailimages", "image"), ("wagtaildocs", "document"))
    for action in ("add", "change", "choose")
)


@transaction.atomic
def load_structure() -> int:
    """Creates or corrects what is missing and returns the number of region pages. The home page and the territories come first."""
    home = Site.objects.get(is_default_site=True).root_page
    index = _index_page(home)
    _drafts_page()
    draft_files()
    _region_page(index, "", NATIONAL_TITLE, NATIONAL_SLUG, NATIONAL_EDITORS)
    _national_permissions(home)
    territories = list(Territory.objects.filter(kind=Territory.Kind.REGION, region_code=F("code")).order_by("search_name"))
    for territory in territories:
        slug = slugify(territory.name.replace("’", "-").replace("'", "-"))
        region = _region_page(index, territory.code, territory.name, slug, regional_editors(territory.name))
        _regional_permissions(region)
    _workflow(index)
    return len(territories) + 1


def _index_page(home: Page) -> PracticeIndexPage:
    page = PracticeIndexPage.objects.first()
    if page is None:
        page = PracticeIndexPage(title="Pratiques", slug="pratiques")
        home.add_child(instance=page)
    return page


def _drafts_page() -> None:
    if not DraftsPage.objects.exists():
        root = Page.get_first_root_node()
        root.add_child(instance=DraftsPage(title="Fiches non déposées", slug="fiches-non-deposees", live=False))


def _region_page(index: PracticeIndexPage, code: str, title: str, slug: str, group_name: str) -> RegionPage:
    page = RegionPage.objects.filter(region_code=code).first()
    if page is None:
        page = RegionPage(title=title, slug=slug, region_code=code, group=ensure_group(group_name, [ACCESS_ADMIN]))
        PracticeIndexPage.objects.get(pk=index.pk).add_child(instance=page)
    elif page.title != title:
        page.title = page.draft_title = title
        page.save()
    return page


def _regional_permissions(region: RegionPage) -> None:
    """A region's editors: the text of its sheets, the files of its collection, there and nowhere else."""
    root = Collection.get_first_root_node()
    collection = Collection.objects.filter(name=region.group.name).first() or root.add_child(name=region.group.name)
    ensure_group(region.group.name, [ACCESS_ADMIN], page_permissions={region: ["change"]}, collection_permissions={collection: FILES})


def _national_permissions(home: Page) -> None:
    """National editors: every sheet's text, editorial pages, vocabularies, all files. Publishing a sheet is in nobody's permissions."""
    ensure_group(
        NATIONAL_EDITORS,
        [ACCESS_ADMIN, EDIT_MAILS, EDIT_MENUS, *STEPS, *_vocabulary_permissions()],
        page_permissions={home: ["add", "change", "publish"]},
        collection_permissions={Collection.get_first_root_node(): FILES},
    )


def _vocabulary_permissions() -> Iterable[str]:
    models = ("themes.%s_theme", "themes.%s_keyword", "search.%s_lexiconentry")
    return (model % action for model in models for action in ("add", "change", "view"))


def _workflow(index: PracticeIndexPage) -> None:
    """One workflow of one step for all sheets."""
    task = RegionalReviewTask.objects.first() or RegionalReviewTask.objects.create(
        name="Relecture régionale", active=True, content_type=ContentType.objects.get_for_model(RegionalReviewTask)
    )
    workflow = Workflow.objects.filter(workflow_tasks__task=task).first() or Workflow.objects.create(
        name="Relecture des fiches", active=True
    )
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=Page.objects.get(pk=index.pk), defaults={"workflow": workflow})
