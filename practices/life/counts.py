"""How often a public sheet is read, cited and written to: sums by day, without who. A page waits for none of it (core.tally).

What a reader is told of this: docs/users/apres-la-publication.md. Who reads is known for a few seconds, in the memory of a process, only
where somebody is signed in, so that authors and editors are not counted on their own sheets; it is written nowhere.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from core.tally import Tally

from ..models import CoAuthor, DailyCount, PracticeRecord
from ..permissions import edits_region

#: Different sheets and readers that a process adds up at a time.
MOST = 5_000
#: Programs that fetch pages for no reader. Whoever says nothing of itself is one.
ROBOT = re.compile(
    r"bot|crawl|spider|slurp|archive|preview|facebookexternalhit|embedly|lighthouse|monitor|uptime|headless|scan|validator|feed|"
    r"curl|wget|python|java/|okhttp|go-http|libwww|axios|node-fetch|httpclient|http-client|^$",
    re.IGNORECASE,
)

_ADD = """
INSERT INTO practices_dailycount AS known (record_id, kind, day, number)
SELECT record.page_id, sums.kind, sums.day, sums.number
FROM unnest(%(identifiers)s::text[], %(kinds)s::text[], %(days)s::date[], %(numbers)s::int[]) AS sums (identifier, kind, day, number)
JOIN practices_practicerecord AS record ON record.identifier = sums.identifier
ORDER BY record.page_id, sums.kind, sums.day
ON CONFLICT (record_id, kind, day) DO UPDATE SET number = known.number + EXCLUDED.number
"""


class Seen(NamedTuple):
    """What happened to which sheet on which day; by whom, where somebody is signed in."""

    identifier: str
    kind: str
    day: date
    user_id: int | None


def viewed(request: HttpRequest, identifier: str) -> None:
    """A person read the page of a public sheet."""
    _count(request, identifier, DailyCount.Kind.VIEW)


def cited(request: HttpRequest, identifier: str) -> None:
    """A person took the reference of a public sheet as a file."""
    _count(request, identifier, DailyCount.Kind.CITATION)


def flush() -> None:
    """Write what this process has counted."""
    tally.flush()


def of_sheet(record: PracticeRecord) -> Mapping[str, Mapping[date, int]]:
    """For each kind the numbers by day. One query."""
    found: dict[str, dict[date, int]] = {kind: {} for kind in DailyCount.Kind.values}
    for kind, day, number in record.counts.values_list("kind", "day", "number"):
        found[kind][day] = number
    return found


def _count(request: HttpRequest, identifier: str, kind: str) -> None:
    if request.method != "GET" or _is_fetched_for_nobody(request):
        return
    # Without a session there is nobody to look up: the page costs no query more.
    user_id = request.user.pk if request.session.session_key else None
    tally.add(Seen(identifier, kind, timezone.localdate(), user_id), lambda number: (number or 0) + 1)


def _is_fetched_for_nobody(request: HttpRequest) -> bool:
    """A robot, or a browser that fetches a page in case somebody opens it."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" in purpose or bool(ROBOT.search(request.headers.get("User-Agent", "")))


def _write(sums: Mapping[Seen, int]) -> None:
    kept: Counter[Seen] = Counter()
    for seen, number in sums.items():
        if seen.user_id is None or not _is_their_own(seen.identifier, seen.user_id):
            kept[seen._replace(user_id=None)] += number
    columns = {"identifiers": "identifier", "kinds": "kind", "days": "day"}
    values = {name: [getattr(seen, column) for seen in kept] for name, column in columns.items()}
    with connection.cursor() as cursor:
        cursor.execute(_ADD, values | {"numbers": list(kept.values())})


def _is_their_own(identifier: str, user_id: int) -> bool:
    """Whether this person wrote the sheet, or handles its region."""
    record = PracticeRecord.objects.select_related("page").filter(identifier=identifier).first()
    reader = User.objects.filter(pk=user_id).first()
    if record is None or reader is None:
        return False
    writes = record.page.owner_id == user_id or CoAuthor.objects.filter(record=record, user=reader).exists()
    return writes or edits_region(reader, record.region_id)


tally: Tally[Seen, int] = Tally(_write, MOST)
