"""Comments and tracked changes that an office document still holds: whoever opens it reads them, and the names of who wrote them."""

import re
import zipfile
from typing import BinaryIO

from . import MEGABYTE, Ready

#: Parts of a document, by their name in small letters, and what stands in them where somebody discusses.
_MARKS = (
    (re.compile(r"word/comments\w*\.xml"), (b"<w:comment ",)),
    (re.compile(r"word/document\.xml"), (b"<w:ins ", b"<w:del ", b"<w:moveFrom ", b"<w:moveTo ")),
    (re.compile(r"xl/comments.*\.xml"), (b"<comment ",)),
    (re.compile(r"xl/threadedcomments/.*\.xml"), (b"<threadedComment ",)),
    (re.compile(r"ppt/comments/.*\.xml"), (b"<p:cm ", b"<p188:cm ")),
    (re.compile(r"content\.xml"), (b"<office:annotation ", b"<office:annotation>", b"<text:tracked-changes", b"<table:tracked-changes")),
)
_LONGEST_MARK = max(len(mark) for _, marks in _MARKS for mark in marks)


def holds_discussion(ready: Ready) -> bool:
    """Whether it holds any. Nothing is looked for in a PDF."""
    if ready.extension == "pdf":
        return False
    ready.file.seek(0)
    with zipfile.ZipFile(ready.file) as archive:
        found = any(_holds(archive, entry, marks) for entry in archive.infolist() for marks in _marks_of(entry.filename))
    ready.file.seek(0)
    return found


def _marks_of(name: str) -> list[tuple[bytes, ...]]:
    return [marks for part, marks in _MARKS if part.fullmatch(name.lower())]


def _holds(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, marks: tuple[bytes, ...]) -> bool:
    with archive.open(entry) as part:
        return _any_in(part, marks)  # type: ignore[arg-type]


def _any_in(part: BinaryIO, marks: tuple[bytes, ...]) -> bool:
    """Read piece by piece: a mark may lie across two of them."""
    end = b""
    while piece := part.read(MEGABYTE):
        text = end + piece
        if any(mark in text for mark in marks):
            return True
        end = text[-_LONGEST_MARK:]
    return False
