"""The grid itself: what it keeps, where readers agree, and which « no » keeps a sheet from being published."""

import pytest

from practices.review import grid

from .conftest import answers, filled


def test_the_grid_is_the_domains():
    assert list(grid.BY_KEY) == ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
    assert [criterion.key for criterion in grid.CRITERIA if criterion.blocks] == ["1", "2", "3", "4", "9"]
    assert [criterion.key for criterion in grid.SHOWN] == ["5", "6", "7", "8"]
    assert grid.Answer.values == ["yes", "no", "unset"]


def test_what_is_posted_is_cleaned_and_what_is_no_answer_is_refused():
    kept, faults = grid.clean({"1": {"answer": "yes", "comment": "  Très  clair. "}, "2": {"answer": "peut-être"}, "77": {"answer": "no"}})
    assert (kept["1"], kept["2"]["answer"], sorted(kept)) == (
        {"answer": "yes", "comment": "Très  clair."},
        "unset",
        [str(key) for key in range(1, 10)],
    )
    assert list(faults) == ["2"]


@pytest.mark.parametrize("comment", ["x" * 2001, "a\x00b"])
def test_words_that_cannot_be_kept_are_refused(comment):
    kept, faults = grid.clean({"5": {"answer": "no", "comment": comment}})
    assert (list(faults), kept["5"]["comment"]) == (["5"], "")


def test_readers_agree_where_all_who_answered_say_the_same():
    readings = [answers(_1="yes", _2="yes", _3="no"), answers(_1="yes", _2="no")]
    assert grid.agreement(readings) == answers(_1="yes", _3="no")
    assert [key for key in grid.BY_KEY if grid.disagree(key, readings)] == ["2"]
    assert grid.agreement([]) == answers()


@pytest.mark.parametrize("key", list(grid.BY_KEY))
def test_each_no_of_the_decision_blocks_or_not(key):
    blocked = [criterion.key for criterion in grid.obstacles(answers("yes", **{f"_{key}": "no"}), [])]
    assert blocked == ([key] if key in ("1", "2", "3", "4", "9") else [])


def test_a_readers_no_stands_until_the_decision_answers_it():
    reading = answers("yes", _4="no", _6="no")
    assert [criterion.key for criterion in grid.obstacles(answers(), [reading])] == ["4"]
    assert grid.obstacles(answers(_4="yes"), [reading]) == []
    assert [criterion.key for criterion in grid.obstacles(answers(_4="no"), [answers("yes")])] == ["4"]


def test_what_the_public_reads_is_5_to_8():
    assert grid.shown(answers("no", _5="yes")) == {"5": "yes", "6": "no", "7": "no", "8": "no"}


def test_a_grid_kept_by_halves_reads_as_unset():
    assert grid.answers({"1": {"comment": "seulement des mots"}}) == answers()
    assert grid.answers(filled("yes")) == answers("yes")
