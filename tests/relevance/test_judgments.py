"""A slip in the judgments is said with its place; it never lowers or raises a figure in silence."""

import pytest

from tests.relevance import judgments
from tests.relevance.judgments import Judged, WrongJudgments

GOOD = """
- q: table du fond
  kind: known_item
  filters: territoire=reg-32
  grades: {demo-a01: 3, demo-a02: 0}
  must_not: [demo-a03]
  why: Son titre.
"""


@pytest.fixture
def read(tmp_path):
    """Reads a folder that holds this text as its only file of queries, and no sheets but the demo's."""

    def run(text):
        (tmp_path / "queries_essai.yaml").write_text(text, encoding="utf-8")
        return judgments.read(tmp_path)

    return run


def test_a_judged_query_is_read_whole(read):
    assert read(GOOD) == [
        Judged("table du fond", "known_item", "Son titre.", "territoire=reg-32", {"demo-a01": 3, "demo-a02": 0}, ("demo-a03",))
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("demo-a02", "demo-zz"), "no such sheet: demo-zz"),
        (("[demo-a03]", "[demo-zz]"), "no such sheet: demo-zz"),
        (("[demo-a03]", "[demo-a01]"), "both graded and refused: demo-a01"),
        (("[demo-a03]", "[demo-a03, demo-a03]"), "must_not: one sheet stands twice"),
        (("demo-a02: 0", "demo-a02: 4"), "grades are 0 to 3: demo-a02"),
        (("demo-a02: 0", "demo-a02: oui"), "grades are 0 to 3: demo-a02"),
        (("known_item", "Known item"), "kind: 'Known item' is not made of small letters and underscores"),
        (("Son titre.", ""), "why: the reason is missing"),
        (("must_not", "must-not"), "unknown key: must-not"),
        (("q: table du fond", "q: 12"), "q: a text is expected"),
        (("{demo-a01: 3, demo-a02: 0}", "[demo-a01]"), "grades: an object is expected; must_not: a list"),
    ],
)
def test_each_fault_is_said_with_its_line(read, change, fault):
    with pytest.raises(WrongJudgments) as refused:
        read(GOOD.replace(*change))
    assert str(refused.value) == f"queries_essai.yaml:2: {fault}"


def test_a_query_judged_twice_or_not_at_all_is_refused(read):
    with pytest.raises(WrongJudgments) as refused:
        read(GOOD + GOOD.lstrip() + "- {q: rien, kind: zero, why: Essai.}\n- texte\n")
    assert str(refused.value).splitlines() == [
        "queries_essai.yaml:8: 'table du fond' is judged already at queries_essai.yaml:2",
        "queries_essai.yaml:14: neither grades nor must_not",
        "queries_essai.yaml:15: an object is expected",
    ]


def test_a_sheet_graded_twice_in_one_query_is_refused(read):
    with pytest.raises(WrongJudgments, match="given twice: demo-a01"):
        read(GOOD.replace("demo-a02", "demo-a01"))


def test_a_sheet_that_stands_twice_in_the_corpus_is_refused(tmp_path):
    (tmp_path / "corpus_essai.jsonl").write_text('{"external_id": "demo-a01"}\n', encoding="utf-8")
    with pytest.raises(WrongJudgments, match="sheets that stand twice: demo-a01"):
        judgments.sheets(tmp_path)
