"""What a dossier or a tool names by its identifier, as the public reads it today. What is no longer public is not there."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from practices.identifiers import is_identifier
from practices.models import PracticeRecord, PublicState

from ..vocabulary import Kind
from .references import CONTENT, SHEET, clean_reference, public_objects


@dataclass(frozen=True)
class Item:
    """One thing to read. `kind`: a publications.vocabulary.Kind, empty for a sheet."""

    identifier: str
    kind: str
    title: str
    url: str
    summary: str
    territories: list[dict[str, Any]]
    reason: str = ""

    @property
    def permanent(self) -> str:
        """The short address, for paper."""
        return reverse("publications:permanent" if self.kind else "practices:permanent", args=[self.identifier])

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label) if self.kind else _("practice sheet")


@dataclass
class Part:
    """Items under one heading; the first part may have none."""

    title: str
    items: list[Item] = field(default_factory=list)


def parts_of(rows: Iterable[dict[str, str]]) -> list[Part]:
    """The rows of a dossier's public object, drawn; parts that have nothing left are left out. Two queries."""
    rows = list(rows)
    public = read(row["identifier"] for row in rows)
    parts = [Part("")]
    for row in rows:
        if row["part"]:
            parts.append(Part(row["part"]))
        if (item := public.get(row["identifier"])) is not None:
            parts[-1].items.append(replace(item, reason=row["reason"]))
    return [part for part in parts if part.items]


def read(identifiers: Iterable[str]) -> dict[str, Item]:
    """Those of these that are public, by identifier, in this order. A query a kind of thing, none for what is not asked."""
    return {data["id"]: _item(data) for data in public_objects(identifiers)}


def missing(identifiers: Iterable[str]) -> list[str]:
    """Those of these that the public does not read today."""
    wanted = list(dict.fromkeys(identifiers))
    public = read(wanted)
    return [each for each in wanted if each not in public]


def clean_named(text: str, *, of: tuple[str, ...] = (SHEET, CONTENT)) -> str:
    """The identifier of what an editor names. A sheet that left the public stays named: it comes back with it. Raises ValidationError."""
    named = text.strip().lower()
    if (
        SHEET in of
        and is_identifier(named)
        and PracticeRecord.objects.filter(identifier=named).exclude(public_state=PublicState.NEVER).exists()
    ):
        return named
    return clean_reference(text, of=of)


def _item(data: dict[str, Any]) -> Item:
    return Item(data["id"], data.get("kind", ""), data["title"], data["url"], data["summary"] or "", data["territories"])
