"""Values worked out by hand: log2(2) = 1, log2(3) = 1.58496, log2(4) = 2."""

import pytest

from tests.relevance.metric import Score, Summary, ndcg, score, summary


def test_the_best_order_is_worth_one():
    assert ndcg([3, 2, 1], [1, 2, 3]) == 1


def test_the_worst_order_of_three_loses_what_the_discount_takes():
    # Gains 1, 3, 7: 1 + 3/1.58496 + 7/2 = 6.39279; at best 7 + 3/1.58496 + 1/2 = 9.39279.
    assert ndcg([1, 2, 3], [1, 2, 3]) == pytest.approx(0.680606, abs=1e-6)


def test_a_sheet_without_a_grade_takes_the_place_of_a_good_one():
    # 3 / 1.58496 against 3.
    assert ndcg([0, 2], [2]) == pytest.approx(0.630930, abs=1e-6)


def test_a_good_sheet_that_is_missing_costs():
    # 7 against 7 + 7/1.58496.
    assert ndcg([3], [3, 3]) == pytest.approx(0.613147, abs=1e-6)


def test_the_eleventh_hit_and_the_eleventh_graded_sheet_do_not_weigh():
    assert ndcg([0] * 10 + [3], [3]) == 0
    assert ndcg([1] * 10, [1] * 12) == 1


def test_a_query_is_scored_by_the_names_that_the_judgments_use():
    assert score(["b", "x"], {"a": 3, "b": 0}, ["c"]) == Score(ndcg=0, is_empty=False, wrong=())
    assert score(["a", "c", "x"], {"a": 3}, ["c", "d"]) == Score(ndcg=1, is_empty=False, wrong=("c",))
    assert score([], {"a": 3}, ["a"]) == Score(ndcg=0, is_empty=True, wrong=())


def test_a_query_without_an_answer_has_no_ndcg():
    assert score([], {}, ["c"]) == Score(ndcg=None, is_empty=True, wrong=())
    assert score(["c"], {}, ["c"]) == Score(ndcg=None, is_empty=False, wrong=("c",))


def test_a_summary_leaves_queries_without_an_answer_out_of_the_mean_and_of_the_zero_results():
    scores = [Score(1, False, ()), Score(0.5, False, ("c", "d")), Score(0, True, ()), Score(None, True, ()), Score(None, False, ("e",))]
    assert summary(scores) == Summary(queries=5, ndcg=0.5, empty=pytest.approx(1 / 3), wrong=3)
    assert summary(scores[3:]) == Summary(queries=2, ndcg=None, empty=None, wrong=1)
