"""What `make relevance` prints, and the thresholds it holds the search to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.relevance.judgments import Judged
from tests.relevance.metric import DEPTH, Score, Summary, score, summary
from tests.relevance.searches import Search

LEAST_NDCG, LEAST_NDCG_OF_A_KIND, MOST_EMPTY = 0.92, 0.80, 0.02
TOTAL = "ensemble"


@dataclass(frozen=True)
class Answer:
    """What one search gave to one judged query."""

    judged: Judged
    found: list[str]
    score: Score


def answers(search: Search, queries: Sequence[Judged]) -> list[Answer]:
    found = [(judged, search(judged)) for judged in queries]
    return [Answer(judged, names, score(names, judged.grades, judged.must_not)) for judged, names in found]


def worst(given: Sequence[Answer], number: int) -> list[Answer]:
    """Those with sheets found wrongly first, then by what they are worth."""
    return sorted(given, key=lambda answer: (not answer.score.wrong, 1 if answer.score.ndcg is None else answer.score.ndcg))[:number]


def summaries(given: Sequence[Answer]) -> dict[str, Summary]:
    """By kind, in the order of their names; the whole last."""
    kinds = sorted({answer.judged.kind for answer in given})
    by_kind = {kind: summary([answer.score for answer in given if answer.judged.kind == kind]) for kind in kinds}
    return {**by_kind, TOTAL: summary([answer.score for answer in given])}


def missed(figures: Mapping[str, Summary]) -> list[str]:
    """The thresholds that are not held, in words."""
    faults = []
    for kind, figure in figures.items():
        least = LEAST_NDCG if kind == TOTAL else LEAST_NDCG_OF_A_KIND
        if figure.ndcg is not None and figure.ndcg < least:
            faults.append(f"{kind} : nDCG@{DEPTH} {_decimal(figure.ndcg)}, il faut {_decimal(least)}")
    whole = figures[TOTAL]
    if (whole.empty or 0) > MOST_EMPTY:
        faults.append(f"{TOTAL} : {_percent(whole.empty)} de recherches sans résultat, {_percent(MOST_EMPTY)} au plus")
    if whole.wrong:
        faults.append(f"{TOTAL} : {whole.wrong} fiche(s) trouvée(s) qui ne devaient pas l’être")
    return faults


def lines(by_search: Mapping[str, Mapping[str, Summary]]) -> Iterator[str]:
    """The table: a row a kind, three columns a search."""
    heads = " │ ".join(f"{title:^24}" for title in by_search)
    yield f"{'':<26}{'':>9} │ {heads}"
    columns = " │ ".join(f"{f'nDCG@{DEPTH}':>8}{'vides':>8}{'à tort':>8}" for _each in by_search)
    yield f"{'genre':<26}{'requêtes':>9} │ {columns}"
    first = next(iter(by_search.values()))
    for kind, figure in first.items():
        if kind == TOTAL:
            yield "─" * (len(columns) + 38)
        cells = " │ ".join(_cells(figures[kind]) for figures in by_search.values())
        yield f"{kind:<26}{figure.queries:>9} │ {cells}"


def _cells(figure: Summary) -> str:
    return f"{_decimal(figure.ndcg):>8}{_percent(figure.empty):>8}{figure.wrong:>8}"


def _decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}".replace(".", ",")


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"
