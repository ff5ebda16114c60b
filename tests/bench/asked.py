"""What is asked of the bench: the judged queries' own shapes (quotes, signs, fields, filters, length, acronyms, names of themes and
places), with their other words taken from a sheet of the bench, side by side as they stand there, so that something is found."""

import random
import re
from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import QueryDict

from core.text import fold
from practices.models import PublicPractice
from search.params import parse
from search.vocabulary import LISTED_KINDS, Vocabulary
from territories.models import Territory
from tests.bench.words import WORD
from tests.relevance.judgments import Judged, read
from themes.models import Theme

#: Shorter words are acronyms, or say nothing.
SHORT = 4
FIELD = re.compile(r"\w+:(?=\S)")


def addresses(number: int, chance: random.Random) -> list[str]:
    """As many different query strings, each kind as often as among the judged queries."""
    templates, kept = read(), _names()
    identifiers = list(PublicPractice.objects.order_by("identifier").values_list("identifier", flat=True)[:: max(1, _count() // 2_000)])
    made: dict[str, str] = {}
    while len(made) < number:
        for judged in chance.sample(templates, len(templates)):
            sheet = PublicPractice.objects.get(identifier=chance.choice(identifiers))
            address = _address(judged, _like(judged, _passage(sheet, chance), kept, chance))
            made[address] = judged.kind
    return list(made)[:number]


def _count() -> int:
    return PublicPractice.objects.count()


def _names() -> set[str]:
    """Words of what themes and broad areas are called: these stay as they are."""
    names = [name for theme in Theme.objects.all() for name in (theme.name, *theme.alternative_labels)]
    names += Territory.objects.filter(kind__in=LISTED_KINDS).values_list("name", flat=True)
    return {word for name in names for word in fold(name).split()}


def _passage(sheet: PublicPractice, chance: random.Random) -> Iterator[str]:
    """The words of a sheet's title, or of its summary from some place on, again and again."""
    words = WORD.findall(sheet.title if chance.random() < 0.5 else sheet.data["summary"])
    start = chance.randrange(len(words))
    while True:
        yield from words[start:]
        start = 0


def _like(judged: Judged, passage: Iterator[str], kept: set[str], chance: random.Random) -> str:
    """The judged query with other words."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) <= SHORT or fold(word) in kept or FIELD.match(judged.q, match.start()):
            return word
        found = next(passage)
        return _misspelt(found, chance) if judged.kind.startswith("typo") else found

    return WORD.sub(other, judged.q)


def _misspelt(word: str, chance: random.Random) -> str:
    """Two neighbours change places."""
    if len(word) < 5:
        return word
    place = chance.randrange(1, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _address(judged: Judged, q: str) -> str:
    """With its filters, unless they name what the bench does not have."""
    asked = urlencode({"q": q}) if q else ""
    whole = "&".join(part for part in (asked, judged.filters) if part)
    return asked if parse(QueryDict(whole), Vocabulary()).errors else whole
