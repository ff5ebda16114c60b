"""Reads: who receives a number, what became of it, what the public finds."""

from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.outbox import EARLY_ATTEMPTS, waiting_since
from practices.models import PublicPractice
from publications.queries import listed
from publications.vocabulary import Kind

from .composition import Composition
from .models import Delivery, DeliveryState, Issue, Subscriber

#: What a letter may begin with: so many of each kind, and for the first letter what is so new.
MOST_NEW, FIRST_LETTER_LOOKS_BACK = 30, timedelta(days=60)


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


def new_things() -> list[tuple[str, str]]:
    """(identifier, what it is) of what became public since the last letter, or lately: publications first, the newest first."""
    last = Issue.objects.public().values_list("begun_at", flat=True).first()
    since = last or timezone.now() - FIRST_LETTER_LOOKS_BACK
    contents = [content for kind in Kind.values for content in listed(kind).filter(first_published_at__gt=since)[:MOST_NEW]]
    contents.sort(key=lambda content: content.first_published_at, reverse=True)
    sheets = PublicPractice.objects.filter(first_published_at__gt=since).only("identifier", "title")[:MOST_NEW]
    named = [(content.identifier, f"{content.get_kind_display()} : {content.title}") for content in contents]
    return named + [(sheet.identifier, f"{_('practice sheet')} : {sheet.title}") for sheet in sheets]


def queue() -> tuple[datetime | None, int]:
    """For /sante/: when the oldest letter that waits was written, and how many have been tried for long."""
    waiting = Delivery.objects.to_send()
    return waiting_since(waiting), waiting.filter(attempts__gt=EARLY_ATTEMPTS).count()
