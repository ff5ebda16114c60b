"""French in any quantity: the field's own words as often as people write them (Zipf), then ever rarer ones, as in any large collection."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from tests.relevance.judgments import sheets

WORD = re.compile(r"(?:[^\W\d_]+’)?[^\W\d_]+(?:-[^\W\d_]+)*")
#: Distinct words; a hundred thousand real sheets have about as many.
WORDS = 60_000
#: Zipf–Mandelbrot: the n-th word is written in proportion to 1 / (n + OFFSET) ** EXPONENT.
OFFSET, EXPONENT = 2.7, 1.2
SYLLABLES = [begin + vowel for begin in (*"bcdfglmnprstv", "ch", "br", "tr") for vowel in (*"aeioué", "ai", "ou")]


class Words:
    """Draws words and sentences; the same ones for the same `chance`."""

    def __init__(self) -> None:
        counted = Counter(word.lower() for row in sheets() for text in _texts(row) for word in WORD.findall(text))
        self.known = [word for word, _times in counted.most_common()]
        self.all = [*self.known, *_rare(WORDS - len(self.known), set(self.known))]
        self._weights = list(accumulate(1 / (rank + OFFSET) ** EXPONENT for rank in range(1, len(self.all) + 1)))

    def draw(self, chance: random.Random, number: int) -> list[str]:
        return chance.choices(self.all, cum_weights=self._weights, k=number)

    def line(self, chance: random.Random, number: int) -> str:
        return " ".join(self.draw(chance, number)).capitalize()

    def text(self, chance: random.Random, number: int) -> str:
        """Sentences of 6 to 24 words, `number` words in all."""
        words, sentences = self.draw(chance, number), []
        while words:
            cut = chance.randint(6, 24)
            sentences.append(" ".join(words[:cut]).capitalize())
            words = words[cut:]
        return ". ".join(sentences) + "."


def _rare(number: int, known: set[str]) -> list[str]:
    """Words that nobody knows, spelt as French ones are."""
    chance = random.Random(0)
    made: dict[str, None] = {}
    while len(made) < number:
        word = "".join(chance.choices(SYLLABLES, k=chance.randint(2, 5)))
        if word not in known:
            made[word] = None
    return list(made)


def _texts(value: Any) -> Iterator[str]:
    """Every text of a row that is not a code."""
    if isinstance(value, str) and " " in value:
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(item)
