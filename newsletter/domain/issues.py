"""A number of the letter on its way: scheduled, begun, stopped, settled."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from practices.domain.errors import Faulty, Forbidden, OutOfDate

from .. import notifications
from ..composition import Composition
from ..models import Delivery, DeliveryState, Issue, IssueState, TrialLetter
from ..permissions import may_send
from ..queries import recipients

logger = logging.getLogger(__name__)

WRITTEN_AT_ONCE = 1000


@transaction.atomic
def begin_with(*, identifiers: Sequence[str], by: User) -> Issue:
    """A draft that holds these, to be put in order and introduced. Raises Forbidden."""
    if reason := may_send(by):
        raise Forbidden(reason)
    nobody_in_particular: dict[str, list[str]] = {"themes": [], "regions": []}
    parts = [{"reference": identifier, "words": "", "audience": nobody_in_particular} for identifier in identifiers]
    return Issue.objects.create(subject=_("News of the observatory"), body=[("public", part) for part in parts])


@transaction.atomic
def send(*, issue_id: int, version: int, by: User) -> None:
    """It leaves now, in the version that she looked at. Raises Forbidden, OutOfDate, Faulty."""
    issue = _read(issue_id, version, by)
    issue.sent_by = by
    if not _begin(issue):
        raise Faulty(_("Nobody would receive this letter: look at its content and at whom it is addressed to."))


@transaction.atomic
def schedule(*, issue_id: int, version: int, at: datetime, by: User) -> None:
    """It leaves by itself at that time, with what is public then. Raises Forbidden, OutOfDate, Faulty."""
    issue = _read(issue_id, version, by)
    if at <= timezone.now():
        raise Faulty(_("This time is over."))
    if not Composition(issue).parts:
        raise Faulty(_("This letter is empty."))
    issue.state, issue.scheduled_for, issue.sent_by = IssueState.SCHEDULED, at, by
    issue.save()


@transaction.atomic
def unschedule(*, issue_id: int, by: User) -> None:
    """A draft again. Raises Forbidden, OutOfDate."""
    issue = _locked(issue_id, by, IssueState.SCHEDULED)
    issue.state, issue.scheduled_for = IssueState.DRAFT, None
    issue.save()


@transaction.atomic
def stop(*, issue_id: int, by: User) -> None:
    """What has not left does not leave. Raises Forbidden, OutOfDate."""
    issue = _locked(issue_id, by, IssueState.SENDING)
    issue.state = IssueState.STOPPED
    issue.save()


@transaction.atomic
def resume(*, issue_id: int, by: User) -> None:
    """The rest leaves. Raises Forbidden, OutOfDate."""
    issue = _locked(issue_id, by, IssueState.STOPPED)
    issue.state = IssueState.SENDING
    issue.save()
    transaction.on_commit(_wake_up, robust=True)


@transaction.atomic
def send_again_to_unsure(*, issue_id: int, by: User) -> None:
    """An editor takes upon herself that some receive it twice, rather than not at all. Raises Forbidden, OutOfDate."""
    issue = _locked(issue_id, by, IssueState.SENT)
    unsure = issue.deliveries.filter(state=DeliveryState.UNSURE, subscriber__isnull=False)
    if unsure.update(state=DeliveryState.WAITING, next_attempt_at=timezone.now(), leased_until=None, settled_at=None):
        issue.state = IssueState.SENDING
        issue.save()
        transaction.on_commit(_wake_up, robust=True)


@transaction.atomic
def try_out(*, issue_id: int, by: User) -> None:
    """Sends it to the editor herself. Raises Forbidden."""
    if reason := may_send(by):
        raise Forbidden(reason)
    TrialLetter.objects.get_or_create(issue_id=issue_id, user=by)
    transaction.on_commit(_wake_up, robust=True)


def begin_due_issues() -> int:
    """Those whose time has come. One that cannot keeps no other; it is tried again at the next sweep. Returns how many began."""
    due = Issue.objects.filter(state=IssueState.SCHEDULED, scheduled_for__lte=timezone.now())
    return sum(_begin_if_due(pk) for pk in list(due.values_list("pk", flat=True)))


def settle_issues() -> None:
    """A number nobody waits for any more has been sent."""
    unsettled = Delivery.objects.filter(state__in=[DeliveryState.WAITING, DeliveryState.HANDED])
    Issue.objects.filter(state=IssueState.SENDING).exclude(pk__in=unsettled.values("issue")).update(state=IssueState.SENT)


def _begin_if_due(issue_id: int) -> bool:
    try:
        with transaction.atomic():
            issue = Issue.objects.select_for_update(of=("self",)).select_related("sent_by").get(pk=issue_id)
            at = issue.scheduled_for
            if issue.state != IssueState.SCHEDULED or at is None or at > timezone.now():
                return False
            if _begin(issue):
                return True
            issue.state, issue.scheduled_for = IssueState.DRAFT, None
            issue.save()
            notifications.not_sent(issue)
    except Exception:
        logger.exception("Letter %d did not leave.", issue_id)
    return False


def _begin(issue: Issue) -> bool:
    """Gives it its number and writes down whom it goes to; False when that is nobody. The caller holds the lock."""
    # Who leaves at this very moment waits, and takes her row of this number along.
    people = list(recipients(Composition(issue)).select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    if not people:
        return False
    # Two numbers that begin at once wait for each other here.
    Issue.objects.public().select_for_update().first()
    issue.number = (Issue.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    issue.state, issue.begun_at = IssueState.SENDING, timezone.now()
    issue.save()
    Delivery.objects.bulk_create((Delivery(issue=issue, subscriber_id=person) for person in people), batch_size=WRITTEN_AT_ONCE)
    transaction.on_commit(_wake_up, robust=True)
    return True


def _read(issue_id: int, version: int, by: User) -> Issue:
    """The draft, locked, if nobody has saved it since. Raises Forbidden, OutOfDate."""
    issue = _locked(issue_id, by, IssueState.DRAFT)
    if issue.version != version:
        raise OutOfDate(_("Somebody saved this letter since you looked at it: look at it again first."))
    return issue


def _locked(issue_id: int, by: User, *states: str) -> Issue:
    """The number, locked, in one of these states. Raises Forbidden, OutOfDate."""
    if reason := may_send(by):
        raise Forbidden(reason)
    issue = Issue.objects.select_for_update(of=("self",)).select_related("sent_by").get(pk=issue_id)
    if issue.state not in states:
        raise OutOfDate(_("This letter is %(state)s: look at it again first.") % {"state": issue.get_state_display()})
    return issue


def _wake_up() -> None:
    # Imported here: the task module imports the domain.
    from ..tasks import wake_up

    wake_up()
