"""Whether the other sites that public contents name still answer: asked for by the worker, a few at a time, never in a request."""

import time
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils import timezone

from core import outbox

from ..models import ExternalLink, PublicContent
from ..upkeep.asking import Answer, ask
from ..upkeep.named import external

#: How often contents are looked through, in seconds.
LOOKED_THROUGH_EVERY = 6 * 3600
#: After an answer, or a failure that another day confirmed; after a first failure.
USUAL_REST, SECOND_LOOK = timedelta(days=7), timedelta(days=1)
#: Addresses of one job, and its seconds: other jobs come in between.
A_JOB, JOB_SECONDS = 5, 30
#: Longer than asking for one address takes, redirects and all.
LEASE_SECONDS = 300

Outcome = ExternalLink.Outcome
WELL = (Outcome.FOUND, Outcome.RESERVED)
UNREACHED = (Outcome.UNKNOWN_HOST, Outcome.NO_ANSWER)


def follow_contents_at_times() -> None:
    """Looks through the contents, unless that was done a few hours ago."""
    if cache.add("publications.external_links", True, LOOKED_THROUGH_EVERY):
        follow_contents()


def follow_contents() -> None:
    """Knows the addresses that contents name now, and forgets the others with what was found of them. The demo's are made up."""
    contents = PublicContent.objects.filter(data__is_demo=False).only("data")
    named = {asked for content in contents.iterator() for _written, asked in external(content.data)}
    ExternalLink.objects.exclude(address__in=named).delete()
    rows = [ExternalLink(address=address, host=(urlsplit(address).hostname or "")[:255]) for address in sorted(named)]
    ExternalLink.objects.bulk_create(rows, ignore_conflicts=True)


def check_links() -> int:
    """Asks for some of what is due, one page of a site at most; returns how many. Safe in parallel."""
    began = time.monotonic()
    hosts: list[str] = []
    for link in _taken(hosts):
        hosts.append(link.host)
        try:
            _settle(link, ask(link.address))
        except Exception as error:
            outbox.retry_later(link, error)
        if len(hosts) == A_JOB or time.monotonic() - began > JOB_SECONDS:
            break
    return len(hosts)


def broken_links() -> dict[str, ExternalLink]:
    """Those to tell of, by address."""
    return {link.address: link for link in ExternalLink.objects.filter(is_broken=True)}


def _taken(asked: list[str]) -> Iterator[ExternalLink]:
    """One after the other, none of a site that was asked already or is being asked by another worker."""
    while rows := outbox.lease(due_links().exclude(host__in=[*asked, *_being_asked()]), limit=1, seconds=LEASE_SECONDS):
        yield rows[0]


def due_links() -> QuerySet[ExternalLink]:
    now = timezone.now()
    return ExternalLink.objects.filter(Q(leased_until=None) | Q(leased_until__lte=now), next_attempt_at__lte=now)


def _being_asked() -> list[str]:
    return list(ExternalLink.objects.filter(leased_until__gt=timezone.now()).values_list("host", flat=True))


def _settle(link: ExternalLink, answer: Answer) -> None:
    """Keeps what was found, unless somebody else holds the row by now."""
    now = timezone.now()
    since, is_broken, rest = None, False, USUAL_REST
    if answer.outcome in UNREACHED and not _somebody_answers():
        # It is rather we who are cut off: nothing is held against the site.
        since, is_broken, rest = link.failing_since, link.is_broken, SECOND_LOOK
    elif answer.outcome not in WELL:
        since = link.failing_since or now
        is_broken = timezone.localdate(now) > timezone.localdate(since)
        rest = USUAL_REST if is_broken else SECOND_LOOK
    ExternalLink.objects.filter(pk=link.pk, leased_until=link.leased_until).update(
        outcome=answer.outcome,
        status=answer.status,
        checked_at=now,
        failing_since=since,
        is_broken=is_broken,
        next_attempt_at=now + rest,
        leased_until=None,
        attempts=0,
        last_error="",
    )


def _somebody_answers() -> bool:
    """Whether some other site has answered within a day."""
    return ExternalLink.objects.filter(checked_at__gt=timezone.now() - SECOND_LOOK, status__isnull=False).exists()
