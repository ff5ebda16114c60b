"""Words to things asked for, with a lexicon of a few entries."""

import pytest

from search.language.lexicon import Lexicon, Meaning
from search.language.understanding import understand

RSA, EXPANDED = Meaning("acronym", ("revenu de solidarité active",)), Meaning("expansion", ("RSA",))
HELPED, THEME = Meaning("near", ("allocataires",)), Meaning("other_theme_name", codes=("rsa",))


@pytest.fixture
def lexicon():
    made = Lexicon()
    for text, meaning in (
        ("RSA", RSA),
        ("revenu de solidarité active", EXPANDED),
        ("bénéficiaires", HELPED),
        ("bénéficiaires du RSA", THEME),
        ("faire avec", Meaning("other_theme_name", codes=("posture",))),
    ):
        made.add(text, meaning)
    return made


def texts(parts):
    return [part.text for part in parts]


def test_small_words_and_question_words_tell_nothing(lexicon):
    assert texts(understand("Comment obtenir un logement pour les jeunes ?", lexicon)) == ["obtenir", "logement", "jeunes"]
    assert understand("comment est-ce que", lexicon) == ()


def test_an_expansion_is_one_thing_with_or_without_its_articles(lexicon):
    for text in ("revenu de solidarité active", "Revenus solidarité active"):
        [part] = understand(text, lexicon)
        assert part.meanings == (EXPANDED,)


def test_the_longest_span_is_taken_and_its_words_keep_their_own_meanings(lexicon):
    [part] = understand("bénéficiaires du RSA", lexicon)
    assert (part.text, part.meanings) == ("bénéficiaires du RSA", (THEME,))
    assert [(inner.text, inner.meanings) for inner in part.inner] == [("bénéficiaires", (HELPED,)), ("RSA", (RSA,))]


def test_a_small_word_may_belong_to_a_span(lexicon):
    assert texts(understand("faire avec les familles", lexicon)) == ["faire avec", "familles"]
    assert texts(understand("faire les familles", lexicon)) == ["faire", "familles"]


def test_a_hyphened_word_is_one_thing(lexicon):
    assert texts(understand("un aller-vers rural", lexicon)) == ["aller vers", "rural"]
