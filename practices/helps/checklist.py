"""What a sheet still lacks, and what would make it more useful to its readers: one sentence each, never a score."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .. import sheet
from ..rows import Label
from ..vocabulary import EffectDirection, Reporter, Status, Viewpoint

Values = dict[str, Any]


@dataclass(frozen=True)
class Advice:
    """One sentence, and the key of the field where it is followed."""

    key: str
    words: Label

    @property
    def label(self) -> Label:
        return sheet.BY_KEY[self.key].label


@dataclass(frozen=True)
class Checklist:
    """`missing`: what submission asks for. `useful`: what readers will look for."""

    missing: list[Advice]
    useful: list[Advice]


#: Shorter than this a summary leaves its reader guessing.
SHORT_SUMMARY = 120
#: Words between guillemets: more than a term that is quoted.
QUOTATION = re.compile(r"[«“\"][^«»“”\"]{15,}[»”\"]")

MISSING: dict[str, Label] = {
    "image": _("Say what your image shows, who made it, and that the persons shown agree."),
    "title": _("Give your sheet a title, by which a colleague will remember it."),
    "summary": _("Two or three sentences are enough for the summary: it is what people read first."),
    "status": _("Say where the action stands today: being prepared, running or ended, it has its place here."),
    "start_date": _("Say when it began: the year is enough."),
    "organisation.name": _("Name the organisation that carries the action: other teams will know whom to turn to."),
    "organisation.type": _("Say what kind of organisation it is: teams like to find others built as they are."),
    "contact.name": _("Tell the editors whom to write to; the public does not see it unless you wish so."),
    "contact.email": _("Leave the editors a mail address: they will have questions, and good news."),
    "main_theme": _("Choose the theme that says it best: it is by their themes that sheets are found."),
    "mode": _("Choose the closest mode of intervention; no action is ever quite pure."),
    "scale": _("Say at which scale you act: a staircase or a whole region, both count."),
    "territories": _("Say where it takes place: the first place decides which editors read you."),
    "context": _("Tell where it comes from: what you had seen, what people were asking for."),
    "objectives": _("Write down what you wanted to change, one objective a line."),
    "audiences": _("Say with whom you act."),
    "participation": _("Say what part the persons concerned take, as it is and not as one would wish it."),
    "steps": _("Tell at least one moment of what happened, with its date if you have it."),
    "lessons.keep": _("Say what you would do again: it is what other teams look for first."),
    "licence": _("Choose a licence: it says what others may do with your text."),
    "organisation_consent": _("Ask your organisation whether it agrees to the publication, then tick the box."),
}


def checklist(values: Values) -> Checklist:
    """What these values (by attribute, as stored or as typed) lack."""
    missing = [Advice(field.key, MISSING[field.key]) for field in sheet.missing_fields(values)]
    asked = {advice.key for advice in missing}
    useful = [advice for rule in RULES for advice in rule(values) if advice.key not in asked]
    return Checklist(missing, useful)


def _summary(values: Values) -> Iterator[Advice]:
    if len(values.get("summary") or "") < SHORT_SUMMARY:
        yield Advice("summary", _("Your summary is short: with whom, to do what, and what came of it?"))


def _steps(values: Values) -> Iterator[Advice]:
    if len(_rows(values, "steps")) == 1:
        yield Advice("steps", _("A second moment, even a failed one, would show how things moved on."))


def _effects(values: Values) -> Iterator[Advice]:
    rows = _rows(values, "effects")
    if not rows:
        if values.get("status") != Status.PLANNED:
            yield Advice(
                "effects", _("Say what changed, for whom, and how you know it. No effect seen, or an unfavourable one, is precious too.")
            )
        return
    if any(not row.get("description") for row in rows):
        yield Advice("effects", _("Some effects have no words yet: one sentence of what was seen tells more than the boxes."))
    if all(row.get("direction") == EffectDirection.FAVOURABLE for row in rows):
        yield Advice(
            "effects", _("All your effects are favourable. Was there one that did not come? Teams that try it will thank you for it.")
        )
    if not any(row.get("reported_by") == Reporter.PERSONS_CONCERNED for row in rows):
        yield Advice("effects", _("None of your effects is told by the persons concerned: what do they say of it?"))


def _barriers(values: Values) -> Iterator[Advice]:
    rows = _rows(values, "barriers")
    if not rows:
        yield Advice("barriers", _("Tell what stood in the way: a barrier that is named saves another team months."))
    elif len({row.get("viewpoint") for row in rows}) == 1:
        yield Advice(
            "barriers", _("Your barriers are all seen from one side: how would others, the persons concerned or the managers, tell them?")
        )


def _facilitators(values: Values) -> Iterator[Advice]:
    if not _rows(values, "facilitators"):
        yield Advice("facilitators", _("Say what helped: it is often what is most easily taken up elsewhere."))


def _voices(values: Values) -> Iterator[Advice]:
    told = any(row.get("viewpoint") == Viewpoint.PERSONS_CONCERNED for key in ("barriers", "facilitators") for row in _rows(values, key))
    told = told or any(row.get("reported_by") == Reporter.PERSONS_CONCERNED for row in _rows(values, "effects"))
    if not told and not any(QUOTATION.search(text) for text in texts(values)):
        yield Advice("context", _("Let the persons concerned be heard: a sentence of theirs, with their agreement and without their name."))


def _steering(values: Values) -> Iterator[Advice]:
    if not values.get("steering_role"):
        yield Advice("steering_role", _("Say what place the persons concerned have in the steering, even if it is none yet."))


def _means(values: Values) -> Iterator[Advice]:
    if all(field.is_empty(values.get(field.attribute)) for field in sheet.FIELDS if field.key.startswith("means.")):
        yield Advice("means.staff", _("Say with what means: working time, money, preparation. An order of magnitude is enough."))


def _lessons(values: Values) -> Iterator[Advice]:
    if not values.get("lessons_change") and not values.get("lessons_watch"):
        yield Advice("lessons.change", _("Say what you would do otherwise, or what to keep an eye on: what did not work counts as much."))


def _transfer(values: Values) -> Iterator[Advice]:
    if not _rows(values, "transfer_conditions"):
        yield Advice(
            "transfer_conditions", _("Say what it takes to do it elsewhere: what is essential, what can be adapted, what to avoid.")
        )


RULES: tuple[Callable[[Values], Iterator[Advice]], ...] = (
    _summary,
    _voices,
    _steps,
    _effects,
    _barriers,
    _facilitators,
    _steering,
    _means,
    _lessons,
    _transfer,
)


def texts(values: Values) -> Iterator[str]:
    """Everything that is told in running text."""
    for field in sheet.FIELDS:
        value = values.get(field.attribute)
        if field.kind == "text" and value:
            yield value
        elif field.kind == "rows":
            cells = [cell.key for cell in field.rows.cells if cell.kind == "text"]
            yield from (row[cell] for row in value or [] for cell in cells if row.get(cell))


def _rows(values: Values, attribute: str) -> list[dict[str, Any]]:
    return values.get(attribute) or []
