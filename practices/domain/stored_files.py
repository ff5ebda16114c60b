"""The files that an import puts on disk before their row is written: taken back when it is not, even by a process that was killed.

Their names stand in a small file of their own until the transaction is through; whatever is left there was of a row that came to nothing.
"""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.fields.files import FieldFile
from wagtail.documents.models import Document
from wagtail.images.models import Image

#: In the folder of imports, which no address serves.
NOTES = "imports/files"
#: No row takes so long to be written.
LEFT_BEHIND = 3600


class Stored:
    """Those of one row."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._note = Path(default_storage.path(NOTES)) / uuid.uuid4().hex

    def add(self, file: FieldFile) -> None:
        self._names.append(str(file.name))
        self._note.parent.mkdir(parents=True, exist_ok=True)
        self._note.write_text("\n".join(self._names), "utf-8")

    def take_back(self) -> None:
        for name in self._names:
            default_storage.delete(name)
        self.settle()

    def settle(self) -> None:
        if self._names:
            self._note.unlink(missing_ok=True)


@contextmanager
def taken_back_unless_written() -> Iterator[Stored]:
    stored = Stored()
    try:
        yield stored
    except BaseException:
        stored.take_back()
        raise
    transaction.on_commit(stored.settle)


def take_back_left_behind() -> int:
    """Deletes the files of rows whose process was killed, or whose transaction was undone later on; returns how many."""
    folder, deleted = Path(default_storage.path(NOTES)), 0
    for note in folder.iterdir() if folder.is_dir() else ():
        if note.stat().st_mtime < time.time() - LEFT_BEHIND:
            for name in filter(None, note.read_text("utf-8").split("\n")):
                deleted += _delete_if_nobodys(name)
            note.unlink(missing_ok=True)
    return deleted


def _delete_if_nobodys(name: str) -> bool:
    if Image.objects.filter(file=name).exists() or Document.objects.filter(file=name).exists():
        return False
    found = default_storage.exists(name)
    default_storage.delete(name)
    return found
