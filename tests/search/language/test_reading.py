"""Typed text to words, without the engine."""

import pytest

from search.language.reading import read


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L'insertion, l’insertion", ["insertion", "insertion"]),
        ("habitant·e·s habitant(e)s habitant.e.s habitant-e-s", ["habitants"] * 4),
        ("exilé·es ancien(ne)s acteur·rice·s tou·te·s", ["exile", "anciens", "acteurs", "tous"]),
        ("fin.Le début. Et 3.5", ["fin", "le", "debut", "et", "3", "5"]),
        ("Œuvre CHRS d’Île-de-France", ["oeuvre", "chrs", "ile", "de", "france"]),
        ("aujourd'hui", ["aujourd", "hui"]),
        ("… « » -", []),
    ],
)
def test_words_are_read_without_signs_accents_and_articles(text, words):
    assert [word.folded for word in read(text)] == words


def test_plurals_share_a_key():
    assert [word.key for word in read("jeunes jeune locaux local bus PASS RSA")] == [
        "jeune",
        "jeune",
        "local",
        "local",
        "bus",
        "pass",
        "rsa",
    ]


def test_a_hyphened_word_tells_the_word_it_makes():
    aller, vers = read("aller-vers")
    assert (aller.joined, aller.hyphened, vers.joined, vers.hyphened) == ("allervers", 2, "", 1)
