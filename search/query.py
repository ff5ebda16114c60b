"""From parameters to the engine's request: one pure function that pages, API, exports and feeds share.

Text scores; filters of facets are applied after the counts (`post_filter`), so that each facet can count without its own filter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils import timezone
from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Bool, Boosting, ConstantScore, MatchAll, MatchNone, Query, Range

from . import counting, matching
from .facets import FACETS, Facet
from .highlighting import highlighted
from .index import DEEPEST_HIT
from .language.lexicon import Lexicon, Meaning, lexicon
from .language.understanding import Part, understand
from .params import SearchParams
from .sections import Section
from .words import Words, parse

SORTS = {
    "pertinence": ("_score", "-confirmed_at", "identifier"),
    "recent": ("-published_at", "identifier"),
    "titre": ("sort_title", "identifier"),
}
#: A question of this many things or more is asked in both ways at once: it often finds little.
LONG = 4
#: Shorter words are not tried with a slip.
SHORTEST_SLIP = 5
#: Name of the suggestions for words that are nowhere.
NOWHERE = "nowhere"
#: Name of the numbers of records that hold each of these words.
KNOWN = "known"
#: What an item of news that is past keeps of its score.
PAST = 0.4
#: More than any score of words.
FIRST = 1_000_000.0
_NEAR_FORMS = {"field": "spelling", "suggest_mode": "missing", "min_word_length": SHORTEST_SLIP, "prefix_length": 0, "size": 5}


@dataclass(frozen=True)
class Question:
    """A search with its words understood. `parts`: the things asked for in plain words."""

    params: SearchParams
    words: Words
    parts: tuple[Part, ...]
    lexicon: Lexicon

    @classmethod
    def of(cls, params: SearchParams) -> "Question":
        words, known = parse(params.q), lexicon()
        return cls(params, words, understand(words.free, known), known)

    @cached_property
    def matching(self) -> Query:
        """What holds enough of what is asked for; hits, numbers and contents are looked for with it."""
        return _matching(self)

    @property
    def _things(self) -> int:
        """How many things are asked for, light words apart."""
        return sum(not part.is_light for part in self.parts)

    @property
    def is_simple(self) -> bool:
        """One thing asked for at most. With more of them, finding what cannot be among the first hits costs more than it saves."""
        return len(self.parts) + len(self.words.terms) <= 1

    @property
    def is_long(self) -> bool:
        return self._things >= LONG

    @property
    def can_be_loosened(self) -> bool:
        """Whether less than all of it is worth asking for, and the best would come first."""
        return self._things > 1 and self.params.sort == "pertinence"

    @property
    def names_a_place(self) -> bool:
        return any(part.is_place for part in self.parts)

    @property
    def may_slip(self) -> list[str]:
        """Words that may be misspelt: long enough, and in no lexicon."""
        return [word for part in self.parts for word in _unknown_words(part)]

    def forgiving(self, forms: Mapping[str, Iterable[str]]) -> "Question":
        """The same, each of these words standing for the written forms near it."""
        return replace(self, parts=tuple(_forgiving(part, forms) for part in self.parts))


def build(params: SearchParams, facets: Iterable[Facet] = FACETS) -> Search:
    """The whole request: hits of one page, highlights, counts for these facets, and written forms near words that are nowhere."""
    return ask(Question.of(params), facets)


def ask(question: Question, facets: Iterable[Facet]) -> Search:
    params = question.params
    search = _page(question, question.matching, facets).extra(track_total_hits=True, **_window(params.offset, params.par_page))
    if words := question.may_slip:
        search = search.suggest(NOWHERE, " ".join(words), term=_NEAR_FORMS)
    return search


def ask_loosely(question: Question, facets: Iterable[Facet], *, first: int, size: int, in_places: bool) -> Search:
    """Sheets that hold some of what is asked for, and not enough of it for `ask`; with `in_places`, in the places that it names."""
    some = matching.loosened(question.parts, in_places=in_places)
    matching_some = Bool(must=[_matching(question, some)], must_not=[question.matching])
    return _page(question, matching_some, facets).extra(track_total_hits=True, **_window(first, size))


def ask_everything(question: Question, facets: Iterable[Facet], *, loosely: bool = False) -> Search:
    """Of sheets and contents together. `loosely`: some of what is asked for is enough. News that is past stands lower."""
    params = question.params
    some = matching.loosened(question.parts, in_places=question.names_a_place) if loosely else None
    query = Boosting(positive=_matching(question, some), negative=_past(), negative_boost=PAST)
    search = _page(question, query, facets).extra(track_total_hits=True, **_window(params.offset, params.par_page))
    if words := question.may_slip:
        search = search.suggest(NOWHERE, " ".join(words), term=_NEAR_FORMS)
        # Each index tells what is near a word that itself does not hold: the other one may hold it.
        held = {word: Q("term", spelling=word).to_dict() for word in words}
        search.aggs.bucket(KNOWN, A("global")).bucket("words", "filters", filters=held)
    return search


def ask_shelves(question: Question, number: int) -> Search:
    """Contents that answer to a search for sheets, by section: how many, and the first `number` of each, what is past last."""
    params = question.params
    filters = [Q("terms", **{name: list(values)}) for name in ("theme", "territoire") if (values := params.selected(name))]
    lasting = ConstantScore(filter=Bool(must_not=[_past()]), boost=FIRST)
    search = Search().query(Bool(must=[question.matching], filter=filters, should=[lasting]))
    sections = search.aggs.bucket("sections", "terms", field="rubrique", size=len(Section))
    if number:
        order = [{"_score": "desc"}, {"published_at": "desc"}, {"identifier": "asc"}]
        sections.bucket("first", "top_hits", size=number, sort=order, _source=["hit"])
    return search.extra(size=0, track_total_hits=False)


def _past() -> Query:
    return Range(listed_until={"lt": timezone.localdate().isoformat()})


def _page(question: Question, query: Query, facets: Iterable[Facet]) -> Search:
    params = question.params
    search = Search().query(query).sort(*SORTS[params.sort]).source(["hit"])
    if params.filters:
        search = search.post_filter(counting.all_filters(params))
    if question.words:
        search = highlighted(search, question.parts, question.words.terms, "" if question.parts else question.words.free)
    counting.count(search, params, facets)
    return search


def _window(first: int, size: int) -> dict[str, int]:
    """Never beyond what the engine gives by pages; the count then tells whether that was past the end or too deep."""
    first = min(first, DEEPEST_HIT)
    size = min(size, DEEPEST_HIT - first)
    return {"from": first if size else 0, "size": size}


def _matching(question: Question, plain_words: Query | None = None) -> Query:
    words = question.words
    query = Bool(
        must=_must(question, plain_words) if question.params.q else [],
        should=matching.nearness(words.free) if len(question.parts) > 1 else [],
        must_not=[matching.term(term, question.lexicon) for term in words.terms if term.excluded],
        filter=_years(question.params),
    )
    return query if query.to_dict()["bool"] else MatchAll()


def _must(question: Question, plain_words: Query | None) -> list[Query]:
    """What must be found. A query without a single letter finds nothing rather than everything."""
    words = question.words
    if not words:
        return [MatchNone()]
    must = [matching.term(term, question.lexicon) for term in words.terms if not term.excluded]
    if question.parts:
        must.append(plain_words or matching.scored(question.parts))
    elif words.free:
        must.append(matching.verbatim(words.free))
    return must


def _unknown_words(part: Part) -> list[str]:
    if part.inner:
        return [] if part.meanings else [word for inner in part.inner for word in _unknown_words(inner)]
    word = part.words[0].folded
    return [] if part.meanings or len(word) < SHORTEST_SLIP or word.isdigit() else [word]


def _forgiving(part: Part, forms: Mapping[str, Iterable[str]]) -> Part:
    if part.inner:
        return replace(part, inner=tuple(_forgiving(inner, forms) for inner in part.inner))
    near = tuple(forms.get(part.words[0].folded, ()))
    return replace(part, meanings=(*part.meanings, Meaning("slip", texts=near))) if near else part


def _years(params: SearchParams) -> list[Query]:
    """The action ran in these years: it began before their end and had not ended before they began."""
    filters: list[Query] = []
    if params.annee_max:
        filters.append(Range(first_year={"lte": params.annee_max}))
    if params.annee_min:
        filters.append(Range(last_year={"gte": params.annee_min}))
    return filters
