"""The review grid, declared once: nine questions, three answers, and which « no » keeps a sheet from being published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from .. import cleaning
from ..rows import Label

LONGEST_COMMENT = 2_000
LONGEST_REMARKS = 5_000

#: As kept on a reading: {"1": {"answer": "yes", "comment": ""}, …}.
Grid = dict[str, dict[str, str]]
#: Of each criterion the answer alone: {"1": "yes", …}.
Answers = dict[str, str]


class Answer(TextChoices):
    YES = "yes", pgettext_lazy("review grid", "yes")
    NO = "no", pgettext_lazy("review grid", "no")
    UNSET = "unset", pgettext_lazy("review grid", "not filled in")


@dataclass(frozen=True)
class Criterion:
    """One question of the grid. `shown`: what readers of the public sheet see it as; empty for those that decide on publication."""

    key: str
    label: Label
    question: Label
    shown: Label = ""

    @property
    def blocks(self) -> bool:
        """Whether a « no » keeps the sheet from being published."""
        return not self.shown


CRITERIA = (
    Criterion(
        "1", lazy("Completeness"), lazy("Is what matters said: the context, the objectives, the people, the steps, what one keeps of it?")
    ),
    Criterion("2", lazy("Clarity"), lazy("Can somebody who knows neither the place nor the team understand it?")),
    Criterion("3", lazy("Collective action"), lazy("Is it collective social intervention, not the support of one person?")),
    Criterion("4", lazy("Respect for persons"), lazy("Did they consent, do they stay anonymous, does nothing stigmatise them?")),
    Criterion(
        "5",
        lazy("Effects and what they rest on"),
        lazy("Is it said who saw each effect, and on what evidence?"),
        lazy("Effects told with what they rest on"),
    ),
    Criterion(
        "6",
        lazy("Barriers and disagreements"),
        lazy("Do difficulties and disagreements have their place?"),
        lazy("Barriers and disagreements"),
    ),
    Criterion(
        "7",
        lazy("Words of the persons concerned"),
        lazy("Are their own words there, or what they think of it?"),
        lazy("Words of the persons concerned"),
    ),
    Criterion(
        "8",
        lazy("Conditions for doing it elsewhere"),
        lazy("What is essential, what can be adapted, what is better avoided?"),
        lazy("Conditions for doing it elsewhere"),
    ),
    Criterion("9", lazy("Rights to the attached files"), lazy("Do images and documents have their permissions and their licence?")),
)
BY_KEY = {criterion.key: criterion for criterion in CRITERIA}
SHOWN = tuple(criterion for criterion in CRITERIA if criterion.shown)


def clean(raw: Mapping[str, Mapping[str, Any]]) -> tuple[Grid, dict[str, str]]:
    """A whole grid from what was posted, and by criterion what is wrong with it; an answer that is none is refused, never guessed."""
    grid, faults = {}, {}
    for key in BY_KEY:
        typed = raw.get(key, {})
        grid[key] = {"answer": Answer.UNSET.value, "comment": ""}
        try:
            grid[key]["answer"] = cleaning.clean_choice(typed.get("answer"), Answer) or Answer.UNSET.value
            grid[key]["comment"] = cleaning.clean_text(typed.get("comment"), longest=LONGEST_COMMENT)
        except ValidationError as fault:
            faults[key] = fault.messages[0]
    return grid, faults


def answers(grid: Mapping[str, Mapping[str, str]]) -> Answers:
    """The answers alone, to each of the nine questions."""
    return {key: grid.get(key, {}).get("answer", Answer.UNSET.value) for key in BY_KEY}


def is_empty(grid: Grid) -> bool:
    """Whether nothing is answered nor said."""
    return not any(row.get("answer") in (Answer.YES, Answer.NO) or row.get("comment") for row in grid.values())


def disagree(key: str, readings: Iterable[Answers]) -> bool:
    """Whether some readers say yes and others no."""
    return {Answer.YES.value, Answer.NO.value} <= {reading[key] for reading in readings}


def agreement(readings: Iterable[Answers]) -> Answers:
    """What all those who answered say; left unset where nobody answered, or they disagree."""
    readings = list(readings)
    agreed = {}
    for key in BY_KEY:
        given = {reading[key] for reading in readings} - {Answer.UNSET.value}
        agreed[key] = given.pop() if len(given) == 1 else Answer.UNSET.value
    return agreed


def obstacles(decision: Answers, readings: Iterable[Answers]) -> list[Criterion]:
    """What keeps the sheet from being published: a « no » of the decision, or one of a reader that the decision leaves unanswered."""
    readings = list(readings)
    return [criterion for criterion in CRITERIA if criterion.blocks and _stands(criterion.key, decision, readings)]


def _stands(key: str, decision: Answers, readings: list[Answers]) -> bool:
    if decision[key] != Answer.UNSET:
        return decision[key] == Answer.NO
    return any(reading[key] == Answer.NO for reading in readings)


def shown(decision: Answers) -> Answers:
    """What the public reads of a decision."""
    return {criterion.key: decision[criterion.key] for criterion in SHOWN}
