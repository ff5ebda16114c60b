"""The versions of a sheet that are kept: when each was saved, by whom, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import Revision

from accounts.models import User

from ..models import PracticeEvent, PracticePage, PracticeRecord
from ..queries import writers
from ..situations import TOLD, Words, editors_of, name_of

#: More are not listed; drafts are pruned long before (practices.pruning).
MOST_LISTED = 100
#: Events by which editors got a version, and all those that say what became of one.
HANDED = (PracticeEvent.Kind.SUBMITTED, PracticeEvent.Kind.IMPORTED, PracticeEvent.Kind.CORRECTED, PracticeEvent.Kind.PUBLISHED)
MARKS = (*HANDED, PracticeEvent.Kind.VERSION_RESTORED)


@dataclass(frozen=True)
class SavedVersion:
    """One kept version. `who`: a name, the region of the editors, or empty. `marks`: what became of it, in words."""

    number: int
    at: datetime
    who: str
    marks: list[Words] = field(default_factory=list)
    is_newest: bool = False

    def page(self) -> PracticePage:
        """The sheet as it was then."""
        return Revision.objects.get(pk=self.number).as_object()


def for_writers(record: PracticeRecord, user: User) -> list[SavedVersion]:
    """All of them, newest first; editors are named by the region that they were of at the time."""
    rows, wrote = _rows(record), writers(record)
    people = User.objects.in_bulk({row.user_id for row in rows if row.user_id in wrote})
    handed_over = list(record.events.filter(kind=PracticeEvent.Kind.HANDED_OVER).order_by("-at", "-pk"))

    def who(row: Revision) -> str:
        if row.user_id == user.pk:
            return _("you")
        if row.user_id in wrote:
            return name_of(people.get(row.user_id))
        return editors_of(_region_at(record, handed_over, row.created_at)) if row.user_id else ""

    return _listed(record, rows, who)


def for_editors(record: PracticeRecord) -> list[SavedVersion]:
    """Those that were handed to editors, and those that editors saved: what is only a draft is for those who write it.

    A version that nobody's number is left on may be a writer's draft: it is not shown.
    """
    wrote = writers(record)
    handed = {record.submitted_revision_id, record.accepted_revision_id, record.page.live_revision_id}
    handed |= set(record.events.filter(kind__in=HANDED).values_list("revision_id", flat=True))
    rows = [row for row in _rows(record) if row.pk in handed or (row.user_id and row.user_id not in wrote)]
    people = User.objects.in_bulk({row.user_id for row in rows if row.user_id})
    return _listed(record, rows, lambda row: name_of(people.get(row.user_id)) if row.user_id else "")


def _rows(record: PracticeRecord) -> list[Revision]:
    return list(record.page.revisions.defer("content").order_by("-pk")[:MOST_LISTED])


def _listed(record: PracticeRecord, rows: Iterable[Revision], who) -> list[SavedVersion]:
    marks: dict[int | None, list[Words]] = {}
    for event in record.events.filter(kind__in=MARKS, revision__isnull=False).order_by("at", "pk"):
        marks.setdefault(event.revision_id, []).append(TOLD[event.kind])
    newest = record.page.latest_revision_id
    return [SavedVersion(row.pk, row.created_at, who(row), marks.get(row.pk, []), row.pk == newest) for row in rows]


def _region_at(record: PracticeRecord, handed_over: list[PracticeEvent], moment: datetime) -> str:
    region = record.region.title if record.region else ""
    for event in handed_over:
        if event.at > moment:
            region = event.region_from
    return region
