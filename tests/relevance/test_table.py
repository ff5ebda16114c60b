"""What the table says, and which thresholds it finds missed."""

from tests.relevance.judgments import Judged
from tests.relevance.metric import Summary
from tests.relevance.table import answers, lines, missed, summaries, worst

QUERIES = [
    Judged("jardin", "theme", "Essai.", grades={"a": 3}),
    Judged("potager", "synonym", "Essai.", grades={"a": 3}),
    Judged("jardin -école", "negation", "Essai.", must_not=("b",)),
    Judged("xyz", "synonym", "Essai.", grades={"a": 1}),
]
FOUND = {"jardin": ["a"], "potager": ["x", "a"], "jardin -école": ["b"], "xyz": []}


def given():
    return answers(lambda judged: FOUND[judged.q], QUERIES)


def test_figures_are_by_kind_and_then_for_the_whole():
    figures = summaries(given())
    assert list(figures) == ["negation", "synonym", "theme", "ensemble"]
    assert figures["negation"] == Summary(queries=1, ndcg=None, empty=None, wrong=1)
    assert figures["theme"] == Summary(queries=1, ndcg=1, empty=0, wrong=0)
    assert figures["ensemble"].queries == 4


def test_each_threshold_that_is_missed_is_said():
    assert missed(summaries(given())) == [
        "synonym : nDCG@10 0,315, il faut 0,800",
        "ensemble : nDCG@10 0,544, il faut 0,920",
        "ensemble : 33 % de recherches sans résultat, 2 % au plus",
        "ensemble : 1 fiche(s) trouvée(s) qui ne devaient pas l’être",
    ]


def test_nothing_is_missed_when_each_query_is_served():
    assert missed(summaries(given()[:1])) == []


def test_the_worst_come_first_and_wrong_ones_before_all():
    assert [answer.judged.q for answer in worst(given(), 3)] == ["jardin -école", "xyz", "potager"]


def test_the_table_has_a_row_a_kind_and_three_columns_a_search():
    figures = summaries(given()[:1])
    assert [line.split() for line in lines({"Ici": figures, "Là": figures})][1:] == [
        ["genre", "requêtes", "│", "nDCG@10", "vides", "à", "tort", "│", "nDCG@10", "vides", "à", "tort"],
        ["theme", "1", "│", "1,000", "0", "%", "0", "│", "1,000", "0", "%", "0"],
        ["─" * 89],
        ["ensemble", "1", "│", "1,000", "0", "%", "0", "│", "1,000", "0", "%", "0"],
    ]
