"""Any string at all is a query: an answer or a refusal, never a fault; and PostgreSQL finds what the engine finds."""

from urllib.parse import quote

import pytest
from django.http import QueryDict

from search import fallback
from search.params import parse
from search.queries import find
from search.vocabulary import Vocabulary
from tests.search.conftest import params

HOSTILE = [
    '"',
    '""""',
    "((((",
    "[[[ ]]",
    "\\",
    "\\\\\\",
    "' OR 1=1 --",
    "a' & b | !c <-> d:*",
    "*",
    "?",
    "*jardin*",
    "/.*.*.*/",
    "~~~",
    "a~99999",
    "titre:",
    "titre:titre:x",
    ":x",
    "-",
    "--",
    '-"',
    "+jardin",
    "AND OR NOT",
    "jardin AND (",
    "{!lucene}",
    "\x00",
    "jar\x00din",
    "\ud800",
    "\u202ejardin",
    "😀" * 60,
    "a " * 249,
    "é" * 500,
    "-a " * 166,
    '"a b" ' * 80,
    "titre:a " * 60,
    "<script>alert(1)</script>",
    "%s %d %(x)s",
    "{{ 7*7 }}",
    "l’",
    "d'",
    "un des les",
    "\ue000jardin\ue001",
]


@pytest.mark.parametrize("q", HOSTILE, ids=range(len(HOSTILE)))
def test_any_string_is_answered_by_both_engines(practices, search, q):
    practices({"title": "Le jardin"})
    query = QueryDict(mutable=True)
    query["q"] = q
    asked = parse(query, Vocabulary())
    assert asked.errors == ()
    assert not find(asked).degraded
    assert fallback.find(asked).degraded


def test_a_query_too_long_is_refused(vocabulary):
    (error,) = params("q=" + "x" * 10_000).errors
    assert (error.field, len(error.value)) == ("q", 500)
    assert params("q=" + "x" * 500).errors == ()


@pytest.mark.parametrize("value", ["\x00", "x" * 10_000, "'", "\ud800", "dep-60\x00", "../..", "%"])
def test_any_string_as_a_code_is_reported(vocabulary, value):
    query = QueryDict(mutable=True)
    for parameter in ("theme", "territoire", "motcle", "mode", "transfert", "annee_min", "page", "tri"):
        query[parameter] = f"z{value}"
    found = parse(query, Vocabulary())
    assert {error.field for error in found.errors} == {"theme", "territoire", "motcle", "mode", "transfert", "annee_min", "tri", "page"}
    assert found.filters == {}


@pytest.mark.parametrize("page", ["0", "-1", "1.5", "x", "²"])
def test_a_page_that_is_no_number_is_reported(vocabulary, page):
    assert [error.field for error in params(f"page={page}").errors] == ["page"]


SHEETS = [
    {"title": "Le jardin partagé", "theme": "vie-de-quartier", "territories": ("dep-60",), "transfer_readiness": 2},
    {"title": "L’école des parents", "theme": "isolement", "territories": ("com-59350",), "mode": "community", "keywords": ("Jardin",)},
    {"title": "Ateliers", "theme": "rsa", "territories": ("iso-ca-qc",), "status": "ended", "first_year": 2018, "last_year": 2020},
    {"title": "Éveil", "theme": "rsa", "themes": ("isolement",), "territories": ("anc-22",), "audiences": ("parents",)},
    {"title": "Réunions", "summary": "Un jardin, une école.", "first_year": None, "territories": ("reg-11",)},
]

ADDRESSES = [
    "",
    "theme=lien-social",
    "theme=isolement&theme=rsa&statut=running",
    "territoire=reg-32",
    "territoire=anc-22",
    "territoire=com-59350&territoire=iso-ca-qc",
    "mode=community",
    "public=parents",
    "transfert=2",
    "motcle=jardin",
    "structure=ccas&echelle=municipality",
    "annee_min=2019",
    "annee_max=2020",
    "annee_min=2021&annee_max=2021",
    "tri=titre",
    "tri=recent&par_page=10&page=1",
    "q=ecole&tri=titre",
    "q=jardin -partagé&tri=titre",
    'q="école des parents"',
    "q=titre:jardin",
    "q=theme:rsa&tri=titre",
    "q=territoire:picardie&tri=titre",
    "q=structure:creil&tri=titre",
    "q=-jardin&tri=titre",
    "q=***",
    "q=jardin&theme=rsa",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_postgresql_finds_and_counts_what_the_engine_does(practices, search, address):
    practices(*SHEETS)
    ours, theirs = search(address), fallback.find(params(address))
    assert [hit["id"] for hit in theirs.hits] == [hit["id"] for hit in ours.hits]
    assert theirs.count == ours.count
    assert theirs.counts == ours.counts


def test_highlights_of_postgresql_are_escaped_too(practices):
    practices({"title": "Un <b>jardin</b>", "context": "Le jardin <b> & co \ue000"})
    (hit,) = fallback.find(params("q=" + quote("jardin"))).hits
    assert hit["highlights"]["title"] == ["Un &lt;b&gt;<mark>jardin</mark>&lt;/b&gt;"]
    assert "<b>" not in hit["highlights"]["text"][0]
