"""Who edits which region, for those who choose editors."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from accounts.models import EditorInvitation, User
from accounts.permissions import may_manage_editors
from accounts.queries import LINK_LIFE

from ..models import PracticeRecord, RegionPage


@dataclass(frozen=True)
class Member:
    """An editor of a region; `holds`: how many of its sheets are in her hands."""

    person: User
    holds: int


@dataclass(frozen=True)
class Invited:
    """An invitation without an answer; `is_over`: its link no longer opens."""

    invitation: EditorInvitation
    is_over: bool


@dataclass(frozen=True)
class Team:
    region: RegionPage
    editors: list[Member]
    invited: list[Invited]
    is_managed: bool


def teams(user: User) -> list[Team]:
    """The national editors first, then the regions by name; as many queries for one region and editor as for all."""
    regions = sorted(RegionPage.objects.select_related("group"), key=lambda region: (not region.is_national, region.title))
    members, invited = _members(), _invited()
    manages_national = all(may_manage_editors(user, region.group) is None for region in regions[:1])
    return [
        Team(region, members[region.pk], invited[region.group_id], is_managed=manages_national or not region.is_national)
        for region in regions
    ]


def _members() -> dict[int, list[Member]]:
    """By region."""
    counts = PracticeRecord.objects.exclude(holder=None).values_list("region", "holder").annotate(number=Count("pk"))
    held = {(region, holder): number for region, holder, number in counts}
    found = defaultdict(list)
    rows = User.groups.through.objects.filter(group__region_page__isnull=False).select_related("user", "group__region_page")
    for row in rows.order_by("user__name", "user__email"):
        region = row.group.region_page.pk
        found[region].append(Member(row.user, held.get((region, row.user_id), 0)))
    return found


def _invited() -> dict[int, list[Invited]]:
    """By group."""
    runs_out = timezone.now() - LINK_LIFE
    found = defaultdict(list)
    for invitation in EditorInvitation.objects.exclude(email=""):
        found[invitation.group_id].append(Invited(invitation, is_over=invitation.invited_at <= runs_out))
    return found
