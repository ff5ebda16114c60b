"""The mails with new sheets, one a person and a rhythm's turn. Written and ticked off in one transaction: never twice, none lost."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from practices.models import PublicPractice

from . import notifications
from .models import AlertConsent, Match, Rhythm, SavedSearch
from .notifications import Found

logger = logging.getLogger(__name__)

#: The hour of the morning at which mails of the day and of the week leave, in the site's time.
MORNING = 7
#: After an alert at each publication the next one waits this long: many publications at once make few mails.
QUIET = timedelta(minutes=10)


def send_due_alerts() -> int:
    """Writes each person's mail that is due; returns how many were written. Safe in parallel."""
    people = due(timezone.now()).order_by().values_list("search__user_id", flat=True).distinct()
    return sum(_written(user_id) for user_id in list(people))


def due(now: datetime) -> QuerySet[Match]:
    """What is to be told now, to people who have confirmed that they want it."""
    just_told = Match.objects.filter(search=OuterRef("search"), sent_at__gt=now - QUIET)
    turn = (
        Q(Q(search__rhythm=Rhythm.EACH), ~Exists(just_told))
        | Q(search__rhythm=Rhythm.DAILY, found_at__lt=last_morning(now))
        | Q(search__rhythm=Rhythm.WEEKLY, found_at__lt=last_monday(now))
    )
    return Match.objects.unsent().filter(turn, search__user__alert_consent__given_at__isnull=False, search__user__is_active=True)


def last_morning(now: datetime) -> datetime:
    """The last time that it was seven in the morning."""
    local = timezone.localtime(now)
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning if morning <= local else morning - timedelta(days=1)


def last_monday(now: datetime) -> datetime:
    """The last time that it was seven on a Monday morning."""
    morning = last_morning(now)
    return morning - timedelta(days=morning.weekday())


def _written(user_id: int) -> bool:
    """One person's mail that cannot be written holds back nobody else's; it is tried again at the next sweep."""
    try:
        return _write(user_id)
    except Exception:
        logger.exception("An alert could not be written.")
        return False


@transaction.atomic
def _write(user_id: int) -> bool:
    """One mail with all that is due to this person, unless another process is at it."""
    consent = AlertConsent.objects.select_for_update(skip_locked=True, of=("self",)).select_related("user").filter(user=user_id).first()
    if consent is None:
        return False
    now = timezone.now()
    matches = list(due(now).filter(search__user=user_id).select_related("search").order_by("pk"))
    found = _still_public(matches)
    Match.objects.filter(pk__in=[match.pk for match in matches]).update(sent_at=now)
    if found:
        notifications.alert(consent.user, found)
    return bool(found)


def _still_public(matches: list[Match]) -> list[Found]:
    """Each sheet once, newest first, with the searches that it answers to. What was withdrawn meanwhile is not told."""
    searches: dict[str, list[SavedSearch]] = {}
    for match in matches:
        searches.setdefault(match.identifier, []).append(match.search)
    sheets = PublicPractice.objects.filter(identifier__in=searches).only("identifier", "title", "data", "first_published_at")
    return [(sheet, searches[sheet.identifier]) for sheet in sheets]
