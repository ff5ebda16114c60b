"""What the person who tunes the search looks at: for one query, the first hits with grade and score, and what is missing."""

from collections.abc import Iterator

from practices.models import PracticeRecord
from search.queries import find
from tests.platform.exchanges import noted
from tests.relevance.judgments import Judged
from tests.relevance.metric import DEPTH
from tests.relevance.searches import params
from tests.relevance.table import Answer


def lines(answer: Answer) -> Iterator[str]:
    judged, scores = answer.judged, _scores(answer.judged)
    titles = dict(PracticeRecord.objects.values_list("external_id", "page__title"))
    value = "–" if answer.score.ndcg is None else f"{answer.score.ndcg:.3f}"
    yield f"■ {judged.address}   ({judged.kind}, nDCG {value}, {len(answer.found)} trouvées)"
    yield f"  {judged.why}"
    for rank, name in enumerate(answer.found, start=1):
        grade, wrong = judged.grades.get(name), name in judged.must_not
        if rank <= DEPTH or grade or wrong:
            mark = "✗" if wrong else "·" if grade is None else grade
            yield f"  {rank:>3}  {mark}  {scores.get(name, 0):>8.2f}  {name:<14} {titles.get(name, '')[:80]}"
    for name, grade in sorted(judged.grades.items(), key=lambda pair: -pair[1]):
        if grade and name not in answer.found:
            yield f"    –  {grade}  {'absente':>8}  {name:<14} {titles.get(name, '')[:80]}"


def _scores(judged: Judged) -> dict[str, float]:
    """The engine's own score of each hit, which results do not carry; of sheets found twice, that of the stricter search."""
    names = dict(PracticeRecord.objects.values_list("identifier", "external_id"))
    scores: dict[str, float] = {}
    with noted() as exchanges:
        find(params(judged), [])
    for exchange in exchanges:
        for hit in exchange.hits():
            scores.setdefault(names[hit["_id"]], hit["_score"] or 0)
    return scores
