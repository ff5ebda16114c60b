"""What stands on the page of one sheet under « Mes fiches »: one small function a part, one template a part.

To add a part: a function here that returns the one name its template reads, its place in PARTS, its template in
templates/practices/mine/parts/, and its line in templates/practices/mine/sheet.html, where the order of the page is seen at a glance.
Every template also has `situation` (and `situation.record`) and `user`. A function asks the database as little as it can: all run for
each page.
"""

from typing import Any

from django.urls import reverse

from accounts.models import User

from .. import notifications
from ..models import PracticeRecord
from ..permissions import is_author
from ..queries import agreement_awaited, changes_requested
from ..situations import history


def requests(record: PracticeRecord, user: User) -> dict[str, Any]:
    """What the editors ask for, or None."""
    return {"comment": changes_requested(record)}


def agreement(record: PracticeRecord, user: User) -> dict[str, Any]:
    """The address of the corrections that await the contributor's agreement, or empty."""
    awaited = is_author(user, record) and agreement_awaited(record)
    return {"agreement": reverse("practices:agreement", args=[notifications.agreement_token(record)]) if awaited else ""}


def told(record: PracticeRecord, user: User) -> dict[str, Any]:
    """What happened to the sheet, newest first."""
    return {"history": history(record, user)}


PARTS = (requests, agreement, told)


def context(record: PracticeRecord, user: User) -> dict[str, Any]:
    """What all parts read."""
    return {name: value for part in PARTS for name, value in part(record, user).items()}
