"""What is coming, by step and by date: who holds each piece, and what is late. The same number of queries for one piece as for many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from core.typography import inside
from practices.models import PublicState
from practices.permissions import is_national_editor

from ..models import ArticlePage, CahierPage, EditorialEvent, EditorialRecord, ScheduledPiece, ToolPage, VoicePage, WorkState
from ..models.workflow import STEP_TYPES
from ..permissions import UNDER_WAY
from ..vocabulary import Kind

THROUGH_THE_WORKFLOW = (CahierPage, ArticlePage, ToolPage, VoicePage)
#: In the order of the way; what is out comes last.
COLUMNS = (
    WorkState.DRAFT,
    WorkState.SUBMITTED,
    WorkState.READING,
    WorkState.CHANGES_REQUESTED,
    WorkState.LAYOUT,
    WorkState.SIGN_OFF,
    WorkState.READY,
    WorkState.SCHEDULED,
)
PUBLISHED_SHOWN = 8


@dataclass(frozen=True)
class Card:
    """One piece on the board."""

    record: EditorialRecord
    kind: str
    is_late: bool
    #: The scheduled cahier that it comes out with, if any.
    cahier: EditorialRecord | None

    @property
    def title(self) -> str:
        return self.record.page.draft_title or self.record.page.title

    @property
    def cahier_title(self) -> str:
        return inside(self.cahier.page.draft_title or self.cahier.page.title) if self.cahier else ""

    @property
    def day(self) -> date | None:
        """When it is due, or goes out."""
        at = self.cahier.scheduled_for if self.cahier else self.record.scheduled_for
        return timezone.localtime(at).date() if at else self.record.due_on


@dataclass(frozen=True)
class Column:
    state: str
    label: str
    cards: list[Card]


@dataclass(frozen=True)
class Day:
    day: date
    cards: list[Card]


class Board:
    """What this person may see. `asked`: `qui=moi` what she holds, `retard=1` what is late, `genre` one kind."""

    def __init__(self, user, asked: Mapping[str, str]):
        self.user = user
        self.mine, self.late = asked.get("qui") == "moi", asked.get("retard") == "1"
        self.kind = asked.get("genre", "") if asked.get("genre", "") in {model.kind for model in THROUGH_THE_WORKFLOW} else ""
        self.today = timezone.localdate()
        self._kinds = {
            content_type.pk: model.kind for model, content_type in ContentType.objects.get_for_models(*THROUGH_THE_WORKFLOW).items()
        }

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(model.kind.value, str(Kind(model.kind).label)) for model in THROUGH_THE_WORKFLOW]

    def columns(self) -> list[Column]:
        cards = self._cards(self._under_way())
        columns = [Column(state.value, str(state.label), [card for card in cards if card.record.work_state == state]) for state in COLUMNS]
        return [*columns, Column("published", str(EditorialEvent.Kind.PUBLISHED.label), self._cards(self._published()))]

    def days(self) -> list[Day]:
        """The calendar: what is late first, for it comes first by date."""
        dated = sorted((card for card in self._cards(self._under_way()) if card.day), key=lambda card: (card.day, card.record.pk))
        return [Day(day, list(cards)) for day, cards in groupby(dated, key=lambda card: card.day) if day]

    def undated(self) -> list[Card]:
        return [card for card in self._cards(self._under_way()) if not card.day]

    def counts(self) -> dict[str, int]:
        """What awaits a decision, what she holds, what is late, what goes out by itself: one query."""

        def number(**asked: Any) -> Count:
            return Count("pk", filter=Q(**asked))

        return self._visible().aggregate(
            to_decide=number(work_state__in=UNDER_WAY),
            held=number(work_state__in=COLUMNS, holder=self.user),
            late=Count("pk", filter=Q(work_state__in=COLUMNS) & self._lateness()),
            scheduled=number(work_state=WorkState.SCHEDULED),
        )

    def next_out(self) -> Card | None:
        """What goes out first."""
        return next(iter(self._cards(self._visible().filter(work_state=WorkState.SCHEDULED).order_by("scheduled_for", "pk")[:1])), None)

    def _lateness(self) -> Q:
        return Q(due_on__lt=self.today) | Q(scheduled_for__lt=timezone.now())

    def _visible(self) -> QuerySet[EditorialRecord]:
        content_types = [pk for pk, kind in self._kinds.items() if not self.kind or kind == self.kind]
        with_cahier = Prefetch("scheduled_in", ScheduledPiece.objects.filter(revision__isnull=False).select_related("cahier__page"))
        records = EditorialRecord.objects.filter(page__content_type__in=content_types).select_related("page", "holder")
        records = records.prefetch_related(with_cahier)
        if not is_national_editor(self.user):
            records = records.filter(work_state__in=handled_states(self.user))
        return records.filter(holder=self.user) if self.mine else records

    def _under_way(self) -> Iterable[EditorialRecord]:
        records = self._visible().filter(work_state__in=COLUMNS).order_by("due_on", "state_since", "pk")
        return records.filter(self._lateness()) if self.late else records

    def _published(self) -> Iterable[EditorialRecord]:
        if self.late:
            return []
        settled = self._visible().filter(work_state=WorkState.SETTLED, public_state=PublicState.PUBLISHED)
        return settled.order_by("-content_changed_at", "pk")[:PUBLISHED_SHOWN]

    def _cards(self, records: Iterable[EditorialRecord]) -> list[Card]:
        return [self._card(record) for record in records]

    def _card(self, record: EditorialRecord) -> Card:
        late = record.work_state in COLUMNS and bool(
            (record.due_on and record.due_on < self.today) or (record.scheduled_for and record.scheduled_for < timezone.now())
        )
        held_by = [row.cahier for row in record.scheduled_in.all()]
        return Card(record, str(Kind(self._kinds[record.page.content_type_id]).label), late, held_by[0] if held_by else None)


def handled_states(user) -> list[str]:
    """The states at which somebody who is no national editor handles what is there."""
    groups = list(user.groups.values_list("pk", flat=True))
    return [model.state for model in STEP_TYPES if model.objects.filter(active=True, groups__in=groups).exists()]
