"""Typing slips: which written forms a word that is found nowhere may stand for."""

import re
from collections.abc import Mapping
from typing import Any

from .language.reading import read
from .query import NOWHERE

#: From this many letters on two slips are forgiven; below it, one.
LONG_WORD = 8
#: Near forms searched for one word.
MOST_FORMS = 3


def near_forms(answer: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """For each word that the engine holds nowhere the nearest written forms, the most frequent first; none: it is not in the answer."""
    forms = {}
    for entry in answer.get("suggest", {}).get(NOWHERE, []):
        word = entry["text"]
        near = [(distance(word, option["text"]), -option["freq"], option["text"]) for option in entry["options"]]
        allowed = sorted(form for form in near if form[0] <= (2 if len(word) >= LONG_WORD else 1))
        if allowed:
            forms[word] = tuple(text for slips, _frequency, text in allowed if slips == allowed[0][0])[:MOST_FORMS]
    return forms


def distance(one: str, other: str) -> int:
    """Letters added, left out, changed, or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        previous, row = row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = previous
    return row[-1]


def corrected(q: str, forms: Mapping[str, tuple[str, ...]]) -> str:
    """The same query with the nearest form in place of each word, everything else as it was typed."""
    for word in read(q):
        if word.folded in forms:
            q = re.sub(rf"(?<!\w){re.escape(word.typed)}(?!\w)", forms[word.folded][0], q)
    return q
