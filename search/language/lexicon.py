"""What words of the field mean besides themselves: acronyms, near-synonyms, names of themes, names of places.

Made from the database: an editor who adds a synonym or another name of a theme changes the next searches, not the index.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from core.fresh import Fresh
from core.text import LINKING_WORDS
from territories.areas import FRANCE
from territories.models import Territory
from themes.models import Theme

from ..facets import BY_PARAMETER
from ..vocabulary import listed
from .reading import Word, read

#: Facets whose values people also name in words.
CODED = tuple(BY_PARAMETER[name] for name in ("public", "espace", "metier", "structure", "effet", "frein", "point_de_vue"))
DEMONYMS = Path(__file__).parent.parent / "data" / "demonyms.json"


@dataclass(frozen=True)
class Meaning:
    """What a span of words may also stand for.

    `acronym` and `expansion`: the other writing is in `texts`; `near`: words of the same sense in `texts`; `theme`, `other_theme_name`:
    the theme of this slug, by its label or by another of its names; `place`: the territories of these codes (`only_place`: the name
    would otherwise be an ordinary word); `coded`: a value of a closed list, by the `parameter` of its facet; `slip`: written forms near
    a word that is found nowhere.
    """

    kind: Literal["acronym", "expansion", "near", "theme", "other_theme_name", "place", "only_place", "coded", "slip"]
    texts: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    parameter: str = ""


Span = tuple[str, ...]


@dataclass
class Lexicon:
    """Meanings by span: the keys of its telling words, in order."""

    spans: dict[Span, list[Meaning]] = field(default_factory=lambda: defaultdict(list))
    longest: int = 1

    def add(self, text: str, meaning: Meaning) -> None:
        span = span_of(read(text))
        if span and meaning not in self.spans[span]:
            self.spans[span].append(meaning)
            self.longest = max(self.longest, len(span))

    def meanings(self, span: Span) -> list[Meaning]:
        return self.spans.get(span, [])


def span_of(words: Iterable[Word]) -> Span:
    """Articles and « de » tell nothing: « revenu solidarité active » is « revenu de solidarité active »."""
    return tuple(word.key for word in words if word.folded not in LINKING_WORDS)


class Sources(NamedTuple):
    """What the lexicon is made from, as the database gives it."""

    entries: list[Any]
    themes: list[tuple[str, str, list[str]]]
    places: dict[str, list[str]]


def _sources() -> Sources:
    from ..models import LexiconEntry

    return Sources(
        list(LexiconEntry.objects.filter(in_use=True).order_by("pk").values_list("kind", "typed", "meant", "both_ways", named=True)),
        list(Theme.objects.current().values_list("slug", "name", "alternative_labels")),
        dict(_places()),
    )


def _made(sources: Sources) -> Lexicon:
    lexicon = Lexicon()
    for entry in sources.entries:
        _add_entry(lexicon, entry)
    for slug, label, other_names in sources.themes:
        lexicon.add(label, Meaning("theme", codes=(slug,)))
        for name in other_names:
            lexicon.add(name, Meaning("other_theme_name", codes=(slug,)))
    for name, codes in sources.places.items():
        lexicon.add(name, Meaning("place", codes=tuple(codes)))
        if (words := read(name))[0].folded in LINKING_WORDS:
            lexicon.spans[tuple(word.key for word in words)].append(Meaning("only_place", codes=tuple(codes)))
    for facet in CODED:
        for code, label in facet.own_labels().items():
            for name in _names(label):
                lexicon.add(name, Meaning("coded", codes=(code,), parameter=facet.parameter))
    _follow_to_codes(lexicon)
    return lexicon


def _follow_to_codes(lexicon: Lexicon) -> None:
    """« Pas le temps » stands for « charge de travail », hence for the barrier of that name: one step, and to codes only."""
    for meanings in list(lexicon.spans.values()):
        for text in [text for meaning in meanings if meaning.kind == "near" for text in meaning.texts]:
            found = lexicon.meanings(span_of(read(text)))
            meanings += [meaning for meaning in found if meaning.kind in ("coded", "theme") and meaning not in meanings]


def _names(label: str) -> list[str]:
    """« Quartier prioritaire (QPV) », « Éducateur spécialisé ou éducatrice spécialisée », « Mobilité et transports » → both."""
    plain, _bracket, short = label.partition("(")
    parts = [name.strip() for part in (plain, short.rstrip(")")) for name in re.split(r",| ou | et ", part)]
    return list(dict.fromkeys(name for name in (label, *parts) if name))


def _add_entry(lexicon: Lexicon, entry: Any) -> None:
    """An entry as `_sources` reads it."""
    if entry.kind == "acronym":
        lexicon.add(entry.typed, Meaning("acronym", texts=tuple(entry.meant)))
        for expansion in entry.meant:
            lexicon.add(expansion, Meaning("expansion", texts=(entry.typed,)))
        return
    lexicon.add(entry.typed, Meaning("near", texts=tuple(entry.meant)))
    if entry.both_ways:
        for text in entry.meant:
            lexicon.add(text, Meaning("near", texts=(entry.typed,)))


def _places() -> dict[str, list[str]]:
    """Names and demonyms of regions, former regions, départements and countries → their codes; namesakes share a name."""
    names: dict[str, list[str]] = defaultdict(list)
    for territory in listed().territories.values():
        # Searching all of France is not searching a place.
        if territory.code != FRANCE:
            names[territory.name].append(territory.code)
            if territory.kind == territory.Kind.DEPARTMENT:
                names[territory.code.removeprefix("dep-")].append(territory.code)
    for code, forms in _demonyms().items():
        for form in forms:
            names[form].append(code)
    return names


@cache
def _demonyms() -> dict[str, list[str]]:
    return json.loads(DEMONYMS.read_text())


def _read_communes() -> frozenset[Span]:
    """Names of communes, an article included where they begin with one: too many for a meaning each, enough to know a place by."""
    names = Territory.objects.filter(kind=Territory.Kind.MUNICIPALITY).values_list("name", flat=True)
    return frozenset(tuple(word.key for word in read(name)) for name in names.iterator())


lexicon: Fresh[Lexicon] = Fresh(_sources, made=_made)
communes: Fresh[frozenset[Span]] = Fresh(_read_communes, seconds=3600)
