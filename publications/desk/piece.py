"""One publication on the screen of those who handle it: where it stands, what is missing, what may be done and why the rest may not."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from wagtail.models import Revision

from practices.models import PublicState

from ..domain import whole
from ..domain.readers import awaited_readings
from ..domain.sign_offs import standing
from ..domain.workflow import lacking_assent
from ..grid import QUESTIONS
from ..models import ArticlePage, CahierPage, ContentReading, EditorialPage, EditorialRecord, SignOff, WorkState
from ..permissions import UNDER_WAY, may_correct, may_deposit, may_handle, may_publish, may_say_yes, may_submit
from ..print import crossref
from ..saved_versions import as_page
from . import forms

#: Name of the form on the screen, and its class.
FORMS: dict[str, type[forms.DeskForm]] = {
    "submit": forms.VersionForm,
    "approve": forms.ApprovalForm,
    "corrections": forms.CorrectionsForm,
    "reader": forms.ReaderForm,
    "give": forms.GiveForm,
    "due": forms.DueForm,
    "proof": forms.ProofForm,
    "paper": forms.PaperForm,
    "schedule": forms.ScheduleForm,
    "publish": forms.VersionForm,
    "erratum": forms.ErratumForm,
}


@dataclass(frozen=True)
class Step:
    """One step of the workflow. `mark`: done, here or to_come."""

    name: str
    mark: str


@dataclass(frozen=True)
class Answered:
    """One question of the grid, with what each reader answered, in the order of the readers."""

    question: Any
    answers: list[dict[str, str]]


@dataclass(frozen=True)
class Author:
    """Who signs the text, and what became of her proof. `row` is None when nothing was sent."""

    name: str
    has_account: bool
    row: SignOff | None


@dataclass(frozen=True)
class Deposit:
    """What Crossref would be told of a cahier: why it cannot be told yet, and the articles that it leaves out for want of a DOI."""

    why_not: str
    left_out: list[str]


class Piece:
    """What the screen shows to this person."""

    def __init__(self, record: EditorialRecord, user, bound: dict[str, forms.DeskForm] | None = None):
        self.record, self.user, self._bound = record, user, bound or {}
        self.page: EditorialPage = record.page.specific
        self.revision: Revision = record.page.latest_revision
        self.version: EditorialPage = as_page(self.revision) if self.revision else self.page

    @property
    def title(self) -> str:
        return self.version.title

    @cached_property
    def cahier(self) -> EditorialRecord | None:
        """Of an article: the cahier that it belongs to, and goes out with."""
        if not isinstance(self.page, ArticlePage):
            return None
        return EditorialRecord.objects.select_related("page").get(page_id=self.page.get_parent().pk)

    @property
    def waits_for_its_cahier(self) -> bool:
        return self.cahier is not None and self.cahier.public_state != PublicState.PUBLISHED

    @property
    def is_under_way(self) -> bool:
        return self.record.work_state in UNDER_WAY

    def forms(self) -> dict[str, forms.DeskForm]:
        return {name: self._bound.get(name) or model(record=self.record) for name, model in FORMS.items()}

    def steps(self) -> list[Step]:
        """The steps of the workflow in their order, with where the content stands."""
        workflow = self.page.get_workflow()
        state = self.record.page.current_workflow_state
        over = self.record.work_state in (WorkState.READY, WorkState.SCHEDULED)
        current = state.current_task_state if state else None
        passed = set(state.successful_task_states.values_list("task", flat=True)) if state else set()
        found = []
        for task in workflow.tasks.filter(active=True) if workflow else ():
            mark = "here" if current and current.task_id == task.pk else "done" if over or task.pk in passed else "to_come"
            found.append(Step(task.name, mark))
        return found

    def why_not(self) -> dict[str, str]:
        """By act, why it may not be done; empty when it may."""
        rules = {
            "submit": may_submit,
            "handle": may_handle,
            "approve": may_say_yes,
            "publish": may_publish,
            "erratum": may_correct,
        }
        return {name: str(rule(self.user, self.record) or "") for name, rule in rules.items()}

    def lacking(self) -> list[str]:
        return lacking_assent(self.record) if self.is_under_way else []

    def faults(self) -> list[str]:
        """What keeps a signed content from going out."""
        if self.record.work_state not in (WorkState.READY, WorkState.SCHEDULED):
            return []
        return whole.faults(self.record, self.revision)

    def pieces(self) -> list[whole.Piece]:
        return whole.pieces_of(self.revision) if isinstance(self.version, CahierPage) else []

    def sheets(self) -> list[str]:
        return whole.sheets_of(self.revision) if isinstance(self.version, CahierPage) else []

    def awaited(self) -> list[ContentReading]:
        return list(awaited_readings(self.record))

    def readings(self) -> list[ContentReading]:
        """Those of this round that are done, side by side; who still has to answer sees nobody else's."""
        if any(reading.reader_id == self.user.pk for reading in self.awaited()):
            return []
        return list(self.record.readings.filter(round=self.record.round, done_at__isnull=False).select_related("reader"))

    def answers(self) -> list[Answered]:
        readings = self.readings()
        unset = {"answer": "unset", "comment": ""}
        return [Answered(question, [reading.grid.get(question.key, unset) for reading in readings]) for question in QUESTIONS]

    def former_readings(self) -> int:
        return self.record.readings.filter(round__lt=self.record.round, done_at__isnull=False).count()

    def authors(self) -> list[Author]:
        rows = {row.author: row for row in standing(self.record)}
        return [Author(row.name, row.user_id is not None, rows.get(row.name)) for row in self.version.author_rows.all()]

    def deposit(self) -> Deposit | None:
        """For those who deposit; of a public cahier."""
        if not isinstance(self.page, CahierPage) or may_deposit(self.user, self.record):
            return None
        try:
            return Deposit("", crossref.deposit(self.record.identifier, timezone.now())[1])
        except crossref.NotReady as reason:
            return Deposit(str(reason), [])

    def events(self):
        return self.record.events.select_related("actor", "person").order_by("-at", "-pk")

    def is_unpublished_change(self) -> bool:
        return self.record.page.latest_revision_id != self.record.page.live_revision_id
