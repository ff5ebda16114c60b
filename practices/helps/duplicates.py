"""Sheets that may tell the same action: shown with the reason, before one is sent and while one is read.

By their titles and by who carries them where, in PostgreSQL; by their words, through a port: search registers the engine's answer.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Func, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KT, KeyTextTransform
from django.db.models.functions import Left, Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.text import fold
from themes.models import Theme

from ..models import PracticeRecord, PublicPractice, PublicState
from ..permissions import edited_regions
from ..rows import Label
from ..vocabulary import State

Values = dict[str, Any]

#: More would be a list to read, not a warning.
MOST = 5
#: One letter in eight may differ between two titles that are almost the same.
LETTERS_A_SLIP = 8
#: Signs that one of two titles may have more: « – », « ! », « ».
SIGNS = 6
#: What PostgreSQL compares of a title.
COMPARED = 250

TITLE: Label = _("Its title is the same, or almost.")
CARRIER: Label = _("The same organisation carries it, on the same theme, in the same place.")
WORDS: Label = _("It tells much the same, in words close to these.")


@dataclass(frozen=True)
class Texts:
    """What is compared by its words."""

    title: str
    summary: str
    objectives: list[str]
    body: list[str]


@dataclass
class Near:
    """A sheet that comes near, and why. `state` is empty for what the public reads; only a public sheet can be adapted."""

    identifier: str
    title: str
    url: str
    state: Label = ""
    reasons: list[Label] = field(default_factory=list)


Answer = Callable[[Texts, str], list[str]]
_registered: list[Answer] = []


def register(answer: Answer) -> None:
    """`answer(texts, identifier)` gives identifiers of public sheets close in words, never that one, the closest first.

    It must answer within half a second, with nothing when the engine does not, and never raise because of it.
    """
    _registered[:] = [answer]


def near_duplicates(values: Values, *, record: PracticeRecord, user) -> list[Near]:
    """Sheets near these values (by attribute): public ones, this person's own, and for editors those of the regions that they edit."""
    own = _unpublished(values, record, PracticeRecord.objects.filter(page__owner=user), _mine) if user.is_authenticated else []
    regions = edited_regions(user)
    handled = PracticeRecord.objects.filter(region__in=regions).exclude(review_state="draft")
    on_the_desk = _unpublished(values, record, handled, _handled) if regions else []
    return _merged([*_public(values, record), *on_the_desk, *own])[:MOST]


def _public(values: Values, record: PracticeRecord) -> list[Near]:
    others = PublicPractice.objects.exclude(pk=record.identifier)
    found = [_read(each, TITLE) for each in _with_title(others, "title", values)]
    if (carried := _by_carrier(values)) is not None:
        found += [_read(each, CARRIER) for each in _light(_folded_as(others.filter(carried), KT("data__organisation__name"), values))]
    close = _registered[0](_texts(values), record.identifier) if _registered else []
    by_identifier = {each.identifier: each for each in _light(others.filter(pk__in=close))}
    return found + [_read(by_identifier[identifier], WORDS) for identifier in close if identifier in by_identifier]


def _unpublished(values: Values, record: PracticeRecord, records: QuerySet, read: Callable[[PracticeRecord], Near]) -> list[Near]:
    """Those that the public does not read; what they say is in their newest version."""
    others = records.exclude(pk=record.pk).exclude(public_state=PublicState.PUBLISHED).select_related("page")
    found = [(each, TITLE) for each in _with_title(others, "page__draft_title", values)]
    codes = set(values.get("territories") or [])
    if values.get("main_theme") and codes:
        said = KeyTextTransform("organisation_name", "page__latest_revision__content")
        theme = Theme.objects.filter(slug=values["main_theme"]).values_list("pk", flat=True).first()
        for each in _folded_as(others.select_related("page__latest_revision"), said, values)[: 4 * MOST]:
            newest = each.page.latest_revision.content
            if newest["main_theme"] == theme and codes & {row["territory"] for row in newest["territory_rows"]}:
                found.append((each, CARRIER))
    nears = []
    for each, reason in found:
        near = read(each)
        near.reasons.append(reason)
        nears.append(near)
    return nears


def _with_title(rows: QuerySet, name: str, values: Values) -> QuerySet:
    """Titles of about the same length are compared letter by letter; spaces and signs are free."""
    title = " ".join(str(values.get("title") or "").split())
    wanted = fold(title)[:COMPARED]
    if not wanted:
        return rows.none()
    slips = len(wanted) // LETTERS_A_SLIP
    near = rows.alias(length=Length(name)).filter(length__range=(len(title) - slips - SIGNS, len(title) + slips + SIGNS))
    return _light(near.alias(slips=_Slips(Left(_Folded(name), COMPARED), Value(wanted))).filter(slips__lte=slips))


def _by_carrier(values: Values) -> Q | None:
    """The theme, and at least one of the places."""
    codes = list(values.get("territories") or [])[:MOST]
    if not (values.get("main_theme") and codes):
        return None
    places = Q()
    for code in codes:
        places |= Q(filters__contains={"territoire": [code]})
    return Q(filters__contains={"theme": [values["main_theme"]]}) & places


def _folded_as(rows: QuerySet, said: Any, values: Values) -> QuerySet:
    organisation = fold(str(values.get("organisation_name") or ""))
    return rows.annotate(carrier=_Folded(said)).filter(carrier=organisation) if organisation else rows.none()


def _light(rows: QuerySet) -> QuerySet:
    return rows.only("identifier", "title", "region_slug", "slug")[:MOST] if rows.model is PublicPractice else rows[:MOST]


def _read(practice: PublicPractice, reason: Label) -> Near:
    return Near(practice.identifier, practice.title, practice.get_absolute_url(), reasons=[reason])


def _mine(record: PracticeRecord) -> Near:
    return Near(record.identifier, record.page.draft_title, reverse("practices:mine_sheet", args=[record.identifier]), _state(record))


def _handled(record: PracticeRecord) -> Near:
    return Near(record.identifier, record.page.draft_title, reverse("practices_desk:review", args=[record.pk]), _state(record))


def _state(record: PracticeRecord) -> Label:
    states: list[State] = record.states
    return states[-1].label


def _merged(nears: Iterable[Near]) -> list[Near]:
    """Each sheet once, with all its reasons; those with the most reasons first."""
    merged: dict[str, Near] = {}
    for near in nears:
        known = merged.setdefault(near.identifier, near)
        known.reasons += [reason for reason in near.reasons if reason not in known.reasons]
    return sorted(merged.values(), key=lambda near: -len(near.reasons))


def _texts(values: Values) -> Texts:
    steps = [row.get("description") or "" for row in values.get("steps") or []]
    body = [values.get("context") or "", *steps, values.get("lessons_keep") or ""]
    return Texts(
        values.get("title") or "", values.get("summary") or "", list(values.get("objectives") or []), [text for text in body if text]
    )


class _Folded(Func):
    """As core.text.fold, in PostgreSQL."""

    template = "trim(regexp_replace(lower(unaccent(%(expressions)s)), '[^a-z0-9]+', ' ', 'g'))"
    output_field = TextField()


class _Slips(Func):
    """Letters to change between two short texts."""

    function = "levenshtein"
    output_field = IntegerField()
