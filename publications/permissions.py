"""Who may do what with an editorial content. Each rule answers with the reason of its refusal, or with None when it allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail.models import PagePermissionTester

from core.fresh import Fresh
from practices.permissions import ClosedPermissionTester, Reason, is_national_editor

if TYPE_CHECKING:
    from accounts.models import User

    from .models import EditorialRecord


#: States of a content that stands at a step of the workflow.
UNDER_WAY = ("submitted", "reading", "layout", "sign_off")


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


def may_deposit(user: User, record: EditorialRecord) -> Reason:
    """National editors, what is public."""
    if not is_national_editor(user):
        return _("Only the national editors deposit at Crossref.")
    return None if record.public_state == "published" else _("This content is not public.")


def may_keep_consents(user: User) -> Reason:
    """National editors: papers that name people are in nobody else's hands."""
    return None if is_national_editor(user) else _("Only the national editors keep what persons agreed to.")


def on_board(user: User) -> Reason:
    """National editors, and the members of a group that handles a step."""
    if is_national_editor(user) or _handles(user, groups_of_steps()):
        return None
    return _("The board of publications is for those who handle a step of theirs.")


def may_handle(user: User, record: EditorialRecord) -> Reason:
    """National editors at every step; others at the steps that their group handles."""
    if is_national_editor(user) or _handles(user, step_groups(record)):
        return None
    return _("This step is not yours to handle.")


def may_say_yes(user: User, record: EditorialRecord) -> Reason:
    """Whoever handles the step and did not write the text."""
    if reason := may_handle(user, record):
        return reason
    if record.work_state not in UNDER_WAY:
        return _("This content is at no step of the workflow.")
    if user.pk in writers(record):
        return _("You wrote this text: another editor says yes to it.")
    return None


def may_submit(user: User, record: EditorialRecord) -> Reason:
    """National editors, what is written and at no step."""
    if not is_national_editor(user):
        return _("Only the national editors submit a content.")
    if not record.page.specific_class.needs_workflow:
        return _("This content is published without the workflow.")
    if record.work_state not in ("draft", "changes_requested", "settled"):
        return _("This content is already on its way.")
    if record.work_state == "settled" and record.page.latest_revision_id == record.page.live_revision_id:
        return _("Nothing has changed since it was published.")
    return None


def may_correct(user: User, record: EditorialRecord) -> Reason:
    """An erratum: national editors, on what is public and at no step."""
    if not is_national_editor(user):
        return _("Only the national editors publish an erratum.")
    if record.public_state != "published":
        return _("This content is not public.")
    if record.work_state not in ("draft", "settled"):
        return _("A new version is on its way: take it back first, or publish that one.")
    return None


def may_be_given(user: User | None, record: EditorialRecord) -> Reason:
    """Who may hold a content: somebody who handles its step."""
    if user is None or not user.is_active or may_handle(user, record):
        return _("This person does not handle this step.")
    return None


def may_read(user: User | None, record: EditorialRecord) -> Reason:
    """Any member but those who wrote it."""
    if user is None or not user.is_active:
        return _("No member has this address.")
    if user.pk in writers(record):
        return _("This person wrote the text: somebody else must read it.")
    return None


def writers(record: EditorialRecord) -> set[int]:
    """The accounts of those who sign the newest version."""
    from .domain.records import latest_version

    return {row.user_id for row in latest_version(record).author_rows.all() if row.user_id}


def step_groups(record: EditorialRecord) -> set[int]:
    """The groups that handle the step at which this content is."""
    task = record.page.current_workflow_task
    return set(task.groups.values_list("pk", flat=True)) if task and hasattr(task, "groups") else set()


def _groups_of_steps() -> set[int]:
    """Without the national editors, who are told by themselves."""
    from practices.models import RegionPage

    from .models.workflow import STEP_TYPES

    national = set(RegionPage.objects.filter(region_code="").values_list("group", flat=True))
    return {pk for model in STEP_TYPES for pk in model.objects.filter(active=True).values_list("groups", flat=True) if pk} - national


#: Every page of the admin asks for its menu; who is in these groups is asked of the database each time.
groups_of_steps = Fresh(_groups_of_steps)


def _handles(user: User, groups: set[int]) -> bool:
    return user.is_authenticated and user.is_active and bool(groups) and user.groups.filter(pk__in=groups).exists()


class IndexPermissionTester(ClosedPermissionTester):
    """Of a page that only load_reference changes: contents are added below it."""

    def can_add_subpage(self):
        return PagePermissionTester.can_add_subpage(self)


class ContentPermissionTester(PagePermissionTester):
    """Wagtail edits, the domain publishes: no button, bulk action or API of Wagtail's puts a content on the site or takes it off."""

    def _never(self, *args, **kwargs):
        return False

    can_publish = can_unpublish = can_publish_subpage = can_unschedule = _never
    can_submit_for_moderation = can_set_view_restrictions = can_move = can_move_to = can_copy = can_copy_to = can_reorder_children = _never

    def can_delete(self, ignore_bulk=False):
        """What was public leaves by withdrawal, which leaves a note at its address."""
        record = getattr(self.page.specific_deferred, "record", None)
        if record is None or record.public_state != "never" or record.scheduled_in.exists():
            return False
        return super().can_delete(ignore_bulk)
