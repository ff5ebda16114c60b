"""The images and documents that a file of sheets names: by their path in a folder, or in a zip. No path leads out of either."""

import stat
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from django.utils.translation import gettext as _

from ..uploads import DOCUMENT_BYTES, IMAGE_BYTES, Unacceptable
from ..uploads.office import BROKEN
from .errors import UnreadableFile

#: No file that is kept is larger: what a zip says of its own files is not believed.
LARGEST = max(DOCUMENT_BYTES, IMAGE_BYTES)
_MOST_FILES = 100_000
_IN_MEMORY = 1024 * 1024


class Attachments(Protocol):
    def open(self, path: str) -> BinaryIO:
        """The file at this path. Raises Unacceptable."""


@contextmanager
def attachments(path: Path | None) -> Iterator[Attachments | None]:
    """Those of a folder or of a zip; None without any. Raises UnreadableFile."""
    if path is None:
        yield None
    elif path.is_dir():
        yield _Folder(path)
    else:
        try:
            archive = zipfile.ZipFile(path)
        except BROKEN:
            raise UnreadableFile(1, _("The images and documents are neither a folder nor a zip that can be opened.")) from None
        with archive:
            if len(archive.infolist()) > _MOST_FILES:
                raise UnreadableFile(1, _("This zip holds too many files."))
            yield _Zip(archive)


class _Folder:
    def __init__(self, root: Path):
        self._root = root.resolve()

    def open(self, path: str) -> BinaryIO:
        try:
            # Links are followed here: one that leads out of the folder leads nowhere.
            found = (self._root / _inside(path)).resolve()
            if not found.is_relative_to(self._root):
                raise _leads_out(path)
            if not found.is_file():
                raise _not_found(path)
            if found.stat().st_size > LARGEST:
                raise _too_large(path)
            return found.open("rb")
        except OSError:
            raise _not_found(path) from None


class _Zip:
    def __init__(self, archive: zipfile.ZipFile):
        self._archive = archive
        # Some systems write accents in two characters.
        self._parts = {unicodedata.normalize("NFC", part.filename): part for part in archive.infolist() if not part.is_dir()}

    def open(self, path: str) -> BinaryIO:
        part = self._parts.get(unicodedata.normalize("NFC", str(_inside(path))))
        if part is None:
            raise _not_found(path)
        if stat.S_ISLNK(part.external_attr >> 16):
            raise _leads_out(path)
        if part.file_size > LARGEST:
            raise _too_large(path)
        try:
            return _unpacked(self._archive, part)
        except BROKEN:
            raise Unacceptable(_("The file “%(path)s” of the zip is damaged or protected by a password.") % {"path": path[:200]}) from None


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> BinaryIO:
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 -- whoever asked for it closes it
    with archive.open(part) as packed:
        for _chunk in range(LARGEST // _IN_MEMORY + 1):
            if not (content := packed.read(_IN_MEMORY)):
                file.seek(0)
                return file  # type: ignore[return-value]
            file.write(content)
    file.close()
    raise _too_large(part.filename)


def _inside(path: str) -> PurePosixPath:
    """The path below the folder, as it is written on every system. Raises Unacceptable."""
    found = PurePosixPath(path)
    if not path or found.is_absolute() or ".." in found.parts or any(mark in path for mark in "\\\0:"):
        raise _leads_out(path)
    return found


def _leads_out(path: str) -> Unacceptable:
    return Unacceptable(_("“%(path)s” is not a path inside the folder: write it as in “photos/atelier.jpg”.") % {"path": path[:200]})


def _not_found(path: str) -> Unacceptable:
    return Unacceptable(_("There is no file “%(path)s” among the files sent along.") % {"path": path[:200]})


def _too_large(path: str) -> Unacceptable:
    return Unacceptable(_("The file “%(path)s” is too large.") % {"path": path[:200]})
