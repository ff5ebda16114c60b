"""Reads of sheets that several places need."""

from __future__ import annotations

from django.db.models import Count
from wagtail.models import Revision

from . import content
from .models import PracticePage, PracticeRecord, PublicPractice, PublicState


def versions_since_agreement(record: PracticeRecord) -> list[Revision]:
    """Saved versions, oldest first, from the last one that the contributor stands for: submitted by her, or accepted."""
    agreed = max(filter(None, [record.submitted_revision_id, record.accepted_revision_id]), default=None)
    if agreed is None:
        return []
    return list(record.page.revisions.filter(pk__gte=agreed).order_by("pk"))


def correctors(record: PracticeRecord) -> set[int]:
    """People who changed the public content since the contributor last agreed to it; a save that changes nothing does not count."""
    versions = versions_since_agreement(record)
    if not versions:
        return set()
    agreed_hash = record.accepted_hash if versions[0].pk == record.accepted_revision_id else record.submitted_hash
    people, previous = set(), agreed_hash
    for version in versions:
        current = content.public_hash(version.as_object())
        if current != previous:
            people.add(version.user_id)
        previous = current
    return people


def public_practice(region_slug: str, slug: str) -> PublicPractice | None:
    return PublicPractice.objects.filter(region_slug=region_slug, slug=slug).first()


def public_state(identifier: str) -> str:
    """`published`, `withdrawn`, `archived`, or `never` (unknown identifiers too)."""
    state = PracticeRecord.objects.filter(identifier=identifier).values_list("public_state", flat=True).first()
    return state or PublicState.NEVER


def own_sheets(user) -> list[PracticePage]:
    """A contributor's sheets, newest first, with their records."""
    return list(PracticePage.objects.owned_by(user).select_related("record__region").order_by("-latest_revision_created_at"))


def desk_counts(regions) -> dict[str, int]:
    """How many sheets of these regions are in each state of review."""
    rows = PracticeRecord.objects.filter(region__in=regions).values_list("review_state").annotate(number=Count("pk"))
    return dict(rows)


def desk_records(regions, states, text: str = ""):
    """Records of these regions in these states, the longest waiting first; `text` is looked for in the title."""
    records = PracticeRecord.objects.filter(region__in=regions, review_state__in=states)
    if text:
        records = records.filter(page__draft_title__icontains=text.replace("\x00", ""))
    return records.select_related("page__owner", "region", "holder").order_by("state_since")
