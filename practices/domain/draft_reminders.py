"""Drafts that nobody has touched for a month: their contributor is told once that they wait for her."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from .. import notifications
from ..models import PracticeEvent, PracticeRecord, PublicState, ReviewState
from .records import note

UNTOUCHED_FOR = timedelta(days=30)
BATCH = 100


def forgotten_drafts(now) -> QuerySet[PracticeRecord]:
    """Of active contributors, neither touched nor reminded of since; new versions of published sheets too."""
    drafts = PracticeRecord.objects.filter(review_state=ReviewState.DRAFT, draft_reminded_at=None, is_demo=False)
    readers = drafts.filter(page__owner__is_active=True, public_state__in=[PublicState.NEVER, PublicState.PUBLISHED])
    touched = Greatest("state_since", "page__latest_revision_created_at")
    return readers.annotate(touched_at=touched).filter(touched_at__lt=now - UNTOUCHED_FOR).order_by("touched_at")


@transaction.atomic
def remind_of_drafts() -> int:
    """Writes one mail for each forgotten draft, a batch at a time; returns how many. Writing in it again makes it young again."""
    now = timezone.now()
    found = forgotten_drafts(now).select_related("page__owner", "region")
    records = list(found.select_for_update(of=("self",), skip_locked=True)[:BATCH])
    for record in records:
        record.noted_states = record.both_states
        record.draft_reminded_at = now
        record.save(update_fields=["draft_reminded_at"])
        note(record, PracticeEvent.Kind.REMINDED, person=record.page.owner)
        notifications.draft_waiting(record)
    return len(records)
