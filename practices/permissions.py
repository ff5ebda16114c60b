"""Who may do what with a sheet. Each rule answers with the reason of its refusal, or with None when it allows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import PagePermissionTester

if TYPE_CHECKING:
    from accounts.models import User

    from .models import PracticeRecord

Reason = str | Promise | None

#: A contributor puts back what she withdrew by herself for so long; after that editors read it again first.
TAKEN_BACK_WITHIN = timedelta(days=30)


def edited_regions(user: User) -> list:
    """Regions whose sheets this person handles: all of them for national editors, none for most people. Asked once a request."""
    from .models import RegionPage

    if not hasattr(user, "_edited_regions"):
        user._edited_regions = []
        if user.is_authenticated and user.is_active:
            own = Exists(user.groups.filter(pk=OuterRef("group_id")))
            found = RegionPage.objects.annotate(is_own=own).order_by("title")
            regions = list(found.only("pk", "title", "slug", "region_code", "group_id"))
            everywhere = any(region.is_national and region.is_own for region in regions)
            user._edited_regions = [region for region in regions if everywhere or region.is_own]
    return user._edited_regions


def is_editor(user: User) -> bool:
    return bool(edited_regions(user))


def is_national_editor(user: User) -> bool:
    return any(region.is_national for region in edited_regions(user))


def edits_region(user: User, region_id: int | None) -> bool:
    return any(region.pk == region_id for region in edited_regions(user))


def is_author(user: User, record: PracticeRecord) -> bool:
    """The contributor herself: who began the sheet, or to whom it was given. Co-authors have a role (`coauthor_role`)."""
    return user.is_authenticated and record.page.owner_id == user.pk


def coauthor_role(user: User, record: PracticeRecord) -> str:
    """What this person may do as a co-author: `read`, `comment`, `edit`; empty when she is none. No query where they are prefetched."""
    if not user.is_authenticated:
        return ""
    return next((row.role for row in record.coauthors.all() if row.user_id == user.pk), "")


def wrote(user: User, record: PracticeRecord) -> bool:
    """Whoever holds the sheet, or is or was a co-author of it whatever the role: leaving does not make a judge of one's own text."""
    from .queries import writers

    return is_author(user, record) or user.pk in writers(record)


def may_read_unpublished(user: User, record: PracticeRecord) -> Reason:
    """Its contributor, its co-authors, and once submitted the editors of its region."""
    if is_author(user, record) or (not record.is_draft and edits_region(user, record.region_id)) or coauthor_role(user, record):
        return None
    return _("This sheet is not yours, nor of a region that you edit.")


def may_write(user: User, record: PracticeRecord) -> Reason:
    """The contributor and the co-authors who write, while the sheet is in their hands."""
    if not is_author(user, record) and (role := coauthor_role(user, record)) != "edit":
        return _("You were invited to read this sheet, not to change it.") if role else _("This sheet is not yours.")
    if record.is_under_review:
        if not is_author(user, record):
            return _("This sheet is being read by the editors: the person who holds it can take it back.")
        return _("Your sheet is being read: take it back to change it, or wait for the answer.")
    if record.review_state == "declined" and record.public_state == "never":
        return _("This sheet was declined: write a new one, or answer the editors.")
    return None


def may_submit(user: User, record: PracticeRecord) -> Reason:
    """The contributor alone sends the sheet: it is she who answers for it."""
    if reason := _only_its_contributor(user, record):
        return reason
    return may_write(user, record)


def may_take_back(user: User, record: PracticeRecord) -> Reason:
    return _only_its_contributor(user, record)


def may_delete(user: User, record: PracticeRecord) -> Reason:
    """The contributor, while she may write it; domain.drafts refuses what was sent once."""
    return may_submit(user, record)


def may_invite(user: User, record: PracticeRecord) -> Reason:
    """The contributor chooses her co-authors, what each may do, and until when."""
    return _only_its_contributor(user, record)


