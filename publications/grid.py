"""The short grid by which members read a publication: five questions, three answers each, and one piece of advice."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from practices.cleaning import clean_choice, clean_text
from practices.review.grid import LONGEST_COMMENT, LONGEST_REMARKS, Answer

#: As kept on a reading: {"clarity": {"answer": "yes", "comment": ""}, …}.
Grid = dict[str, dict[str, str]]


class Advice(TextChoices):
    AS_IT_IS = "as_it_is", pgettext_lazy("reading", "to publish as it is")
    SMALL = "small", pgettext_lazy("reading", "to publish after small corrections")
    REWORK = "rework", pgettext_lazy("reading", "to rework, then read again")
    NO = "no", pgettext_lazy("reading", "not to publish")


@dataclass(frozen=True)
class Question:
    key: str
    label: str | Promise
    question: str | Promise


QUESTIONS = (
    Question("interest", gettext_lazy("Interest"), gettext_lazy("Does it bring something to those who work with groups and inhabitants?")),
    Question("clarity", gettext_lazy("Clarity"), gettext_lazy("Can somebody who does not know the subject follow it to the end?")),
    Question("grounds", gettext_lazy("Grounds"), gettext_lazy("Is it said where what is stated comes from: sources, field, experience?")),
    Question("respect", gettext_lazy("Respect for persons"), gettext_lazy("Are persons quoted with their consent, and never stigmatised?")),
    Question("use", gettext_lazy("Use"), gettext_lazy("Does one leave it with something to try, to think over or to discuss?")),
)


@dataclass(frozen=True)
class Row:
    """One question with what was answered. `options`: (code, words, chosen)."""

    question: Question
    answer: str
    comment: str
    error: str

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        return [(code, str(words), code == self.answer) for code, words in Answer.choices]


class ReadingForm:
    """A reading as kept or as posted (`answer-clarity`, `comment-clarity`, …, `remarks`, `advice`). What was typed stays, wrong or not."""

    def __init__(self, *, grid: Grid, remarks: str = "", advice: str = "", posted: Mapping[str, str] | None = None):
        self.grid, self.remarks, self.advice, self.faults = grid, remarks, advice, dict[str, str]()
        if posted is not None:
            self._check(posted, done="done" in posted)

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                question,
                self.grid.get(question.key, {}).get("answer") or Answer.UNSET.value,
                self.grid.get(question.key, {}).get("comment", ""),
                self.faults.get(question.key, ""),
            )
            for question in QUESTIONS
        ]

    @property
    def advices(self) -> list[tuple[str, str, bool]]:
        return [(code, str(words), code == self.advice) for code, words in Advice.choices]

    @property
    def errors(self) -> list[dict[str, str]]:
        """For the summary on top of the page."""
        return [{"id": f"grid-{key}", "message": message} for key, message in self.faults.items()]

    @property
    def advice_error(self) -> str:
        return self.faults.get("advice", "")

    @property
    def remarks_error(self) -> str:
        return self.faults.get("remarks", "")

    def _check(self, posted: Mapping[str, str], *, done: bool) -> None:
        self.grid = {}
        for question in QUESTIONS:
            answer, comment = posted.get(f"answer-{question.key}", ""), posted.get(f"comment-{question.key}", "")
            self.grid[question.key] = {"answer": answer, "comment": comment}
            try:
                answer = clean_choice(answer, Answer) or Answer.UNSET.value
                self.grid[question.key] = {"answer": answer, "comment": clean_text(comment, longest=LONGEST_COMMENT)}
            except ValidationError as fault:
                self.faults[question.key] = fault.messages[0]
        self.remarks, self.advice = posted.get("remarks", ""), posted.get("advice", "")
        try:
            self.remarks = clean_text(self.remarks, longest=LONGEST_REMARKS)
        except ValidationError as fault:
            self.faults["remarks"] = fault.messages[0]
        if self.advice not in ("", *Advice.values):
            self.faults["advice"] = _("Choose one of the answers.")
        elif done and not self.advice:
            self.faults["advice"] = _("Say what you advise before you give your reading in.")
