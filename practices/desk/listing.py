"""The desk's list, from a typed query: which sheets, in which order, with what editors need to know of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .. import permissions
from ..models import ChangeRequest, PracticeEvent, PracticeRecord, Report, Review
from . import counts, known, people
from .filters import Surroundings, understood
from .query import Query, parse
from .standing import DECIDED, TO_HANDLE, desk_records

PER_PAGE = 50
#: What opens when nothing is asked.
FIRST = f"est:{TO_HANDLE}"
SORTS: dict[str, tuple[Promise, list]] = {
    "attente": (_("the longest waiting first"), ["waiting_since"]),
    "recentes": (_("the most recent first"), ["-waiting_since"]),
    "echeance": (_("by due date"), [F("due_on").asc(nulls_last=True), "waiting_since"]),
    "titre": (_("titles from A to Z"), ["listed_words"]),
}
_HOLDING = (
    PracticeEvent.Kind.TAKEN_IN_CHARGE,
    PracticeEvent.Kind.HELD,
    PracticeEvent.Kind.REASSIGNED,
    PracticeEvent.Kind.CHANGES_REQUESTED,
)


class Desk:
    """One page of the list for one editor, from the parameters of its address: `q`, `tri`, `page`."""

    def __init__(self, user, asked: Mapping[str, str]):
        self.user, self.now = user, timezone.now()
        self.regions = permissions.edited_regions(user)
        self.national = permissions.is_national_editor(user)
        self.editors = people.with_handles(people.editors_of(self.regions))
        self.records = desk_records(self.regions, people.deserted(self.regions, self.editors), self.now)
        self._understand(parse(asked.get("q", FIRST)))
        self.query = self.filters.query
        self.sort = asked["tri"] if asked.get("tri") in SORTS else usual_sort(self.query)
        self.count = self.tally.total()
        self.pages = max(1, -(-self.count // PER_PAGE))
        self.page = min(_number(asked.get("page", "")), self.pages)

    def _understand(self, query: Query) -> None:
        self.around = Surroundings(self.regions, self.editors, known.themes(), self.national)
        self.filters = understood(query, self.around, self.user.pk)
        counted = counts.count(self.records, self.filters, self.now)
        if former := counts.holders_in(counted.cells, self.editors):
            # Who holds a sheet and is no editor of its region any more is named, and can be asked for.
            self.around = Surroundings(self.regions, people.with_handles([*self.editors, *former]), self.around.themes, self.national)
            self.filters = understood(query, self.around, self.user.pk) if query.values("à") else self.filters
        self.tally = counts.Tally(counted, self.filters)

    @property
    def text(self) -> str:
        return str(self.query)

    @cached_property
    def rows(self) -> list[PracticeRecord]:
        """With `region_title`, `waited`, `held_at`, and the numbers of reviews asked and done, of open requests and of open reports."""
        found = self.records.filter(self.filters.q(self.now)).order_by(*SORTS[self.sort][1], "pk")
        first = (self.page - 1) * PER_PAGE
        return list(_with_facts(found, self.now)[first : first + PER_PAGE])

    def address(self, query: Query | None = None, **changes: object) -> str:
        """This list with another query; or the same one in another order, or another page of it."""
        shown = self.query if query is None else query
        asked = {"q": str(shown), "tri": self.sort if self.sort != usual_sort(shown) else "", **changes}
        return "?" + urlencode({name: value for name, value in asked.items() if value != "" or name == "q"})


def usual_sort(query: Query) -> str:
    """What was decided last comes first; what waits longest, elsewhere."""
    states = set(query.values("est"))
    return "recentes" if states and states <= DECIDED else "attente"


def _with_facts(records: QuerySet[PracticeRecord], now: datetime) -> QuerySet[PracticeRecord]:
    reviews = Review.objects.filter(record=OuterRef("pk"), round=OuterRef("round"), given_up_at=None)
    # A sheet that its contributor gave to a co-author is held by the same editor as before.
    to_holder = ~Q(kind=PracticeEvent.Kind.REASSIGNED) | Q(person=OuterRef("holder"))
    held = PracticeEvent.objects.filter(to_holder, record=OuterRef("pk"), kind__in=_HOLDING).order_by("-pk").values("at")[:1]
    return (
        records.select_related("page__owner", "holder")
        .only(
            *("identifier", "listed_title", "review_state", "public_state", "state_since", "submitted_at", "due_on", "round"),
            *("region_id", "holder__name", "holder__email", "page__owner__name", "page__owner__email"),
        )
        .annotate(
            region_title=F("region__title"),
            waited=Value(now) - F("waiting_since"),
            reviews_asked=_number_of(reviews),
            reviews_done=_number_of(reviews.filter(done_at__isnull=False)),
            open_requests=_number_of(ChangeRequest.objects.filter(record=OuterRef("pk"), settled_at=None)),
            open_reports=_number_of(Report.objects.filter(record=OuterRef("pk"), handled_at=None)),
            held_at=Subquery(held),
        )
    )


def _number_of(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("record").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _number(page: str) -> int:
    return max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1
