"""From the words of `q` to what the engine is asked: one clause for each thing asked for, whatever field holds it.

A word as it was typed counts more than its other forms, those more than words of the same sense; a theme or a place named in `q` lifts
its sheets by its code. docs/developers/search.md says why; the weights were chosen with `make relevance`.
"""

from collections.abc import Iterable

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Bool, ConstantScore, DisMax, MultiMatch, Nested, Query

from .analysis import STOP_WORDS
from .facets import BY_PARAMETER
from .language.lexicon import Lexicon, Meaning
from .language.reading import read
from .language.understanding import Part, understand
from .words import Term

#: Fields in which words are looked for, the heaviest first.
WEIGHTS = {"title": 6, "theme_labels": 4, "keywords": 3, "places": 3, "summary": 3, "organisation": 2, "objectives": 2, "body": 1}
#: `champ:mot` → fields.
FIELDS = {"titre": ("title",), "theme": ("theme_labels",), "territoire": ("places",), "structure": ("organisation",)}
#: Fields in which a word exactly as typed lifts a sheet.
VERBATIM = ("title", "theme_labels", "keywords", "summary", "objectives", "body")
RUNNING_TEXT = ("title", "theme_labels", "summary", "objectives", "body")

EXACT = 0.3
NEAR = 0.6
SLIP = 0.5
EXPANSION = 0.9
THEME, OTHER_THEME_NAME = 8.0, 4.0
MAIN_THEME = 4.0
PLACE = 10.0
CODED = 6.0
#: Of two clauses for one thing the second best adds a little: a sheet that has both is closer.
TIE = 0.4

#: Of how many things asked for how many must be there: up to four all, then three in five.
MOST = "4<60%"
#: The looser pass.
SOME = "1"


def scored(parts: Iterable[Part]) -> Query:
    """What is asked for in plain words: most of it, light words apart."""
    heavy, light = _by_weight(parts)
    return _needed(heavy, MOST, light)


def loosened(parts: Iterable[Part], *, in_places: bool) -> Query:
    """Some of it; with `in_places`, in the places that are named."""
    heavy, light = _by_weight(parts)
    places = [part for part in heavy if in_places and part.is_place]
    others = [part for part in heavy if part not in places]
    if not others:
        return _needed(heavy, MOST, light)
    return Bool(must=[_needed(others, SOME, light), *map(clause, places)])


def _by_weight(parts: Iterable[Part]) -> tuple[list[Part], list[Part]]:
    """What must be there, and what counts if it is."""
    asked = list(parts)
    heavy = [part for part in asked if not part.is_light]
    return (heavy, [part for part in asked if part.is_light]) if heavy else (asked, [])


def _needed(parts: list[Part], enough: str, light: list[Part]) -> Query:
    clauses = [clause(part) for part in parts]
    needed = clauses[0] if len(clauses) == 1 else Bool(should=clauses, minimum_should_match=enough)
    return Bool(must=[needed], should=[clause(part) for part in light]) if light else needed


def clause(part: Part) -> Query:
    """One thing asked for: its words, or what they mean."""
    if part.means("only_place"):
        return Q("terms", territoire=[code for meaning in part.meanings for code in meaning.codes], boost=PLACE)
    typed = _typed(part)
    others = [query for meaning in part.meanings for query in _meaning(meaning)]
    if not others:
        return typed
    either = DisMax(queries=[typed, *others], tie_breaker=TIE)
    if part.means("expansion") or not part.inner:
        return either
    # Among the sheets that its meaning brings, those that hold some of its words come first.
    return Bool(must=[either], should=[clause(inner) for inner in part.inner])


def nearness(text: str) -> list[Query]:
    """Lifts what has the words next to each other. Never decides whether a sheet is found."""
    return [MultiMatch(query=text, type="phrase", fields=_weighted(RUNNING_TEXT), slop=2)]


def verbatim(text: str) -> Query:
    """Every word, small ones included: for what holds only small words."""
    return MultiMatch(query=text, type="cross_fields", fields=_weighted(WEIGHTS, ".exact"), operator="and")


def term(asked: Term, lexicon: Lexicon) -> Query:
    """A phrase, an excluded word, a word held to a field."""
    names = FIELDS.get(asked.field, tuple(WEIGHTS))
    parts = understand(asked.text, lexicon)
    if asked.kind == "phrase":
        phrase = MultiMatch(query=asked.text, type="phrase", fields=_weighted(names, ".exact"))
        codes = _codes(parts[0], _MEANT_IN[asked.field]) if len(parts) == 1 else []
        return Bool(should=[phrase, *codes], minimum_should_match=1) if codes else phrase
    if not parts:
        return MultiMatch(query=asked.text, type="cross_fields", fields=_weighted(names, ".exact"), operator="and")
    return Bool(filter=[_held(part, names, _MEANT_IN[asked.field]) for part in parts])


