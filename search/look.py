"""How a page of results is looked at: part of its address, not of the search. Which facets show decides which are counted."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from core.text import fold
from territories.queries import search_territories
from themes.queries import search_keywords, search_themes

from .facets import BY_PARAMETER, FACETS, Facet
from .params import SearchParams, readable

#: Facets with more values than a list shows: their values are looked for by name, in a field of this prefix.
BY_NAME = ("theme", "territoire", "motcle")
NAME_FIELD = "nom_"
LONGEST_NAME = 100
#: Values of one name counted at most.
MOST_OF_A_NAME = 100


@dataclass(frozen=True)
class Look:
    """`all_facets`: also those under « Plus de filtres ». `on_map`: départements in place of the list.

    `named`: the facet whose values are looked for, and the name typed. `values`: what bears that name, by code, as people tell it apart.
    `offered`: the facets that there are to choose from.
    """

    all_facets: bool = False
    on_map: bool = False
    named: tuple[str, str] = ("", "")
    values: Mapping[str, str] = field(default_factory=dict)
    offered: tuple[Facet, ...] = FACETS

    def pairs(self) -> list[tuple[str, str]]:
        """What links to other searches keep."""
        return [pair for pair, wanted in ((("facettes", "toutes"), self.all_facets), (("vue", "carte"), self.on_map)) if wanted]

    def facets(self, params: SearchParams) -> list[Facet]:
        """Those that show: the main ones, those with something selected, or all. Of one looked into by name, what bears the name."""
        shown = [facet for facet in self.offered if facet.main or self.all_facets or params.selected(facet.parameter)]
        return [self._narrowed(facet) if facet.parameter == self.named[0] else facet for facet in shown]

    def _narrowed(self, facet: Facet) -> Facet:
        return replace(facet, counted="|".join(map(_literally, self.values)) or _NOTHING, counted_in="", size=MOST_OF_A_NAME)


#: No code is a bar.
_NOTHING = r"\|"


def _literally(value: str) -> str:
    """The value as a pattern of itself, for the engine and for Python."""
    return re.sub(r"([^\w])", r"\\\1", value)


def read(query: QueryDict) -> Look:
    """From an address. One facet at a time is looked into by name."""
    names = {parameter: readable(query.get(NAME_FIELD + parameter, ""))[:LONGEST_NAME] for parameter in BY_NAME}
    named = next(((parameter, name) for parameter, name in names.items() if fold(name)), ("", ""))
    return Look(
        all_facets=query.get("facettes") == "toutes" or named[0] not in ("", *_main()),
        on_map=query.get("vue") == "carte" and named[0] != "territoire",
        named=named,
        values=dict(_bearing(*named)),
    )


def _main() -> Iterable[str]:
    return (parameter for parameter in BY_NAME if BY_PARAMETER[parameter].main)


def _bearing(parameter: str, name: str) -> Iterable[tuple[str, str]]:
    if parameter == "theme":
        return [(theme.slug, theme.name) for theme in search_themes(name, limit=MOST_OF_A_NAME)]
    if parameter == "territoire":
        return [(place.code, str(place)) for place in search_territories(name, limit=MOST_OF_A_NAME)]
    if parameter == "motcle":
        return [(word, word) for word in search_keywords(name, limit=MOST_OF_A_NAME)]
    return []
