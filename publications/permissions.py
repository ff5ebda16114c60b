"""Who may do what with an editorial content. Each rule answers with the reason of its refusal, or with None when it allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail.models import PagePermissionTester

from practices.permissions import ClosedPermissionTester, Reason, is_national_editor

if TYPE_CHECKING:
    from accounts.models import User

    from .models import EditorialRecord


def may_publish(user: User, record: EditorialRecord) -> Reason:
    """National editors; what goes through the workflow goes out by it."""
    if not is_national_editor(user):
        return _("Only the national editors publish.")
    if record.page.specific_class.needs_workflow and record.work_state not in ("ready", "scheduled"):
        return _("This content goes through the editorial workflow first.")
    return None


def may_withdraw(user: User, record: EditorialRecord) -> Reason:
    """National editors, what is public."""
    if not is_national_editor(user):
        return _("Only the national editors take a content off the site.")
    if record.public_state != "published":
        return _("This content is not public.")
    return None


class IndexPermissionTester(ClosedPermissionTester):
    """Of a page that only load_reference changes: contents are added below it."""

    def can_add_subpage(self):
        return PagePermissionTester.can_add_subpage(self)


class ContentPermissionTester(PagePermissionTester):
    """Wagtail edits, the domain publishes: no button, bulk action or API of Wagtail's puts a content on the site or takes it off."""

    def _never(self, *args, **kwargs):
        return False

    can_publish = can_unpublish = can_publish_subpage = can_unschedule = _never
    can_set_view_restrictions = can_move = can_move_to = can_copy = can_copy_to = can_reorder_children = _never

    def can_delete(self, ignore_bulk=False):
        """What was public leaves by withdrawal, which leaves a note at its address."""
        record = getattr(self.page.specific_deferred, "record", None)
        return record is not None and record.public_state == "never" and super().can_delete(ignore_bulk)