#: Field of a term → meanings that count in it. A word excluded without a field is excluded by itself and its acronym, not by its theme.
_MEANT_IN: dict[str, frozenset[str]] = {
    "": frozenset({"acronym", "expansion"}),
    "titre": frozenset({"acronym", "expansion"}),
    "structure": frozenset({"acronym", "expansion"}),
    "theme": frozenset({"acronym", "expansion", "theme", "other_theme_name"}),
    "territoire": frozenset({"place", "only_place"}),
}


def _held(part: Part, names: tuple[str, ...], meant: frozenset[str]) -> Query:
    phrases = [_phrase(text, names) for meaning in part.meanings if meaning.kind in meant for text in meaning.texts]
    return Bool(should=[_phrase(part.text, names), *phrases, *_codes(part, meant)], minimum_should_match=1)


def _codes(part: Part, meant: frozenset[str]) -> list[Query]:
    """What is named, by its code."""
    named = [meaning for meaning in part.meanings if meaning.kind in meant and meaning.kind in _CODES]
    return [Q("terms", **{_CODES[meaning.kind]: list(meaning.codes)}) for meaning in named]


def _typed(part: Part) -> Query:
    """The words themselves. An expansion is one thing, its words apart are not; nor is an acronym an ordinary word."""
    if part.means("expansion"):
        return _phrase(part.text)
    if part.means("acronym"):
        return _acronym(part.text)
    if part.words[0].joined:
        joined = part.words[0].joined
        return DisMax(queries=[_phrase(part.text), _forms(joined)], tie_breaker=TIE)
    if part.inner:
        return Bool(must=[clause(inner) for inner in part.inner])
    return _word(part.text)


def _acronym(text: str, *, boost: float = 1.0) -> Query:
    return MultiMatch(query=text, type="best_fields", tie_breaker=TIE, fields=_weighted(WEIGHTS, ".exact"), boost=boost)


def _word(text: str) -> Query:
    """One word in any of its forms; exactly as typed it counts more."""
    exact = MultiMatch(query=text, type="best_fields", fields=_weighted(VERBATIM, ".exact"), boost=EXACT)
    return Bool(must=[_forms(text)], should=[exact])


def _forms(text: str) -> Query:
    """A word in any of its forms, weighed by the best field that holds it and as rare as it is in all of them together."""
    return MultiMatch(query=text, type="cross_fields", fields=_weighted(WEIGHTS), tie_breaker=TIE)


def _phrase(text: str, names: Iterable[str] = WEIGHTS) -> Query:
    """These words in a row, in any of their forms; « de » and its like between them do not part them."""
    return MultiMatch(query=text, type="phrase", fields=_weighted(names), slop=1, tie_breaker=TIE)


_CODES = {"theme": "theme", "other_theme_name": "theme", "place": "territoire", "only_place": "territoire"}
_LIFTS = {"theme": THEME, "other_theme_name": OTHER_THEME_NAME, "place": PLACE}
_TEXTS = {"acronym": EXPANSION, "expansion": EXPANSION, "near": NEAR, "slip": SLIP}


def _coded(meaning: Meaning) -> Query:
    facet = BY_PARAMETER[meaning.parameter]
    terms = Q("terms", **{facet.field: list(meaning.codes)})
    # Contents have no rows: asked of them too, it finds none there.
    return Nested(path=facet.rows, query=terms, ignore_unmapped=True) if facet.rows else terms


def _meaning(meaning: Meaning) -> list[Query]:
    if meaning.kind == "coded":
        return [ConstantScore(filter=_coded(meaning), boost=CODED)]
    if meaning.kind in _CODES:
        lift = ConstantScore(filter=Q("terms", **{_CODES[meaning.kind]: list(meaning.codes)}), boost=_LIFTS[meaning.kind])
        # The theme that a sheet is about first comes before one that it touches.
        mainly = [Q("terms", main_theme=list(meaning.codes), boost=MAIN_THEME)] if meaning.kind != "place" else []
        return [Bool(must=[lift], should=mainly) if mainly else lift]
    boost = _TEXTS[meaning.kind]
    if meaning.kind == "expansion":
        return [_acronym(text, boost=boost) for text in meaning.texts]
    return [Bool(must=[_other_words(text)], boost=boost) for text in meaning.texts]


def _other_words(text: str) -> Query:
    """Several words with a single telling one among them (« à la rue ») mean nothing but as they stand."""
    words = [word.folded for word in read(text)]
    if len(words) == 1:
        return _word(text)
    telling = [word for word in words if word not in STOP_WORDS]
    suffix = "" if len(telling) > 1 else ".exact"
    return MultiMatch(query=text, type="phrase", fields=_weighted(WEIGHTS, suffix), slop=1 if telling[1:] else 0, tie_breaker=TIE)


def _weighted(names: Iterable[str], suffix: str = "") -> list[str]:
    return [f"{name}{suffix}^{WEIGHTS[name]}" for name in names]
