"""What search holds: sheets, and what the observatory publishes, each in an index of its own.

Apart, so that how rare a word is among sheets, hence how sheets are ranked, does not move with what the observatory publishes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from practices.models import PublicPractice
from publications.models import PublicContent

from . import contents, documents, engine
from .documents import PracticeDocument, SearchedDocument


@dataclass(frozen=True)
class Source:
    """One kind of public record. All of them have `identifier` and `version`.

    `name`: end of the alias of its index. `prefix`: how its identifiers begin. `what`: what operators read. `records`: with what a
    document is made from, and no more; `document` makes it; `mapping` says what its fields are.
    """

    name: str
    prefix: str
    what: str
    records: Callable[[], QuerySet[Any]]
    document: Callable[[Any], dict[str, Any]]
    mapping: type[SearchedDocument]

    @property
    def alias(self) -> str:
        return engine.alias(self.name)

    @property
    def building_alias(self) -> str:
        return f"{self.alias}-building"


def _practices() -> QuerySet[PublicPractice]:
    return PublicPractice.objects.defer("text")


def _contents() -> QuerySet[PublicContent]:
    return PublicContent.objects.defer("text").prefetch_related("attached_texts")


SHEETS = Source("practices", "op-", "sheets", _practices, documents.document, PracticeDocument)
CONTENTS = Source("contents", "oc-", "contents", _contents, contents.document, contents.ContentDocument)
SOURCES = (SHEETS, CONTENTS)


def source_of(identifier: str) -> Source:
    """The one whose records bear such identifiers."""
    return next(source for source in SOURCES if identifier.startswith(source.prefix))
