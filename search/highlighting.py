"""Marks in what a list shows of a hit. Each field is marked by a plain query of its own: the scoring query is far too rich to be run
again on every text of every hit."""

from collections.abc import Iterable
from typing import Any

from elasticsearch.dsl import Search
from elasticsearch.dsl.query import Bool, Match, MatchPhrase, Query

from .language.understanding import Part
from .words import Term

#: Highlighted field → name under which it is given out (the key of the format where there is one).
HIGHLIGHTED = {
    "title": "title",
    "summary": "summary",
    "theme_labels": "themes",
    "keywords": "keywords",
    "places": "territories",
    "organisation": "organisation",
    "objectives": "objectives",
    "body": "text",
}
_WHOLE = {"title", "summary", "theme_labels", "keywords", "places", "organisation"}
_EXTRACT = 180


def highlighted(search: Search, parts: Iterable[Part], terms: Iterable[Term], verbatim: str) -> Search:
    """The engine escapes the text; only our own <mark> is markup in what comes back. `verbatim`: small words looked for as they are."""
    texts = list(dict.fromkeys(text for part in parts for text in _texts(part)))
    quoted = [term.text for term in terms if not term.excluded] + ([verbatim] if verbatim else [])
    search = search.highlight_options(encoder="html", pre_tags=["<mark>"], post_tags=["</mark>"], order="score")
    for name in HIGHLIGHTED:
        extent: dict[str, Any] = {"number_of_fragments": 0} if name in _WHOLE else {"number_of_fragments": 2, "fragment_size": _EXTRACT}
        exact = {"matched_fields": [name, f"{name}.exact"]} if quoted else {}
        search = search.highlight(name, highlight_query=_query(name, texts, quoted), **exact, **extent)
    return search


def _texts(part: Part) -> Iterable[str]:
    """The words that may be marked: those asked for, and those that stand for them."""
    if part.inner and not part.means("expansion"):
        for inner in part.inner:
            yield from _texts(inner)
        yield from filter(None, [part.words[0].joined])
    else:
        yield part.text
    for meaning in part.meanings:
        yield from meaning.texts


def _query(name: str, texts: list[str], quoted: list[str]) -> dict[str, Any]:
    single = " ".join(text for text in texts if " " not in text)
    words: list[Query] = [Match(**{name: single})] if single else []
    phrases = [MatchPhrase(**{name: {"query": text, "slop": 1}}) for text in texts if " " in text]
    return Bool(should=[*words, *phrases, *(MatchPhrase(**{f"{name}.exact": text}) for text in quoted)]).to_dict()
