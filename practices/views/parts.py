"""What stands on the page of one sheet under « Mes fiches »: one small function a part, one template a part.

To add a part: a function here that returns the one name its template reads, its place in PARTS, its template in
templates/practices/mine/parts/, and its line in templates/practices/mine/sheet.html, where the order of the page is seen at a glance.
Every template also has `situation` (and `situation.record`) and `user`. A function asks the database as little as it can: all run for
each page.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User

from .. import notifications
from ..domain.records import latest_version
from ..helps.screen import help_for
from ..life import notifications as life_notifications
from ..life import relay, returns
from ..life.returns import Returns
from ..models import GridReading, PracticePage, PracticeRecord, PublicState, ReviewState
from ..permissions import TAKEN_BACK_WITHIN, is_author, may_get_certificate, may_give_up, may_restore, may_write
from ..queries import agreement_awaited, changes_requested
from ..review.readings import open_requests
from ..situations import Words, history
from ..together import threads
from ..together.versions import Change, changes
from ..vocabulary import State


def requests(record: PracticeRecord, user: User) -> dict[str, Any]:
    """The editors' letter about what they ask for, or None, and whether it holds requests to answer one by one."""
    comment = changes_requested(record)
    return {"comment": comment, "answerable": bool(comment and open_requests(record))}


def agreement(record: PracticeRecord, user: User) -> dict[str, Any]:
    """The address of the corrections that await the contributor's agreement, or empty."""
    awaited = is_author(user, record) and agreement_awaited(record)
    return {"agreement": reverse("practices:agreement", args=[notifications.agreement_token(record)]) if awaited else ""}


def together(record: PracticeRecord, user: User) -> dict[str, Any]:
    """How many comments are open; who takes part stands in `situation`."""
    return {"open_comments": sum(threads.open_by_field(record).values())}


def told(record: PracticeRecord, user: User) -> dict[str, Any]:
    """What happened to the sheet, newest first."""
    return {"history": history(record, user)}


@dataclass(frozen=True)
class NewVersion:
    """What stands beside the public text: its state, what it changes, whether this person may give it up."""

    public_since: datetime
    state: Words
    changes: list[Change]
    may_give_up: bool


def new_version(record: PracticeRecord, user: User) -> dict[str, Any]:
    """The version that is written or reviewed while another is public, or None."""
    if record.public_state != PublicState.PUBLISHED or record.review_state == ReviewState.SETTLED:
        return {"new_version": None}
    changed = changes(PracticePage.objects.get(pk=record.pk), latest_version(record))
    since = record.content_changed_at or record.first_published_at
    shown = NewVersion(since, State(record.review_state).label, changed, may_give_up(user, record) is None)
    return {"new_version": shown}


@dataclass(frozen=True)
class PublicLife:
    """What can be done with a sheet that is or was public, and what comes back from its readers. `question`: where to answer, or empty."""

    question: str
    to_verify: bool
    may_restore: bool
    restorable_until: datetime | None
    returns: Returns | None
    certificate: bool
    has_contact: bool
    takes_messages: bool


def public_life(record: PracticeRecord, user: User) -> dict[str, Any]:
    """None for a sheet that never was public."""
    if record.public_state == PublicState.NEVER:
        return {"public_life": None}
    published, holds = record.public_state == PublicState.PUBLISHED, is_author(user, record)
    asked = published and holds and record.confirmation_asked_at
    public = PracticePage.objects.select_related("owner").get(pk=record.pk) if published and holds else None
    shown = PublicLife(
        question=reverse("practices:confirm", args=[life_notifications.confirmation_token(record)]) if asked else "",
        to_verify=record.unconfirmed_since is not None,
        may_restore=may_restore(user, record) is None and record.public_state == PublicState.WITHDRAWN,
        restorable_until=record.gone_at + TAKEN_BACK_WITHIN if record.gone_at else None,
        returns=returns.of_sheet(record) if published else None,
        certificate=may_get_certificate(user, record) is None,
        has_contact=public is not None and bool(public.contact_email),
        takes_messages=public is not None and relay.is_offered(record, public),
    )
    return {"public_life": shown}


def helps(record: PracticeRecord, user: User) -> dict[str, Any]:
    """What helps to write the sheet better, for who may write it; where the report of the grid that it was made of stands, or empty."""
    writes = may_write(user, record) is None
    report = reverse("practices:grid_report", args=[record.identifier]) if GridReading.objects.filter(pk=record.pk).exists() else ""
    return {"help": help_for(record, user) if writes else None, "grid_report": report}


PARTS = (helps, requests, agreement, new_version, public_life, together, told)


def context(record: PracticeRecord, user: User) -> dict[str, Any]:
    """What all parts read."""
    return {name: value for part in PARTS for name, value in part(record, user).items()}
