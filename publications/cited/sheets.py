"""Sheets as publications cite them, with what has become of the living ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from practices.models import PracticeRecord, PublicState

from ..models import CitedSheet


@dataclass(frozen=True)
class AsCited:
    """`data`: the public object as cited. `is_gone`: nobody reads the living sheet any more; `has_changed`: it reads otherwise today."""

    identifier: str
    version: int
    data: Mapping[str, Any]
    cited_at: Any
    is_gone: bool
    has_changed: bool


def as_cited(wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], AsCited]:
    """These versions of these sheets, by both. One query, none for nothing."""
    which = Q()
    for identifier, version in (pairs := list(wanted)):
        which |= Q(identifier=identifier, version=version)
    if not pairs:
        return {}
    living = PracticeRecord.objects.filter(identifier=OuterRef("identifier")).values(
        told=JSONObject(state="public_state", version="public_version", withheld="authors_withheld")
    )
    rows = CitedSheet.objects.filter(which).annotate(living=Subquery(living))
    return {(row.identifier, row.version): _as_cited(row) for row in rows}


def _as_cited(row: CitedSheet) -> AsCited:
    living = row.living or {"state": PublicState.NEVER, "version": 0, "withheld": False}
    # Who asked not to be named any more is not named by a copy either.
    data = row.data | {"authors": []} if living["withheld"] else row.data
    is_gone = living["state"] != PublicState.PUBLISHED
    return AsCited(row.identifier, row.version, data, row.cited_at, is_gone, not is_gone and living["version"] != row.version)