def may_withhold_names(user: User, record: PracticeRecord) -> Reason:
    """The contributor, as long as the sheet is public or may become so."""
    if reason := _only_its_contributor(user, record):
        return reason
    if record.public_state in ("withdrawn", "archived"):
        return _("This sheet is no longer public.")
    return None


def may_comment(user: User, record: PracticeRecord) -> Reason:
    """The contributor, and the co-authors who comment or write. Editors and the public never."""
    if is_author(user, record) or coauthor_role(user, record) in ("comment", "edit"):
        return None
    if coauthor_role(user, record):
        return _("You were invited to read this sheet, not to comment on it.")
    return _("This sheet is not yours.")


def may_read_comments(user: User, record: PracticeRecord) -> Reason:
    """Those who write the sheet together, readers included."""
    if is_author(user, record) or coauthor_role(user, record):
        return None
    return _("This sheet is not yours.")


def _only_its_contributor(user: User, record: PracticeRecord) -> Reason:
    if is_author(user, record):
        return None
    if coauthor_role(user, record):
        return _("Only the person who holds this sheet can do that.")
    return _("This sheet is not yours.")


def may_handle(user: User, record: PracticeRecord) -> Reason:
    """The editors of the region in charge."""
    if record.is_draft or not edits_region(user, record.region_id):
        return _("This sheet belongs to the editors of another region.")
    return None


def may_decide(user: User, record: PracticeRecord) -> Reason:
    """Editors of the region, on a sheet under review that they did not write."""
    if reason := may_handle(user, record):
        return reason
    if not record.is_under_review:
        return _("This sheet is not under review.")
    if wrote(user, record):
        return _("You wrote this sheet: another editor of the region, or the national editors, can decide.")
    return None


def may_approve(user: User, record: PracticeRecord) -> Reason:
    """Who may decide, unless they changed the public content since the contributor last agreed to it."""
    from .queries import correctors

    if reason := may_decide(user, record):
        return reason
    if user.pk in correctors(record):
        return _(
            "You changed this sheet after it was submitted: its contributor must accept your corrections first; "
            "or another editor of the region, or the national editors, can approve it."
        )
    return None


def may_assign(user: User, record: PracticeRecord) -> Reason:
    """Who decides chooses who reads besides."""
    return may_decide(user, record)


def may_review(record: PracticeRecord, *, user: User | None = None, email: str = "") -> Reason:
    """Anybody but those who write the sheet or answer for it, with an account or without."""
    if not record.is_under_review:
        return _("This sheet is not under review.")
    if user is not None and not user.is_active:
        return _("This account is closed.")
    if (user is not None and wrote(user, record)) or (email and email.lower() in _addresses_of_writers(record)):
        return _("This person writes the sheet, or is its contact: somebody else must read it.")
    return None


def _addresses_of_writers(record: PracticeRecord) -> set[str]:
    from .domain.records import latest_version

    invited = {row.email for row in record.coauthors.all() if row.email}
    owner = record.page.owner
    return {address.lower() for address in (*invited, owner.email if owner else "", latest_version(record).contact_email) if address}


def may_correct(user: User, record: PracticeRecord) -> Reason:
    """Editors of the region, on a sheet under review or published, that they did not write."""
    if reason := may_handle(user, record):
        return reason
    if wrote(user, record):
        return _("You wrote this sheet: change it from “My sheets”.")
    if not record.is_under_review:
        return _("This sheet is in its contributor’s hands, or already decided.")
    return None


def may_hand_over(user: User, record: PracticeRecord) -> Reason:
    """The editors of the region in charge, once the sheet was submitted."""
    return may_handle(user, record)


def may_be_given(user: User | None, record: PracticeRecord) -> Reason:
    """Who may hold a sheet: an active editor of its region, or a national one, who did not write it."""
    if user is None or not user.is_active or not edits_region(user, record.region_id):
        return _("This person is not an editor of the sheet’s region.")
    if wrote(user, record):
        return _("This person wrote the sheet: another editor must read it.")
    return None


