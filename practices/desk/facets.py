"""The ways from one list of the desk to another: tabs, sub-lists, facets and wishes in force, each with its count and its address."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import known
from .filters import NO, YES, waiting_label
from .listing import Desk
from .people import ME, NOBODY
from .query import Query, Term
from .standing import DECIDED, SETS, TO_HANDLE, WAITING, WITHOUT_EDITORS, Standing, state_label

#: Values at once, and those unfolded; all others can be typed.
SHOWN, MOST = 8, 40
#: Tabs by their word of `est:`, with all the words that belong to each.
TABS = {
    TO_HANDLE: (gettext_lazy("To handle"), WAITING),
    Standing.IN_REVIEW.value: (gettext_lazy("In review"), {Standing.IN_REVIEW.value}),
    Standing.CHANGES.value: (gettext_lazy("Changes asked for"), {Standing.CHANGES.value}),
    "decidee": (gettext_lazy("Decided"), DECIDED),
    WITHOUT_EDITORS: (gettext_lazy("Without editors"), {WITHOUT_EDITORS}),
}


@dataclass(frozen=True)
class Link:
    """A way to another list; `count` is how many sheets are on it, None where nobody counted."""

    label: str
    count: int | None
    address: str
    selected: bool = False


@dataclass(frozen=True)
class Facet:
    """Values of one filter, those chosen first; `more` are the less frequent ones."""

    label: str
    values: list[Link]
    more: list[Link]


@dataclass(frozen=True)
class Value:
    """One value of a filter before it has an address: its word in the query, what it is called, how many sheets."""

    word: str
    label: str
    count: int | None


def tabs(desk: Desk) -> list[Link]:
    """Each keeps the other filters."""
    totals, asked = desk.tally.states(), set(desk.filters.states)
    links = [
        Link(str(label), totals[name], desk.address(desk.query.only("est", name)), bool(asked) and asked <= words)
        for name, (label, words) in TABS.items()
        if desk.national or name != WITHOUT_EDITORS
    ]
    return [*links, Link(_("All"), desk.tally.whole("est"), desk.address(desk.query.without("est")), not asked)]


def summary(desk: Desk) -> list[Link]:
    """For the admin's first page: new, completed, late, and those of the editor herself."""
    totals, query = desk.tally.states(), Query()
    late = query.having("est", TO_HANDLE).having("en-retard", YES)
    mine = query.having("est", TO_HANDLE).having("est", Standing.IN_REVIEW.value).having("à", ME)
    return [
        Link(_("new ones"), totals[Standing.NEW], desk.address(query.having("est", Standing.NEW.value))),
        Link(_("completed ones"), totals[Standing.ANSWERED], desk.address(query.having("est", Standing.ANSWERED.value))),
        Link(_("late ones"), desk.tally.late(TO_HANDLE), desk.address(late)),
        Link(_("held by you"), desk.tally.held_by(desk.user.pk), desk.address(mine)),
    ]


def sublists(desk: Desk) -> list[Link]:
    """What awaits the editors, in parts; none on other tabs."""
    asked, late = desk.filters.states, desk.filters.late
    if not asked or not set(asked) <= WAITING:
        return []
    totals, plain = desk.tally.states(but=("est", "en-retard")), desk.query.without("en-retard")
    parts = {TO_HANDLE: _("all"), Standing.NEW.value: _("new ones"), Standing.ANSWERED.value: _("completed ones")}
    links = [
        Link(label, totals[name], desk.address(plain.only("est", name)), asked == [name] and late is None) for name, label in parts.items()
    ]
    of_late = plain.only("est", TO_HANDLE).only("en-retard", YES)
    return [*links, Link(_("late ones"), desk.tally.late(TO_HANDLE), desk.address(of_late), asked == [TO_HANDLE] and late is True)]


def chips(desk: Desk) -> list[Link]:
    """The wishes in force, each with the way to do without it; the tabs say the state."""
    return [
        Link(desk.filters.labels[term], None, desk.address(desk.query.without(term.key, term.value)))
        for term in desk.query.terms
        if term.key != "est"
    ]


def facets(desk: Desk) -> list[Facet]:
    found = [_states(desk), _holders(desk), _waits(desk), _lateness(desk), _regions(desk), _themes(desk), _departments(desk)]
    return [facet for facet in found if facet.values]


def _states(desk: Desk) -> Facet:
    totals = desk.tally.states()
    values = [Value(standing.value, state_label(standing.value), totals[standing.value]) for standing in Standing]
    return _facet(desk, "est", _("State"), values, in_order=True)


def _holders(desk: Desk) -> Facet:
    totals = desk.tally.holders()
    others = [Value(person.handle, person.shown, totals[person.pk]) for person in desk.around.people if person.pk != desk.user.pk]
    values = [Value(NOBODY, _("nobody"), totals[None]), Value(ME, _("me"), totals[desk.user.pk])]
    return _facet(desk, "à", _("Held by"), [*values, *sorted(others, key=lambda value: -(value.count or 0))], in_order=True)


def _waits(desk: Desk) -> Facet:
    values = [Value(f"{days}j", waiting_label(days), number) for days, number in desk.tally.waits().items()]
    return _facet(desk, "depuis", _("Waiting for"), values, in_order=True, single=True)


def _lateness(desk: Desk) -> Facet:
    totals = desk.tally.lateness()
    values = [Value(YES, _("late"), totals[True]), Value(NO, _("not late"), totals[False])]
    return _facet(desk, "en-retard", _("Due date"), values, in_order=True, single=True)


def _regions(desk: Desk) -> Facet:
    totals = desk.tally.regions()
    regions = desk.regions if len(desk.regions) > 1 else []
    return _facet(desk, "region", _("Region"), [Value(region.slug, region.title, totals[region.pk]) for region in regions])


def _themes(desk: Desk) -> Facet:
    totals = desk.tally.themes(desk.around)
    return _facet(desk, "theme", _("Theme"), [Value(theme.slug, theme.name, totals[theme.pk]) for theme in desk.around.current_themes])


def _departments(desk: Desk) -> Facet:
    totals, names = desk.tally.places(known.places()), known.places()
    return _facet(desk, "territoire", _("Territory"), [Value(code, names[code], number) for code, number in totals.items()])


def _facet(desk: Desk, key: str, label: str, values: list[Value], *, in_order: bool = False, single: bool = False) -> Facet:
    """Values that have sheets, and those chosen: these never vanish from their list. Without `in_order`, the most frequent first."""
    chosen = desk.query.values(key)
    known = {value.word for value in values}
    kept = [value for value in values if value.count or value.word in chosen]
    # The tabs show the sets of states.
    kept += [Value(word, desk.filters.labels[Term(key, word)], None) for word in chosen if word not in known and key != "est"]
    if not in_order:
        kept.sort(key=lambda value: (value.word not in chosen, -(value.count or 0), value.label))
    links = [_link(desk, key, value, single and value.word not in chosen) for value in kept]
    return Facet(label, links[:SHOWN], links[SHOWN:MOST])


def _link(desk: Desk, key: str, value: Value, alone: bool) -> Link:
    base = desk.query
    for word in SETS if key == "est" else ():
        # A state narrows the set of states that a tab stands for.
        base = base.without("est", word)
    query = base.only(key, value.word) if alone else base.toggled(key, value.word)
    return Link(value.label, value.count, desk.address(query), value.word in desk.query.values(key))
