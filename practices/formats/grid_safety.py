"""Whether an uploaded grid may be opened at all. What the file says of itself is not believed; nothing is read before this has passed."""

import re
import zipfile
from typing import IO

from django.utils.translation import gettext as _

from ..uploads.office import BROKEN
from .errors import UnreadableFile

LARGEST = 5 * 1024 * 1024
_LARGEST_UNPACKED = 40 * 1024 * 1024
_LARGEST_PART = 12 * 1024 * 1024
_DENSEST = 200
_MOST_PARTS = 400
_SIGNATURES = {"docx": b"wordprocessingml.document.main+xml", "xlsx": b"spreadsheetml.sheet.main+xml"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_PROGRAMS = ("vbaproject.bin", "/activex/", "/macrosheets/", "/embeddings/")
_DECLARED = re.compile(rb"""^<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.-]{1,20})["']""")


def check(file: IO[bytes], size: int, extension: str) -> None:
    """Raises UnreadableFile, in words for the person who chose the file. The file is then at its beginning."""
    if extension not in _SIGNATURES:
        raise UnreadableFile(1, _("Only .docx and .xlsx files are read. Save your grid in one of these formats."))
    if size > LARGEST:
        raise UnreadableFile(
            1, _("This file weighs more than 5 MB: a grid holds texts only. Take the images out, you can add them to the sheet.")
        )
    start = file.read(4)
    file.seek(0)
    if start == _OLD_OFFICE:
        raise UnreadableFile(
            1, _("This file is in an old format, or protected by a password: save it as .docx or .xlsx, without a password.")
        )
    try:
        with zipfile.ZipFile(file) as archive:
            _weigh(archive)
            _recognise(archive, extension)
            for part in archive.infolist():
                if part.filename.lower().endswith((".xml", ".rels")):
                    _read_through(archive, part)
    except BROKEN:
        raise damaged(extension) from None
    file.seek(0)


def damaged(extension: str) -> UnreadableFile:
    return UnreadableFile(1, _("This file is not a .%(extension)s, or it is damaged.") % {"extension": extension})


def _weigh(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    dense = any(part.file_size > 1024**2 and part.file_size > _DENSEST * max(part.compress_size, 1) for part in parts)
    heavy = any(part.file_size > _LARGEST_PART for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    if dense or heavy or len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
        raise UnreadableFile(1, _("This file unpacks into something far too large for a grid."))


def _recognise(archive: zipfile.ZipFile, extension: str) -> None:
    types = archive.read("[Content_Types].xml")
    names = ["/" + part.filename.lower() for part in archive.infolist()]
    if b"macroenabled" in types.lower() or any(program in name for name in names for program in _PROGRAMS):
        raise UnreadableFile(1, _("This file holds macros or embedded programs: save it without them."))
    if _SIGNATURES[extension] not in types:
        raise damaged(extension)


def _read_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Office writes UTF-8 and declares no entity: anything else was made to deceive a parser."""
    text = archive.read(part)
    declared = _DECLARED.match(text.removeprefix(b"\xef\xbb\xbf"))
    if b"\x00" in text or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii")):
        raise damaged("docx" if "word/" in part.filename else "xlsx")
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise UnreadableFile(1, _("This file refers to things outside itself: it is not opened."))
