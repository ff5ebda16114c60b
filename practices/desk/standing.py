"""Where a sheet stands for the editors: each has one standing; the words of `est:` are standings, or sets of them that await something."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, Case, DateTimeField, OuterRef, Q, QuerySet, Subquery, TextChoices, Value, When
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..domain.routing import UNATTENDED_AFTER
from ..models import UNDER_REVIEW, PracticeEvent, PracticeRecord, PublicState, RegionPage, ReviewState

#: Contributors are told « usually within two to three weeks »: without a due date, a sheet is late after that.
LATE_AFTER = timedelta(days=21)
_DECISIONS = (PracticeEvent.Kind.CHANGES_REQUESTED, PracticeEvent.Kind.PUBLISHED, PracticeEvent.Kind.DECLINED)


class Standing(TextChoices):
    """Codes are those of addresses and of the typed query."""

    NEW = "nouvelle", pgettext_lazy("desk", "new")
    ANSWERED = "completee", pgettext_lazy("desk", "completed by its contributor")
    IN_REVIEW = "en-relecture", _("in review")
    CHANGES = "complements", _("changes requested")
    DECLINED = "non-retenue", _("declined")
    PUBLISHED = "publiee", _("published")
    WITHDRAWN = "retiree", _("withdrawn")
    ARCHIVED = "archivee", _("archived")


@dataclass(frozen=True)
class Condition:
    """Sheets of these standings, late ones or unattended ones only where said."""

    standings: Collection[str]
    late: bool = False
    unattended: bool = False

    @property
    def q(self) -> Q:
        more = {name: True for name in ("late", "unattended") if getattr(self, name)}
        return Q(standing__in=list(self.standings), **more)

    def holds(self, cell) -> bool:
        return cell.standing in self.standings and (cell.late or not self.late) and (cell.unattended or not self.unattended)


_WAITING = (Standing.NEW, Standing.ANSWERED)
UNDER_REVIEW_STANDINGS = (*_WAITING, Standing.IN_REVIEW)
_DECIDED = (Standing.DECLINED, Standing.PUBLISHED, Standing.WITHDRAWN, Standing.ARCHIVED)
TO_HANDLE, WITHOUT_EDITORS = "a-traiter", "sans-redaction"
#: Words of `est:` that ask for nothing but what awaits editors, or but what is decided.
WAITING = frozenset((TO_HANDLE, "soumise", *(standing.value for standing in _WAITING)))
DECIDED = frozenset(("decidee", *(standing.value for standing in _DECIDED)))

#: What each word of `est:` stands for.
STATES: dict[str, tuple[Condition, ...]] = {
    TO_HANDLE: (Condition(_WAITING), Condition((Standing.IN_REVIEW,), late=True)),
    "soumise": (Condition(_WAITING),),
    "decidee": (Condition(_DECIDED),),
    WITHOUT_EDITORS: (Condition(UNDER_REVIEW_STANDINGS, unattended=True),),
    **{standing.value: (Condition((standing,)),) for standing in Standing},
}
SETS: dict[str, str | Promise] = {
    TO_HANDLE: _("to handle"),
    "soumise": _("submitted"),
    "decidee": _("decided"),
    WITHOUT_EDITORS: _("without editors"),
}


def state_label(name: str) -> str:
    return str(SETS[name] if name in SETS else Standing(name).label)


def in_states(names: Iterable[str]) -> Q:
    """Any of them; all sheets when there is none."""
    wanted = Q()
    for name in names:
        for condition in STATES[name]:
            wanted |= condition.q
    return wanted


def desk_records(regions: Iterable[RegionPage], deserted: Iterable[int], now: datetime) -> QuerySet[PracticeRecord]:
    """Sheets that were handed to these regions, with `standing`, `late`, `unattended` and `waiting_since`; never a draft.

    `deserted`: keys of regions without an active editor.
    """
    records = PracticeRecord.objects.filter(region__in=[region.pk for region in regions])
    # One that its contributor took back is a draft again; the public version of another stays on the desk.
    records = records.exclude(review_state=ReviewState.DRAFT, public_state=PublicState.NEVER)
    national = [region.pk for region in regions if region.is_national]
    return records.alias(last_decision=_last_decision()).annotate(
        standing=_standing(),
        late=_when(_late(now)),
        unattended=_when(_unattended(deserted, now) & ~Q(region__in=national)),
        waiting_since=Case(When(review_state__in=UNDER_REVIEW, then="submitted_at"), default="state_since", output_field=DateTimeField()),
    )


def waiting_for(days: int, now: datetime) -> Q:
    """At least so long in the editors' hands, or else in its state."""
    return Q(waiting_since__lte=now - timedelta(days=days))


def _standing() -> Case:
    answered = When(last_decision=PracticeEvent.Kind.CHANGES_REQUESTED, then=Value(Standing.ANSWERED.value))
    return Case(
        # Nested: the history is looked up for these alone.
        When(review_state=ReviewState.SUBMITTED, then=Case(answered, default=Value(Standing.NEW.value))),
        When(review_state=ReviewState.IN_REVIEW, then=Value(Standing.IN_REVIEW.value)),
        When(review_state=ReviewState.CHANGES_REQUESTED, then=Value(Standing.CHANGES.value)),
        When(review_state=ReviewState.DECLINED, then=Value(Standing.DECLINED.value)),
        When(public_state=PublicState.WITHDRAWN, then=Value(Standing.WITHDRAWN.value)),
        When(public_state=PublicState.ARCHIVED, then=Value(Standing.ARCHIVED.value)),
        default=Value(Standing.PUBLISHED.value),
    )


def _last_decision() -> Subquery:
    decisions = PracticeEvent.objects.filter(record=OuterRef("pk"), kind__in=_DECISIONS).order_by("-pk")
    return Subquery(decisions.values("kind")[:1])


def _late(now: datetime) -> Q:
    """Past its due date; or, without one, waiting for the editors too long."""
    past = Q(due_on__lt=localdate(now))
    waiting = Q(due_on=None, submitted_at__lt=now - LATE_AFTER)
    return Q(review_state__in=UNDER_REVIEW) & (past | waiting) | Q(review_state=ReviewState.CHANGES_REQUESTED) & past


def _unattended(deserted: Iterable[int], now: datetime) -> Q:
    """As domain.routing.unattended, but at once where no editor is left."""
    forgotten = Q(review_state=ReviewState.SUBMITTED, holder=None, state_since__lt=now - UNATTENDED_AFTER)
    return Q(review_state__in=UNDER_REVIEW) & (Q(region__in=list(deserted)) | forgotten)


def _when(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())
