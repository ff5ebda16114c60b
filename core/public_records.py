"""What the public records of sheets and of contents are made with (`practices.public`, `publications.public`)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import reduce
from operator import add
from typing import Any

from django.contrib.postgres.search import CombinedSearchVector, SearchVector
from django.db.models import Value

SEARCH_CONFIG = "french_unaccent"
#: PostgreSQL refuses vectors of texts without end.
LONGEST_TEXT = 200_000


def iso(moment: datetime | None) -> str | None:
    """`2026-11-21T09:00:00Z`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None


def digest(value: Any) -> str:
    """Of a JSON value, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def search_vector(weighted_texts: Mapping[str, str]) -> SearchVector | CombinedSearchVector:
    """French and unaccented; texts by PostgreSQL weight (A to D)."""
    parts = (SearchVector(Value(text[:LONGEST_TEXT]), weight=weight, config=SEARCH_CONFIG) for weight, text in weighted_texts.items())
    return reduce(add, parts)
