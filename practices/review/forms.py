"""The grid as a reader fills it in: nine questions, three answers each, and room for words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from .. import cleaning
from ..models import Review
from . import grid as review_grid
from .grid import Answer, Criterion, Grid


@dataclass(frozen=True)
class Row:
    """One question with what was answered."""

    criterion: Criterion
    answer: str
    comment: str
    error: str

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """(code, words, chosen)"""
        return [(code, str(words), code == self.answer) for code, words in Answer.choices]


class GridForm:
    """A reading's grid, as kept or as posted (`answer-1`, `comment-1`, …, `remarks`). What was typed stays, wrong or not."""

    #: Where it stands on an editor's screen.
    anchor = "own-grid"

    def __init__(self, review: Review, posted: Mapping[str, str] | None = None):
        self.bound = posted is not None
        self.faults: dict[str, str] = {}
        self.grid: Grid = review.grid
        self.remarks = review.remarks
        self._raw = {
            key: {"answer": posted.get(f"answer-{key}", ""), "comment": posted.get(f"comment-{key}", "")} if posted is not None else {}
            for key in review_grid.BY_KEY
        }
        if posted is not None:
            self._check(posted.get("remarks", ""))

    def is_valid(self) -> bool:
        return self.bound and not self.faults

    @property
    def rows(self) -> list[Row]:
        shown = self._raw if self.bound else self.grid
        return [
            Row(
                criterion,
                shown.get(key, {}).get("answer") or Answer.UNSET.value,
                shown.get(key, {}).get("comment", ""),
                self.faults.get(key, ""),
            )
            for key, criterion in review_grid.BY_KEY.items()
        ]

    @property
    def errors(self) -> list[dict[str, str]]:
        """For the summary on top of the page."""
        return [{"id": f"grid-{key}", "message": message} for key, message in self.faults.items()]

    @property
    def remarks_error(self) -> str:
        return self.faults.get("remarks", "")

    def refuse(self, message: str) -> None:
        """What the whole of it lacks is said at the first question."""
        self.faults = {next(iter(review_grid.BY_KEY)): message}

    def _check(self, remarks: str) -> None:
        self.grid, self.faults = review_grid.clean(self._raw)
        self.remarks = remarks
        try:
            self.remarks = cleaning.clean_text(remarks, longest=review_grid.LONGEST_REMARKS)
        except ValidationError as fault:
            self.faults["remarks"] = fault.messages[0]
