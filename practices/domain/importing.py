"""A file of sheets from its first row to its last: a bad row is told and the next one is read."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import transaction

from territories.queries import read_once

from ..content import Lookup
from ..formats import UnreadableFile, read_file
from ..formats.attachments import Attachments, attachments
from ..models import PracticeRecord
from ..sheet import Fault
from .imports import ImportRefused, Row, import_row, link_adaptation, read_row

Adaptation = tuple[int, str, int]


class Journal(Protocol):
    """Where what became of each row is noted, in the transaction that wrote the row."""

    #: The last line that was noted by a pass that did not come to its end.
    last_line: int

    @property
    def pauses(self) -> bool:
        """Whether the rest is for another pass."""

    def wrote(self, line: int, *, created: bool, adaptation: Adaptation | None) -> None: ...

    def refused(self, line: int, name: str, faults: Iterable[Fault], *, is_row: bool = True) -> None: ...

    def adaptations(self) -> Iterable[Adaptation]:
        """(page, the sheet that it says it adapts, line) of all that was written."""

    def without_origin(self, line: int, source: str) -> None: ...


class Importing:
    """One pass over a file. `editor`: the person whose regions it must stay in."""

    def __init__(self, journal: Journal, *, owner=None, publish: bool = False, dry_run: bool = False, editor=None):
        self.journal, self.owner, self.publish, self.dry_run, self.editor = journal, owner, publish, dry_run, editor
        self.lookup = Lookup()
        self.names: set[str] = set()

    def read(self, path: Path, files: Path | None = None) -> bool:
        """Whether it came to the end of the file."""
        with read_once():
            return self._read(path, files)

    def _read(self, path: Path, files: Path | None) -> bool:
        try:
            with attachments(files) as sent:
                for line, data in read_file(path):
                    if line > self.journal.last_line:
                        self._row(line, data, sent)
                        if self.journal.pauses:
                            return False
        except UnreadableFile as error:
            if error.line >= self.journal.last_line:
                self.journal.refused(error.line, "", [("", str(error))], is_row=False)
        for page_id, source, line in self.journal.adaptations():
            if not self._link(page_id, source):
                self.journal.without_origin(line, source)
        return True

    def _row(self, line: int, data: dict[str, Any] | str, sent: Attachments | None) -> None:
        if isinstance(data, str):
            self.journal.refused(line, "", [("", data)])
            return
        name = str(data.get("external_id") or "")
        row, faults = read_row(data, publish=self.publish, lookup=self.lookup)
        try:
            if row is not None:
                self._write(line, row, sent)
        except ImportRefused as refusal:
            faults = refusal.faults
        except ValidationError as error:
            faults = [(path, message) for path, messages in error.message_dict.items() for message in messages]
        if faults:
            self.lookup.forget_keywords()
            self.journal.refused(line, name, faults)

    def _write(self, line: int, row: Row, sent: Attachments | None) -> None:
        with transaction.atomic():
            record, created = import_row(
                row,
                owner=self.owner,
                publish=self.publish,
                is_demo=False,
                lookup=self.lookup,
                sent=sent,
                dry_run=self.dry_run,
                editor=self.editor,
            )
            if self.dry_run:
                self.lookup.forget_keywords()
                created = created and not self._seen(row)
            adaptation = (record.pk, row.adapted_from, line) if row.adapted_from else None
            self.journal.wrote(line, created=created, adaptation=adaptation)

    def _seen(self, row: Row) -> bool:
        """Whether an earlier row of this trial bears the same name: it was undone, and cannot be found."""
        names = {name.lower() if name == row.identifier else name for name in (row.external_id, row.identifier) if name}
        seen = bool(names & self.names)
        self.names |= names
        return seen

    def _link(self, page_id: int, source: str) -> bool:
        if not self.dry_run:
            return link_adaptation(page_id=page_id, source=source)
        known = PracticeRecord.objects.filter(identifier=source.lower()) | PracticeRecord.objects.filter(external_id=source)
        return bool({source, source.lower()} & self.names) or known.exists()
