"""How well a list of sheets answers a judged query: arithmetic, nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean

#: Only the first hits weigh in nDCG: most readers see no others.
DEPTH = 10


@dataclass(frozen=True)
class Score:
    """One query. `ndcg` is None when nothing answers it; `wrong`: sheets that it must not find, and found."""

    ndcg: float | None
    is_empty: bool
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """Several queries. `ndcg` and `empty` (share of zero results) are over those that have an answer; None when there is none."""

    queries: int
    ndcg: float | None
    empty: float | None
    wrong: int


def ndcg(found: Sequence[int], graded: Iterable[int]) -> float:
    """Grades of the hits in their order against the best order of all that was graded."""
    return _gain(found) / _gain(sorted(graded, reverse=True))


def score(found: Sequence[str], grades: dict[str, int], must_not: Iterable[str]) -> Score:
    """`found`: every hit in its order, by the names that the judgments use."""
    has_answer = any(grades.values())
    return Score(
        ndcg=ndcg([grades.get(name, 0) for name in found], grades.values()) if has_answer else None,
        is_empty=not found,
        wrong=tuple(name for name in must_not if name in set(found)),
    )


def summary(scores: Sequence[Score]) -> Summary:
    answered = [(each.ndcg, each.is_empty) for each in scores if each.ndcg is not None]
    return Summary(
        queries=len(scores),
        ndcg=fmean(value for value, _empty in answered) if answered else None,
        empty=fmean(empty for _value, empty in answered) if answered else None,
        wrong=sum(len(each.wrong) for each in scores),
    )


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades[:DEPTH], start=1))
