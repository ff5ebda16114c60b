"""What a list of news, or of tools, is narrowed to, read from the address: what cannot be understood is reported, never guessed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, TextChoices
from django.db.models.fields.json import KeyTextTransform
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.params import ParamError
from territories.queries import resolve_all
from themes.queries import resolve_themes

from ..models import PublicContent
from ..queries import listed
from ..vocabulary import Kind, NewsType, ToolType

#: Filters with several values, by parameter; those of one are OR-ed, and the filters AND-ed.
LABELS = {
    "type": pgettext_lazy("filter", "Type"),
    "theme": pgettext_lazy("filter", "Theme"),
    "territoire": pgettext_lazy("filter", "Territory"),
}
MONTH = "mois"
#: The values of the filter `type`, by kind of content.
TYPES: Mapping[Kind, type[TextChoices]] = {Kind.NEWS: NewsType, Kind.TOOL: ToolType}
#: Values of one filter taken into account; an address that holds more was not made by our pages.
MOST_VALUES = 50
LONGEST_VALUE = 60

_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class NewsFilters:
    """`chosen`: codes by parameter, each once, with `names` to read them by; `month` as YYYY-MM, or empty."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    month: str = ""
    kind: Kind = Kind.NEWS
    errors: tuple[ParamError, ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """The state as pairs of an address."""
        pairs = [(parameter, value) for parameter, values in self.chosen.items() for value in values]
        return pairs + ([(MONTH, self.month)] if self.month else [])

    def without(self, parameter: str, value: str) -> "NewsFilters":
        """The same without one of its values."""
        if parameter == MONTH:
            return replace(self, month="")
        kept = {name: tuple(code for code in codes if (name, code) != (parameter, value)) for name, codes in self.chosen.items()}
        return replace(self, chosen={name: codes for name, codes in kept.items() if codes})

    def news(self, *, except_for: str = "") -> QuerySet[PublicContent]:
        """The news that answer to this, those that have expired left out; `except_for`: a filter to do without."""
        found = listed(self.kind)
        for parameter, codes in self.chosen.items():
            if parameter != except_for:
                found = found.filter(_any_of(parameter, codes))
        if self.month and except_for != MONTH:
            found = found.alias(dated=KeyTextTransform("date", "data")).filter(dated__startswith=self.month)
        return found


def read(query: QueryDict, kind: Kind = Kind.NEWS) -> NewsFilters:
    """Unknown parameters are ignored; unknown values are left out and reported in `errors`. Two queries at most."""
    chosen: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    errors: list[ParamError] = []
    for parameter in LABELS:
        typed = list(dict.fromkeys(text for raw in query.getlist(parameter)[:MOST_VALUES] if (text := _readable(raw))))
        known = _KNOWN[parameter](typed, kind) if typed else {}
        errors += [_unknown(parameter, value) for value in typed if value.lower() not in known]
        if found := {code: name for value in typed for code, name in [known.get(value.lower(), ("", ""))] if code}:
            chosen[parameter] = tuple(found)
            names |= found
    month = _readable(query.get(MONTH, "")) if kind == Kind.NEWS else ""
    if month and not _MONTH.fullmatch(month):
        message = _("“%(value)s” is not a month: four digits, a hyphen and two digits are expected.") % {"value": short(month)}
        errors.append(ParamError(MONTH, short(month), message))
        month = ""
    return NewsFilters(chosen, names, month, kind, tuple(errors))


def month_begins(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def short(value: str) -> str:
    """What was typed, as a message shows it."""
    return value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 1]}…"


def _any_of(parameter: str, codes: Iterable[str]) -> Q:
    condition = Q()
    for code in codes:
        condition |= Q(filters__contains={parameter: [code]})
    return condition


def _types(typed: list[str], kind: Kind) -> dict[str, tuple[str, str]]:
    return {value: (value, str(label)) for value, label in TYPES[kind].choices}


def _themes(typed: list[str], kind: Kind) -> dict[str, tuple[str, str]]:
    return {asked: (theme.slug, theme.name) for asked, theme in resolve_themes(typed).items()}


def _territories(typed: list[str], kind: Kind) -> dict[str, tuple[str, str]]:
    return {asked: (territory.code, territory.name) for asked, territory in resolve_all(typed).items()}


#: For each filter what its values stand for today: code and name by the value typed, in lower case.
_KNOWN = {"type": _types, "theme": _themes, "territoire": _territories}


def _unknown(parameter: str, value: str) -> ParamError:
    message = _("“%(value)s” is not a known value of the filter “%(filter)s”.")
    return ParamError(parameter, short(value), message % {"value": short(value), "filter": LABELS[parameter]})


def _readable(raw: Any) -> str:
    return _UNREADABLE.sub(" ", str(raw)).strip()
