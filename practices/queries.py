"""Reads of sheets that several places need."""

from __future__ import annotations

from django.db.models import F, Prefetch, Q, QuerySet
from wagtail.models import Revision

from . import content
from .models import GONE, CoAuthor, PracticeEvent, PracticePage, PracticeRecord, PublicPractice, PublicState, Report, ReviewState


def versions_since_agreement(record: PracticeRecord) -> list[Revision]:
    """Saved versions, oldest first, from the last one that the contributor stands for: submitted by her, or accepted."""
    agreed = max(filter(None, [record.submitted_revision_id, record.accepted_revision_id]), default=None)
    if agreed is None:
        return []
    return list(record.page.revisions.filter(pk__gte=agreed).order_by("pk"))


def correctors(record: PracticeRecord) -> set[int]:
    """People who changed the public content since the contributor last agreed to it; a save that changes nothing does not count."""
    versions = versions_since_agreement(record)
    if versions and versions[0].pk == record.submitted_revision_id:
        # The contributor's own: only she can overwrite it.
        previous, versions = record.submitted_hash, versions[1:]
    else:
        previous = record.accepted_hash
    people = set()
    for version in versions:
        current = content.public_hash(version.as_object())
        if current != previous:
            people.add(version.user_id)
        previous = current
    return people


def public_practice(region_slug: str, slug: str) -> PublicPractice | None:
    return PublicPractice.objects.filter(region_slug=region_slug, slug=slug).first()


def tombstones() -> QuerySet[PracticeRecord]:
    """What is left of sheets that were public."""
    return PracticeRecord.objects.filter(public_state__in=GONE)


def public_state(identifier: str) -> str:
    """`published`, `withdrawn`, `archived`, or `never` (unknown identifiers too)."""
    state = PracticeRecord.objects.filter(identifier=identifier).values_list("public_state", flat=True).first()
    return state or PublicState.NEVER


def own_sheets(user) -> QuerySet[PracticePage]:
    """The sheets that this person holds or shares, newest first, with their records and co-authors."""
    newest = F("latest_revision_created_at").desc(nulls_first=True)
    sheets = PracticePage.objects.filter(Q(owner=user) | Q(pk__in=_shared_with(user)))
    return sheets.select_related("record__region", "owner").prefetch_related(_coauthors("record__coauthors")).order_by(newest, "-pk")


def own_record(user, identifier: str) -> PracticeRecord | None:
    """A sheet that this person holds or shares; somebody else's is not found. What she may do with it is for `permissions` to say."""
    records = PracticeRecord.objects.select_related("page__latest_revision", "page__owner", "region")
    mine = records.filter(Q(page__owner=user) | Q(pk__in=_shared_with(user)), identifier=identifier.lower())
    return mine.prefetch_related(_coauthors("coauthors")).first()


def writers(record: PracticeRecord) -> set[int]:
    """Numbers of the people who hold the sheet, or are or were its co-authors, whatever their role."""
    left = PracticeEvent.Kind.COAUTHOR_LEFT
    told = record.events.filter(kind__in=[PracticeEvent.Kind.CREATED, PracticeEvent.Kind.COAUTHOR_JOINED, left])
    # Who gave the sheet to another, then left it, may have begun it by an import: no line but this one names her.
    named = [person if kind == left else actor for kind, actor, person in told.values_list("kind", "actor_id", "person_id")]
    past = [pk for pk in named if pk]
    now = [row.user_id for row in record.coauthors.all() if row.user_id]
    return {*past, *now, *([record.page.owner_id] if record.page.owner_id else [])}


def _shared_with(user) -> QuerySet:
    return CoAuthor.objects.filter(user=user).values("record_id")


def _coauthors(lookup: str) -> Prefetch:
    return Prefetch(lookup, queryset=CoAuthor.objects.select_related("user"))


def changes_requested(record: PracticeRecord) -> PracticeEvent | None:
    """What the editors last asked for, while it is still to be answered."""
    if record.review_state not in (ReviewState.CHANGES_REQUESTED, ReviewState.DRAFT):
        return None
    # A version that was published, or given up, takes what was asked of it along.
    over = Q(state_to__endswith=f"/{ReviewState.SETTLED}")
    event = record.events.filter(over | Q(kind=PracticeEvent.Kind.CHANGES_REQUESTED)).order_by("-pk").first()
    return event if event and event.kind == PracticeEvent.Kind.CHANGES_REQUESTED else None


def agreement_awaited(record: PracticeRecord) -> bool:
    """Whether the editors wait for the contributor's agreement to their corrections."""
    if not record.is_under_review:
        return False
    kinds = [PracticeEvent.Kind.AGREEMENT_ASKED, PracticeEvent.Kind.CORRECTIONS_ACCEPTED, PracticeEvent.Kind.SUBMITTED]
    event = record.events.filter(kind__in=kinds).order_by("-pk").first()
    return event is not None and event.kind == PracticeEvent.Kind.AGREEMENT_ASKED


def record_of_identifier(identifier: str) -> PracticeRecord:
    """The record of a sheet that is known to exist."""
    return PracticeRecord.objects.select_related("page__owner", "region").get(identifier=identifier)


def reports_to_answer(regions) -> QuerySet[Report]:
    """What readers of these regions' sheets wait for an answer to, the oldest first."""
    waiting = Report.objects.filter(record__region__in=regions, handled_at=None)
    return waiting.select_related("record__page", "record__region").order_by("at", "pk")


def how_it_left(record: PracticeRecord) -> str:
    """How a sheet left the public the last time: withdrawn, archived, or suspended (archived, with nothing decided yet)."""
    kinds = [PracticeEvent.Kind.WITHDRAWN, PracticeEvent.Kind.ARCHIVED, PracticeEvent.Kind.SUSPENDED]
    last = record.events.filter(kind__in=kinds).order_by("-pk").values_list("kind", flat=True).first()
    return last or record.public_state
