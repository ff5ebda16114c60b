"""Office files of today's formats (Office Open XML, OpenDocument): zip archives, told by what they hold, never unpacked to disk."""

import zipfile
import zlib
from typing import BinaryIO

from django.utils.translation import gettext as _

from . import MEGABYTE, Unacceptable

MOST_ENTRIES = 5_000
#: What an honest document of 20 MB may come to once unpacked; beyond it, or beyond this ratio, it was made to fill a machine.
MOST_UNPACKED = 300 * MEGABYTE
MOST_RATIO = 200
RATIO_FROM = 10 * MEGABYTE
LISTING = 1 * MEGABYTE

OPEN_XML = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
#: Parts that act by themselves, by the end or the beginning of their names.
ACTIVE_ENDS = ("vbaproject.bin", "vbaprojectsignature.bin")
ACTIVE_FOLDERS = ("word/activex/", "xl/activex/", "ppt/activex/", "xl/macrosheets/", "basic/", "scripts/")
#: What reading an archive raises when it is damaged, cut short, protected, or packed in a way that nobody unpacks.
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, KeyError)


def kind(file: BinaryIO) -> str:
    """The extension that the content calls for. Raises Unacceptable."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _refuse_bombs(entries)
            _refuse_what_acts(entries)
            found = _kind(archive, {entry.filename for entry in entries})
    except BROKEN:
        raise Unacceptable(_("This document is damaged or cut short: it cannot be opened. Save it again, then send it.")) from None
    if not found:
        raise Unacceptable(_("This file is an archive, not a document. Send the documents that it holds one by one."))
    return found


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    swollen = unpacked > RATIO_FROM and unpacked > MOST_RATIO * max(packed, 1)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or swollen:
        raise Unacceptable(_("This document would take up far too much room once opened: it cannot be kept."))


def _refuse_what_acts(entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        name = entry.filename.lower().replace("\\", "/")
        if entry.flag_bits & 1:
            raise _protected()
        if name.endswith(ACTIVE_ENDS) or name.startswith(ACTIVE_FOLDERS):
            raise _macros()


def _kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" in names:
        types = _start_of(archive, "[Content_Types].xml")
        if b"macroEnabled" in types:
            raise _macros()
        return next((extension for content_type, extension in OPEN_XML.items() if content_type in types), "")
    if "mimetype" in names:
        if "META-INF/manifest.xml" in names and b"encryption-data" in _start_of(archive, "META-INF/manifest.xml"):
            raise _protected()
        return OPEN_DOCUMENT.get(_start_of(archive, "mimetype").strip(), "")
    return ""


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(LISTING)


def _macros() -> Unacceptable:
    return Unacceptable(
        _("This document holds macros, which act by themselves. Save it without macros (.docx, .xlsx, .pptx, .odt or PDF).")
    )


def _protected() -> Unacceptable:
    return Unacceptable(_("This document is protected by a password: readers could not open it. Send it unprotected."))
