"""What the words of the typed query mean: a region, a person, a theme … What means nothing is said, never dropped silently."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import fold
from territories.models import Territory
from territories.queries import resolve, search_territories
from themes.models import Theme

from ..models import RegionPage
from . import known
from .people import ME, NOBODY, Person
from .query import KEYS, TITLE, Query, Term
from .standing import STATES, WITHOUT_EDITORS, in_states, state_label, waiting_for

YES, NO = "oui", "non"
_TERM_OF_TIME = re.compile(r"(\d{1,4}) ?(?:(j|jours?)|(s|sem|semaines?)|(m|mois))?")
LONGEST_WAIT = 3650
ALL = frozenset((*KEYS.values(), TITLE))


@dataclass(frozen=True)
class Surroundings:
    """What the words are understood among: the regions that the editor handles, and the people who may hold their sheets."""

    regions: Sequence[RegionPage]
    people: Sequence[Person]
    themes: Sequence[Theme]
    national: bool

    @property
    def current_themes(self) -> list[Theme]:
        return [theme for theme in self.themes if theme.successor_id is None]


@dataclass
class Filters:
    """A query understood: its canonical form, what each value is called, and what was not understood."""

    query: Query
    labels: dict[Term, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    holders: list[int | None] = field(default_factory=list)
    regions: list[int] = field(default_factory=list)
    themes: set[int] = field(default_factory=set)
    territories: list[str] = field(default_factory=list)
    days: int | None = None
    late: bool | None = None
    words: list[str] = field(default_factory=list)

    def q(self, now: datetime, keys: Collection[str] = ALL) -> Q:
        """The condition of the wishes of these keys."""
        wanted = Q()
        for key, condition in self._conditions(now).items():
            if key in keys:
                wanted &= condition
        return wanted

    def _conditions(self, now: datetime) -> dict[str, Q]:
        conditions = {"est": in_states(self.states), TITLE: Q()}
        if self.holders:
            people = Q(holder__in=[pk for pk in self.holders if pk is not None])
            conditions["à"] = people | Q(holder=None) if None in self.holders else people
        if self.regions:
            conditions["region"] = Q(region__in=self.regions)
        if self.themes:
            conditions["theme"] = Q(listed_themes__overlap=sorted(self.themes))
        if self.territories:
            conditions["territoire"] = Q(listed_territories__overlap=self.territories)
        if self.days is not None:
            conditions["depuis"] = waiting_for(self.days, now)
        if self.late is not None:
            conditions["en-retard"] = Q(late=self.late)
        for words in self.words:
            conditions[TITLE] &= Q(listed_words__contains=words)
        return conditions


def understood(query: Query, around: Surroundings, me: int) -> Filters:
    """What each term means; those that mean nothing leave the query and are said."""
    filters = Filters(query=Query(), problems=[_unknown_piece(piece) for piece in query.unknown])
    readers: dict[str, Callable[[str], list[tuple[str, str]]]] = {
        "est": lambda value: _state(value, filters, around),
        "à": lambda value: _holder(value, filters, around, me),
        "depuis": lambda value: _days(value, filters),
        "theme": lambda value: _theme(value, filters, around),
        "territoire": lambda value: _territory(value, filters),
        "region": lambda value: _region(value, filters, around),
        "en-retard": lambda value: _late(value, filters),
        TITLE: lambda value: _words(value, filters),
    }
    for term in query.terms:
        meanings = readers[term.key](term.value)
        if not meanings:
            filters.problems.append(_unknown_value(term, around))
        for value, label in meanings:
            if term.key in ("depuis", "en-retard"):
                # One answer at most: the last one typed.
                filters.query = filters.query.without(term.key)
            filters.query = filters.query.having(term.key, value)
            filters.labels[Term(term.key, value)] = label
    return filters


def _state(value: str, filters: Filters, around: Surroundings) -> list[tuple[str, str]]:
    name = _code(value)
    names = {_code(state_label(each)): each for each in STATES} | {each: each for each in STATES}
    found = names.get(name)
    if found is None or (found == WITHOUT_EDITORS and not around.national):
        return []
    filters.states.append(found)
    return [(found, state_label(found))]


def _holder(value: str, filters: Filters, around: Surroundings, me: int) -> list[tuple[str, str]]:
    name = _code(value)
    if name == NOBODY:
        filters.holders.append(None)
        return [(NOBODY, _("nobody"))]
    if name == ME:
        filters.holders.append(me)
        return [(ME, _("me"))]
    found = [person for person in around.people if person.handle == value.lower()]
    found = found or [person for person in around.people if _is_called(person, value)]
    filters.holders += [person.pk for person in found]
    return [(ME, _("me")) if person.pk == me else (person.handle, person.shown) for person in found]


def _is_called(person: Person, value: str) -> bool:
    words = fold(value).split()
    address = value.lower() in (person.email.lower(), person.email.lower().partition("@")[0])
    return address or bool(words) and set(words) <= set(fold(person.name).split())


def _days(value: str, filters: Filters) -> list[tuple[str, str]]:
    found = _TERM_OF_TIME.fullmatch(" ".join(fold(value).split()))
    if found is None:
        return []
    days = int(found[1]) * (7 if found[3] else 30 if found[4] else 1)
    if not 0 < days <= LONGEST_WAIT:
        return []
    filters.days = days
    return [(f"{days}j", waiting_label(days))]


def waiting_label(days: int) -> str:
    return ngettext("%(number)s day or more", "%(number)s days or more", days) % {"number": days}


def _theme(value: str, filters: Filters, around: Surroundings) -> list[tuple[str, str]]:
    """By address or name, whole or by a word of it; a theme of the first level takes in those below it."""
    wanted = fold(value)
    tests: list[Callable[[Theme], bool]] = [
        lambda theme: fold(theme.slug) == wanted or fold(theme.name) == wanted,
        lambda theme: wanted in map(fold, theme.alternative_labels),
        lambda theme: fold(theme.name).startswith(wanted),
        lambda theme: f" {wanted} " in f" {fold(theme.name)} ",
    ]
    for test in tests:
        for theme in sorted(around.current_themes, key=lambda theme: theme.parent_id is not None):
            if wanted and test(theme):
                filters.themes |= families(around.themes)[theme.pk]
                return [(theme.slug, theme.name)]
    return []


def families(themes: Iterable[Theme]) -> dict[int, set[int]]:
    """Of each theme: its key, those of the themes below it, and of those that one of them replaced."""
    themes = list(themes)
    above = {theme.pk: {theme.pk, theme.parent_id} - {None} for theme in themes}
    found: dict[int, set[int]] = {theme.pk: set() for theme in themes}
    for theme in themes:
        for pk in above[theme.pk] | above.get(theme.successor_id, set()):
            found[pk].add(theme.pk)
    return found


def _territory(value: str, filters: Filters) -> list[tuple[str, str]]:
    code, name = _known_place(value) or _any_place(value) or ("", "")
    if not code:
        return []
    filters.territories.append(code)
    return [(code, name)]


def _known_place(value: str) -> tuple[str, str] | None:
    """A département or a country, by its code or its name: asked for most, at no cost."""
    names, wanted = known.places(), fold(value)
    code = value.lower() if value.lower() in names else next((code for code, name in names.items() if fold(name) == wanted), "")
    return (code, names[code]) if code else None


def _any_place(value: str) -> tuple[str, str] | None:
    found: Territory | None = resolve(value) if "-" in value else None
    found = found or next(iter(search_territories(value, limit=1)), None)
    return (found.code, found.name) if found else None


def _region(value: str, filters: Filters, around: Surroundings) -> list[tuple[str, str]]:
    wanted = fold(value)
    for same in (lambda name: name == wanted, lambda name: name.startswith(wanted)):
        for region in around.regions:
            if wanted and (same(fold(region.slug)) or same(fold(region.title))):
                filters.regions.append(region.pk)
                return [(region.slug, region.title)]
    return []


def _late(value: str, filters: Filters) -> list[tuple[str, str]]:
    answers = {YES: (True, _("late")), NO: (False, _("not late"))}
    if (name := _code(value)) not in answers:
        return []
    filters.late, label = answers[name]
    return [(name, label)]


def _words(value: str, filters: Filters) -> list[tuple[str, str]]:
    words = fold(value)
    if words:
        filters.words.append(words)
    return [(value, value)] if words else []


def _unknown_piece(piece: str) -> str:
    key = piece.partition(":")[0]
    near = get_close_matches(fold(key), KEYS, n=1)
    if near and fold(key) not in KEYS:
        return _("“%(piece)s” was not understood: did you mean “%(proposal)s”?") % {"piece": piece, "proposal": f"{KEYS[near[0]]}:"}
    return _("“%(piece)s” was not understood.") % {"piece": piece}


def _unknown_value(term: Term, around: Surroundings) -> str:
    if term.key == TITLE:
        return _("“%(piece)s” was not understood.") % {"piece": term.value[:60]}
    near = get_close_matches(_code(term.value), _known_values(term.key, around), n=1)
    if near:
        proposal = str(Term(term.key, near[0]))
        return _("“%(piece)s” means nothing here: did you mean “%(proposal)s”?") % {"piece": str(term)[:60], "proposal": proposal}
    return _("“%(piece)s” means nothing here.") % {"piece": str(term)[:60]}


def _known_values(key: str, around: Surroundings) -> list[str]:
    match key:
        case "est":
            return [name for name in STATES if around.national or name != WITHOUT_EDITORS]
        case "à":
            return [ME, NOBODY, *(person.handle for person in around.people)]
        case "theme":
            return [theme.slug for theme in around.current_themes]
        case "region":
            return [region.slug for region in around.regions]
        case "en-retard":
            return [YES, NO]
    return []


def _code(value: str) -> str:
    return fold(value).replace(" ", "-")
