"""The typed query: what is read of a text, and what is written back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.desk.query import KEYS, TITLE, Query, Term, parse


def test_every_key_is_read_in_the_order_typed():
    query = parse('est:soumise à:moi depuis:14j theme:logement region:bretagne en-retard:oui territoire:dep-59 "mots du titre" jardin')
    assert [(term.key, term.value) for term in query.terms] == [
        ("est", "soumise"),
        ("à", "moi"),
        ("depuis", "14j"),
        ("theme", "logement"),
        ("region", "bretagne"),
        ("en-retard", "oui"),
        ("territoire", "dep-59"),
        (TITLE, "mots du titre"),
        (TITLE, "jardin"),
    ]
    assert query.unknown == ()


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("EST:nouvelle A:moi Thème:logement Région:bretagne", "est:nouvelle à:moi theme:logement region:bretagne"),
        ("à:« Marie Dupont » “jardin partagé”", 'à:"Marie Dupont" "jardin partagé"'),
        ("  est:nouvelle\n est:nouvelle ", "est:nouvelle"),
        ('"sans fin', '"sans fin"'),
    ],
)
def test_case_accents_quotes_and_repetition_do_not_count(typed, same):
    assert (str(parse(typed)), parse(typed).unknown) == (same, ())


@pytest.mark.parametrize(
    ("typed", "terms", "unknown"),
    [
        ("toto:1 jardin", "jardin", ("toto:1",)),
        ("est: jardin", "jardin", ("est:",)),
        ('est:"" à:moi', "à:moi", ('est:""',)),
        ('"" ""', "", ()),
        ("x" * 600, "x" * 500, ("x" * 60,)),
    ],
)
def test_what_is_not_understood_is_kept_to_be_said(typed, terms, unknown):
    assert (str(parse(typed)), parse(typed).unknown) == (terms, unknown)


def test_a_wish_is_added_taken_away_and_put_in_place_of_others():
    query = parse("est:nouvelle jardin")
    assert str(query.toggled("à", "moi")) == "est:nouvelle jardin à:moi"
    assert str(query.toggled("à", "moi").toggled("à", "moi")) == "est:nouvelle jardin"
    assert str(query.only("est", "publiee")) == "jardin est:publiee"
    assert str(query.without("est")) == "jardin"
    assert str(query.of("est")) == "est:nouvelle"


@given(st.text(max_size=600))
def test_any_text_is_read(text):
    query = parse(text)
    assert all(term.value for term in query.terms)
    assert parse(str(query)[:500]).unknown == () or len(str(query)) > 500


@given(st.lists(st.builds(Term, st.sampled_from([TITLE, *KEYS.values()]), st.text("abcé :-’0\t", min_size=1, max_size=12)), max_size=8))
def test_what_is_written_is_read_as_it_was(terms):
    terms = [Term(term.key, " ".join(term.value.split())) for term in terms]
    query = Query(tuple(dict.fromkeys(term for term in terms if term.value)))
    assert parse(str(query)) == query
