"""A page that one transaction makes of clean values, in its place and with its first version: each row is written once and none read back.

Wagtail's own way (`add_child`, `save_revision`) checks again in the database what was cleaned a moment ago; what it leaves behind is the
same (tests/practices/imports/test_cost.py).
"""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry, Revision

from ..models import PracticePage, RegionPage

#: What names other rows: whoever fills a page has just read them.
LINKS = frozenset(field.name for field in PracticePage._meta.fields if field.is_relation)


def put_below(region: RegionPage, page: PracticePage) -> None:
    """The page becomes the last one of its region, with its themes, keywords, territories and documents. Raises ValidationError."""
    # Two that arrive at once would get the same path: the second waits, and then knows its neighbours as they stand.
    place = Page.objects.select_for_update().get(pk=region.pk)
    last = place.get_last_child()
    page.depth = place.depth + 1
    page.path = last._inc_path() if last else Page._get_path(place.path, page.depth, 1)
    page.locale_id, page.draft_title = place.locale_id, page.title
    page.set_url_path(place)
    page._cached_parent_obj = place
    page.clean_fields(exclude=LINKS)
    Page.objects.filter(pk=place.pk).update(numchild=F("numchild") + 1)
    children = [getattr(page, relation.get_accessor_name()).get_object_list() for relation in get_all_child_relations(page)]
    Model.save(page, force_insert=True)
    for rows in children:
        if rows:
            type(rows[0]).objects.bulk_create(rows)


def keep_first_version(page: PracticePage, *, by) -> Revision:
    """Saves the version that the page begins with; a page that is live is live in it."""
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        user=by,
        content=page.serializable_data(),
        object_str=str(page),
    )
    page.latest_revision, page.latest_revision_created_at = revision, revision.created_at
    if page.live:
        page.live_revision = revision
        page.first_published_at = page.last_published_at = timezone.now()
    fields = ("latest_revision", "latest_revision_created_at", "live_revision", "first_published_at", "last_published_at")
    Page.objects.filter(pk=page.pk).update(**{name: getattr(page, name) for name in fields})
    _log(page, [("wagtail.create", page.owner, None), *([("wagtail.publish", by, revision)] if page.live else [])])
    return revision


def _log(page: PracticePage, acts: Iterable[tuple]) -> None:
    """In Wagtail's log of pages; each act with who did it and the version."""
    around = get_active_log_context()
    kind = ContentType.objects.get_for_model(page)
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page=page,
            content_type=kind,
            label=page.get_admin_display_title(),
            action=action,
            timestamp=timezone.now(),
            user=who or around.user,
            uuid=around.uuid,
            revision=revision,
            content_changed=True,
        )
        for action, who, revision in acts
    )
