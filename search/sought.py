"""What is sought, counted without knowing by whom, so that editors see what people look for and do not find.

Counting costs a search no query and no wait (core.tally). docs/decisions/searches-counted.md says what is kept, and why so little.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.tally import Tally
from core.text import fold

from .models import SearchCount
from .params import SearchParams
from .results import SearchResults
from .words import parse

#: Different words that a process adds up at a time; further ones go uncounted.
MOST_TERMS = 500
LONGEST_TERM = 80
#: Words are written out once so many searches of a month asked for them.
SEVERAL = 3
#: Days after which words that too few asked for are forgotten.
RARE_FOR = 30
MONTHS = 12

#: An address, a date of birth, a number of a phone or a person, somebody by name: words that may be about a person.
_PERSONAL = re.compile(r"@|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b(?:m\.|mr|mme|mlle|monsieur|madame|mademoiselle)\s", re.IGNORECASE)
_MOST_DIGITS = 9

# In the order of keys: two processes that write the same ones wait for each other, and never for ever.
_ADD = """
INSERT INTO search_searchcount AS known (month, key, term, times, unanswered, last_hits, last_day)
SELECT %(month)s, key, '', times, unanswered, last_hits, %(today)s
FROM unnest(%(keys)s::text[], %(times)s::int[], %(unanswered)s::int[], %(hits)s::int[]) AS sums (key, times, unanswered, last_hits)
ORDER BY key
ON CONFLICT (month, key) DO UPDATE SET
    times = known.times + EXCLUDED.times,
    unanswered = known.unanswered + EXCLUDED.unanswered,
    last_hits = EXCLUDED.last_hits,
    last_day = EXCLUDED.last_day
"""
_WRITE_OUT = """
UPDATE search_searchcount AS known SET term = given.term
FROM unnest(%(keys)s::text[], %(terms)s::text[]) AS given (key, term)
WHERE known.month = %(month)s AND known.key = given.key AND known.term = '' AND known.times >= %(several)s
"""


@dataclass
class _Sum:
    times: int = 0
    unanswered: int = 0
    last_hits: int = 0


def count(term: str, hits: int) -> None:
    """Adds one search for these words."""
    tally.add(term, lambda known: _with_one_more(known or _Sum(), hits))


def _with_one_more(known: _Sum, hits: int) -> _Sum:
    return _Sum(known.times + 1, known.unanswered + (not hits), hits)


def noted(results: SearchResults) -> SearchResults:
    """Counts this search, unless it only turns or refines an earlier one, or its words may be about a person; gives it back."""
    if _is_first(results.params) and (term := countable(results.params.q)):
        count(term, results.strict_count)
    return results


def countable(q: str) -> str:
    """The words asked for, as they are compared; empty when they are not to be counted."""
    if _PERSONAL.search(q) or sum(char.isdigit() for char in q) > _MOST_DIGITS:
        return ""
    words = parse(q)
    term = fold(" ".join([words.free, *(part.text for part in words.terms if not part.excluded)]))
    return term if len(term) <= LONGEST_TERM else ""


def _write(sums: Mapping[str, _Sum]) -> None:
    today = timezone.localdate()
    values: dict[str, Any] = {
        "month": today.replace(day=1),
        "today": today,
        "several": SEVERAL,
        "terms": list(sums),
        "keys": [_key(term) for term in sums],
        "times": [each.times for each in sums.values()],
        "unanswered": [each.unanswered for each in sums.values()],
        "hits": [each.last_hits for each in sums.values()],
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ADD, values)
        cursor.execute(_WRITE_OUT, values)


tally: Tally[str, _Sum] = Tally(_write, MOST_TERMS)


def flush() -> None:
    """Write what this process has counted."""
    tally.flush()


def forget_past_counts() -> None:
    """Deletes counts of more than a year ago, and those of words that too few asked for."""
    today = timezone.localdate()
    rare = Q(term="", last_day__lt=today - timedelta(days=RARE_FOR))
    SearchCount.objects.filter(rare | Q(month__lt=first_month(MONTHS, today))).delete()


def first_month(months: int, today: date) -> date:
    """The first of the month with which a period of so many months begins, this month being the last."""
    year, month = divmod(today.year * 12 + today.month - months, 12)
    return date(year, month + 1, 1)


def _is_first(params: SearchParams) -> bool:
    """Page by page and filter by filter the same words are asked again, and hits then say nothing of the words."""
    return bool(params.q) and params.page == 1 and not (params.filters or params.tri or params.annee_min or params.annee_max)


def _key(term: str) -> str:
    return salted_hmac("search.SearchCount", term, algorithm="sha256").hexdigest()
