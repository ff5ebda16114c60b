"""PDF files: whole, and open to all. They are read as bytes, never run through a reader."""

import re
from typing import BinaryIO

from django.utils.translation import gettext as _

from . import Unacceptable

#: Where the end of the file says where its table of objects begins.
TAIL = 2_048
WINDOW = 1024 * 1024
_END = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF\s*$")
_TABLE = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
#: The trailer, or the dictionary of a table kept as a stream, stands in clear: what encrypts the file is named there.
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_ACTIVE = re.compile(rb"/S\s*/(?:JavaScript|Launch)\b")


def check(file: BinaryIO, size: int) -> None:
    """Raises Unacceptable when the file is cut short, encrypted, or holds a script in clear."""
    file.seek(max(0, size - TAIL))
    end = _END.search(file.read().rstrip(b"\x00 \r\n\t"))
    if not end or int(end[1]) >= size:
        raise Unacceptable(_("This PDF is damaged or cut short: it cannot be opened. Export it again, then send it."))
    file.seek(int(end[1]))
    if not _TABLE.match(file.read(64)):
        raise Unacceptable(_("This PDF is damaged or cut short: it cannot be opened. Export it again, then send it."))
    _look_through(file)


def _look_through(file: BinaryIO) -> None:
    """Window by window: a file of 20 MB is never whole in memory."""
    file.seek(0)
    before = b""
    while chunk := file.read(WINDOW):
        text = before + chunk
        if _ENCRYPTED.search(text):
            raise Unacceptable(_("This PDF is protected by a password or restrictions: readers could not open it. Send it unprotected."))
        if _ACTIVE.search(text):
            raise Unacceptable(_("This PDF holds a script or starts a program: export it again as a plain PDF."))
        before = text[-64:]
