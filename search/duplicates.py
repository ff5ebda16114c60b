"""Sheets that say much the same as one that is being written: the engine's answer to practices.helps.duplicates."""

from elasticsearch.dsl import Q, Search

from practices.helps.duplicates import Texts

from . import engine
from .queries import engine_first

#: Seconds that the one who writes waits for it at most.
PATIENCE = 0.5
MOST = 5
#: Characters of the running text that are compared.
COMPARED = 6_000
#: With fewer words than this there is too little to compare: the engine leaves out those that no sheet has, and the few common ones that
#: are left would make everything come near (24 of the demo's 40 sheets at 25 words, 5 at 45, none at 60).
FEWEST_WORDS = 60
#: Share of a sheet's telling words that another one must have too to say much the same. On the demo's sheets, half of the texts of each
#: finds its own from 15 to 50 % and no other one from 40 % on.
SHARED = "45%"
FIELDS = ("title", "summary", "objectives", "body")
TELLING = {"min_term_freq": 1, "min_doc_freq": 1, "max_query_terms": 30}


def close_in_words(texts: Texts, identifier: str) -> list[str]:
    """Identifiers of public sheets, the closest first, never this one; none when the engine does not answer at once."""
    written = " ".join([texts.summary, *texts.objectives, *texts.body])
    if len(written.split()) < FEWEST_WORDS:
        return []
    return engine_first(lambda: _from_engine(texts, identifier), list)


def _from_engine(texts: Texts, identifier: str) -> list[str]:
    client = engine.client().options(request_timeout=PATIENCE)
    answer = client.search(index=engine.alias(), body=request(texts, identifier).to_dict())
    return [row["_source"]["identifier"] for row in answer["hits"]["hits"]]


def request(texts: Texts, identifier: str) -> Search:
    said = {"title": texts.title, "summary": texts.summary, "objectives": texts.objectives, "body": "\n".join(texts.body)[:COMPARED]}
    like = [{"_index": engine.alias(), "doc": {name: text for name, text in said.items() if text}}]
    close = Q("more_like_this", fields=FIELDS, like=like, minimum_should_match=SHARED, **TELLING)
    search = Search().query("bool", must=[close], must_not=[Q("ids", values=[identifier])])
    return search.source(["identifier"]).extra(size=MOST, track_total_hits=False)
