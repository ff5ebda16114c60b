"""Reads: who receives a number, what became of it, what the public finds."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from core.outbox import EARLY_ATTEMPTS, waiting_since

from .composition import Composition
from .models import Delivery, DeliveryState, Issue, Subscriber


def recipients(composition: Composition) -> QuerySet[Subscriber]:
    """Confirmed subscribers whom the number is addressed to and whom at least one of its parts concerns."""
    segments = composition.segments
    said = [part.segment for part in composition.parts if not part.heading]
    if not said:
        return Subscriber.objects.none()
    concerned = Q()
    if all(segment.themes or segment.regions for segment in said):
        for segment in said:
            concerned |= segments.subscribers(segment)
    return Subscriber.objects.confirmed().filter(segments.subscribers(composition.addressed_to)).filter(concerned)


def counts(issue: Issue) -> dict[str, int]:
    """What became of it, by state, with `all` and `unsubscribed`. One query."""
    states = {state: Count("pk", filter=Q(state=state)) for state in DeliveryState.values}
    return issue.deliveries.aggregate(all=Count("pk"), unsubscribed=Count("pk", filter=Q(unsubscribed_at__isnull=False)), **states)


def public_issue(number: int) -> Issue | None:
    return Issue.objects.public().filter(number=number).first() if number < 2**31 else None


def queue() -> tuple[datetime | None, int]:
    """For /sante/: when the oldest letter that waits was written, and how many have been tried for long."""
    waiting = Delivery.objects.to_send()
    return waiting_since(waiting), waiting.filter(attempts__gt=EARLY_ATTEMPTS).count()
