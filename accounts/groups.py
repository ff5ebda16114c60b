"""Groups and what they may do, as code: declared here or by the apps that know the pages, applied as often as one likes."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page, Workflow

NATIONAL_EDITORS = "Rédaction nationale"
REVIEWERS = "Relecture"
ADMINISTRATORS = "Administration"
ACCESS_ADMIN = "wagtailadmin.access_admin"
EDIT_MAILS = "core.change_mailtext"

_ADMINISTRATION = (
    ACCESS_ADMIN,
    "accounts.view_user",
    "accounts.add_user",
    "accounts.change_user",
    "wagtailcore.change_site",
    "wagtailredirects.add_redirect",
    "wagtailredirects.change_redirect",
    "wagtailredirects.delete_redirect",
    EDIT_MAILS,
)
_WAGTAIL_DEFAULTS = ("Editors", "Moderators")
_WAGTAIL_WORKFLOW = "Moderators approval"


def regional_editors(region: str) -> str:
    """The name of a region's group."""
    return f"Rédaction – {region}"


@transaction.atomic
def ensure_group(
    name: str,
    permissions: Iterable[str],
    page_permissions: Mapping[Page, Iterable[str]] | None = None,
    collection_permissions: Mapping[Collection, Iterable[str]] | None = None,
) -> Group:
    """The group with exactly these permissions: what is missing is given, what is no longer declared is taken back.

    `permissions` and `collection_permissions` are full codenames (`wagtailimages.add_image`); `page_permissions` are the actions
    of Wagtail's pages (`add`, `change`, `publish`, `lock`, `unlock`, `bulk_delete`). Raises `LookupError` for an unknown permission.
    """
    group, _created = Group.objects.get_or_create(name=name)
    group.permissions.set(_found(permissions))
    _set_page_permissions(group, page_permissions or {})
    _set_collection_permissions(group, collection_permissions or {})
    return group


@transaction.atomic
def load_groups() -> dict[str, int]:
    """The groups that need no page, and Wagtail's own two taken away: they may publish anywhere. Its own workflow goes with them."""
    ensure_group(ADMINISTRATORS, _ADMINISTRATION)
    ensure_group(REVIEWERS, ())
    Group.objects.filter(name__in=_WAGTAIL_DEFAULTS, user=None).delete()
    for workflow in Workflow.objects.active().filter(name=_WAGTAIL_WORKFLOW, workflow_tasks__task__in=_handled_by_nobody()):
        workflow.deactivate()
    return {"groups": Group.objects.count()}


def _handled_by_nobody() -> QuerySet[GroupApprovalTask]:
    """What is submitted to these would wait for ever."""
    return GroupApprovalTask.objects.filter(groups=None)


def _found(names: Iterable[str]) -> list[Permission]:
    """The permissions of these names, in one query."""
    wanted = set(names)
    apps = {name.partition(".")[0] for name in wanted}
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.filter(content_type__app_label__in=apps).select_related("content_type")
    }
    if missing := sorted(wanted - known.keys()):
        raise LookupError(f"No such permission: {', '.join(missing)}")
    return [known[name] for name in wanted]


def _set_page_permissions(group: Group, declared: Mapping[Page, Iterable[str]]) -> None:
    named = {page: [f"wagtailcore.{action}_page" for action in actions] for page, actions in declared.items()}
    wanted = {(page.pk, permission.pk) for page, names in named.items() for permission in _found(names)}
    held = GroupPagePermission.objects.filter(group=group)
    for row in held:
        if (row.page_id, row.permission_id) in wanted:
            wanted.discard((row.page_id, row.permission_id))
        else:
            row.delete()
    GroupPagePermission.objects.bulk_create(GroupPagePermission(group=group, page_id=p, permission_id=q) for p, q in sorted(wanted))


def _set_collection_permissions(group: Group, declared: Mapping[Collection, Iterable[str]]) -> None:
    wanted = {(collection.pk, permission.pk) for collection, names in declared.items() for permission in _found(names)}
    held = GroupCollectionPermission.objects.filter(group=group)
    for row in held:
        if (row.collection_id, row.permission_id) in wanted:
            wanted.discard((row.collection_id, row.permission_id))
        else:
            row.delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection_id=c, permission_id=p) for c, p in sorted(wanted)
    )