def may_withdraw(user: User, record: PracticeRecord, state: str) -> Reason:
    """Its author withdraws a sheet; the editors of its region archive it."""
    if state == "withdrawn":
        return _only_its_contributor(user, record)
    return may_handle(user, record)


def may_restore(user: User, record: PracticeRecord) -> Reason:
    """Its contributor, what she withdrew, for 30 days; the editors of its region, what they archived or set aside."""
    if record.public_state == "withdrawn":
        if reason := _only_its_contributor(user, record):
            return reason
        if record.gone_at < timezone.now() - TAKEN_BACK_WITHIN:
            return _("You withdrew this sheet more than 30 days ago: send it to the editors, who make it public again.")
    elif record.public_state == "archived":
        if reason := may_judge(user, record):
            return reason
    else:
        return _("This sheet is not one that left the public.")
    if record.is_under_review:
        return _("The editors are reading a version of this sheet: it becomes public again when they publish it.")
    return None


def may_judge(user: User, record: PracticeRecord) -> Reason:
    """The editors of the region, on what readers say of a sheet that they did not write."""
    if reason := may_handle(user, record):
        return reason
    if wrote(user, record):
        return _("You wrote this sheet: another editor of the region, or the national editors, can decide.")
    return None


def may_suspend(user: User, record: PracticeRecord) -> Reason:
    return may_judge(user, record)


def may_amend(user: User, record: PracticeRecord) -> Reason:
    """Small corrections of a public text: editors of the region who did not write it, while no new version of it is under review."""
    if reason := may_handle(user, record):
        return reason
    if wrote(user, record):
        return _("You wrote this sheet: change it from “My sheets”.")
    if record.public_state != "published":
        return _("This sheet is not public.")
    if record.is_under_review or record.review_state == "changes_requested":
        return _("A new version is under review: correct that one.")
    return None


def may_give_up(user: User, record: PracticeRecord) -> Reason:
    """The contributor gives up a new version that is in her hands; what is public stays."""
    if reason := _only_its_contributor(user, record):
        return reason
    if record.public_state != "published" or record.review_state == "settled":
        return _("There is no new version to give up.")
    if record.is_under_review:
        return _("The editors are reading your new version: take it back first.")
    return None


def may_confirm(user: User, record: PracticeRecord) -> Reason:
    """That a public sheet still holds: its contributor, the co-authors who write, the editors who asked the team."""
    if record.public_state != "published":
        return _("This sheet is not public.")
    if is_author(user, record) or coauthor_role(user, record) == "edit" or may_judge(user, record) is None:
        return None
    return _("This sheet is not yours, nor of a region that you edit.")


def may_get_certificate(user: User, record: PracticeRecord) -> Reason:
    """Those who write a sheet that is public."""
    if not is_author(user, record) and coauthor_role(user, record) != "edit":
        return _("Only those who wrote the sheet get a certificate.")
    if record.public_state != "published":
        return _("There is a certificate once the sheet is public.")
    return None


class ClosedPermissionTester(PagePermissionTester):
    """Refuses everything to everybody, superusers included: the structure is built by load_reference, sheets move by practices.domain.

    Bulk actions and the admin API ask this tester too.
    """

    def _never(self, *args, **kwargs):
        return False

    can_edit = can_view_revisions = can_add_subpage = can_delete = can_unpublish = can_publish = can_submit_for_moderation = _never
    can_set_view_restrictions = can_unschedule = can_lock = can_unlock = can_publish_subpage = _never
    can_reorder_children = can_move = can_copy = can_move_to = can_copy_to = _never


class SheetPermissionTester(ClosedPermissionTester):
    """What Wagtail may do with a sheet: show it and save its text, for those who may correct it, and nothing else."""

    def can_edit(self):
        record = getattr(self.page.specific_deferred, "record", None)
        return self.user.is_active and record is not None and may_correct(self.user, record) is None

    can_view_revisions = can_edit
