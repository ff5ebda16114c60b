"""What a document says of who made it, beside its text: its author, who saved it last, their firm. It is taken out on arrival.

A document that bears a digital signature stays as it is: it would no longer be valid, and it names its signer on purpose.
Two arrivals of one file give one content: an import knows by its digest what a sheet has already.
"""

import re
import tempfile
import zipfile
import zlib
from itertools import islice
from typing import BinaryIO

from django.utils.translation import gettext as _

from . import MEGABYTE, Ready, Unacceptable
from .office import BROKEN

_IN_MEMORY = 2 * MEGABYTE
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE, _OFFICE = b"http://schemas.openxmlformats.org/package/2006/metadata", b"http://schemas.openxmlformats.org/officeDocument/2006"
_CORE = _HEAD + b'<cp:coreProperties xmlns:cp="' + _PACKAGE + b'/core-properties"/>'
#: Parts that hold properties and nothing else, by their name; what stands in their place says nothing.
_PARTS = {
    "docprops/core.xml": _CORE,
    "docprops/app.xml": _HEAD + b'<Properties xmlns="' + _OFFICE + b'/extended-properties"/>',
    "docprops/custom.xml": _HEAD + b'<Properties xmlns="' + _OFFICE + b'/custom-properties"/>',
    "meta.xml": _HEAD + b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"/>',
}
_SIGNED_PARTS = ("_xmlsignatures/", "meta-inf/documentsignatures.xml")

_TEXT = rb"(\((?:\\.|[^()\\]|\((?:\\.|[^()\\])*\))*\)|<[0-9A-Fa-f\s]*>)"
#: In the dictionary of properties: the text itself, or the number of the object that holds it.
_WHO = re.compile(rb"/(?:Author|Company|Manager|SourceModifiedBy)\s*(?:" + _TEXT + rb"|(\d{1,9})\s+(\d{1,5})\s+R\b)", re.S)
_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})\s+(\d{1,5})\s+obj\s*" + _TEXT, re.S)
_SIGNED = re.compile(rb"/ByteRange\s*\[")
_NAMING = rb"(dc:creator|dc:contributor|pdf:Author|pdfx:Author|pdfx:Company|pdfx:Manager|xmpRights:Owner)"
_OPENING = re.compile(b"<" + _NAMING + rb"\b[^>]{0,500}>")
_ATTRIBUTE = re.compile(_NAMING + rb"\s*=\s*(\"[^\"]*\"|'[^']*')")
_BETWEEN_TAGS = re.compile(rb">([^<]+)<")
#: Streams in which objects or properties are packed.
_PACKED = re.compile(rb"/Type\s*/(?:ObjStm|Metadata)\b")
_LENGTH = re.compile(rb"/Length\s+(\d{1,9})\b(?!\s+\d+\s+R)")
_START = re.compile(rb"\bstream\r?\n")
_DICTIONARY = 1_000
#: No honest file has more; a hostile one keeps nobody waiting.
_MOST_NAMES, _MOST_OBJECTS, _MOST_STREAMS, _MOST_UNPACKED = 2_000, 50, 20_000, 64 * MEGABYTE


def without_names(ready: Ready) -> Ready:
    """The same document without what it says of persons beside its text. Raises Unacceptable when it cannot be opened."""
    ready.file.seek(0)
    if ready.extension == "pdf":
        return Ready(_pdf(ready.file), ready.extension)
    try:
        return Ready(_office(ready.file), ready.extension)
    except BROKEN:
        raise Unacceptable(_("This document is damaged or cut short: it cannot be opened. Save it again, then send it.")) from None


def _office(file: BinaryIO) -> BinaryIO:
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        if any(entry.filename.lower().startswith(_SIGNED_PARTS) for entry in entries):
            return file
        cleaned = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 -- whoever keeps the document reads it
        with zipfile.ZipFile(cleaned, "w") as into:
            for entry in entries:
                _copy(archive, entry, into)
    cleaned.seek(0)
    return cleaned  # type: ignore[return-value]


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: zipfile.ZipFile) -> None:
    """Under its name, in its order, packed as it was, at its date: the same file again gives the same content."""
    copied = zipfile.ZipInfo(entry.filename, entry.date_time)
    copied.compress_type, copied.external_attr = entry.compress_type, entry.external_attr
    if (instead := _instead_of(entry.filename)) is not None:
        into.writestr(copied, instead)
        return
    with archive.open(entry) as part, into.open(copied, "w", force_zip64=False) as written:
        while piece := part.read(MEGABYTE):
            written.write(piece)


def _instead_of(name: str) -> bytes | None:
    name = name.lower().replace("\\", "/")
    return _CORE if name.endswith(".psmdcp") else _PARTS.get(name)


def _pdf(file: BinaryIO) -> BinaryIO:
    """Overwritten in place, byte for byte: no table of the file moves, and nothing of it is run through a reader."""
    content = bytearray(file.read())
    if not _SIGNED.search(content):
        _blank_packed(content)
        _blank(content)
    cleaned = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 -- whoever keeps the document reads it
    cleaned.write(content)
    cleaned.seek(0)
    return cleaned  # type: ignore[return-value]


def _blank(content: bytearray) -> None:
    """Spaces where the properties name somebody: in their dictionary, and in their packet of XML."""
    elsewhere = set()
    for found in list(islice(_WHO.finditer(content), _MOST_NAMES)):
        if found[1] is None:
            elsewhere.add((found[2], found[3]))
        else:
            _overwrite(content, found.start(1) + 1, found.end(1) - 1)
    for found in list(_OBJECT.finditer(content)) if elsewhere else []:
        if (found[1], found[2]) in elsewhere:
            _overwrite(content, found.start(3) + 1, found.end(3) - 1)
    end = 0
    for _packet in range(_MOST_OBJECTS):
        start = content.find(b"<x:xmpmeta", end)
        end = content.find(b"</x:xmpmeta>", start)
        if start < 0 or end < 0:
            return
        content[start:end] = _blank_packet(content[start:end])


def _blank_packet(packet: bytearray) -> bytearray:
    done = 0
    for opening in list(islice(_OPENING.finditer(packet), _MOST_OBJECTS)):
        end = packet.find(b"</" + opening[1], opening.end())
        if opening.start() >= done and end >= 0:
            for words in list(islice(_BETWEEN_TAGS.finditer(packet, opening.end() - 1, end + 1), _MOST_NAMES)):
                _overwrite(packet, words.start(1), words.end(1))
            done = end
    for attribute in list(islice(_ATTRIBUTE.finditer(packet), _MOST_OBJECTS)):
        _overwrite(packet, attribute.start(2) + 1, attribute.end(2) - 1)
    return packet


def _overwrite(content: bytearray, start: int, end: int) -> None:
    content[start:end] = b" " * (end - start)


def _blank_packed(content: bytearray) -> None:
    """The same in what is packed, each stream packed again in the room that it had; one that cannot be stays as it is."""
    room = _MOST_UNPACKED
    for found in list(islice(_PACKED.finditer(content), _MOST_STREAMS)):
        begins = _START.search(content, found.end(), found.end() + _DICTIONARY)
        opens = content.rfind(b"obj", max(0, found.start() - _DICTIONARY), found.start())
        if begins is None or opens < 0 or room <= 0:
            continue
        dictionary = bytes(content[opens : begins.start()])
        length = _LENGTH.search(dictionary)
        if length and b"/FlateDecode" in dictionary and b"/DecodeParms" not in dictionary:
            room -= _repack(content, begins.end(), begins.end() + int(length[1]), room)


def _repack(content: bytearray, start: int, end: int, room: int) -> int:
    """Returns how much was unpacked."""
    unpacker = zlib.decompressobj()
    try:
        plain = bytearray(unpacker.decompress(bytes(content[start:end]), room))
    except zlib.error:
        return 0
    before = bytes(plain)
    _blank(plain)
    if plain != before and not unpacker.unconsumed_tail:
        packed = zlib.compress(bytes(plain), 9)
        if len(packed) <= end - start:
            # Readers stop where the packed data end: many writers leave a line after them.
            content[start:end] = packed.ljust(end - start, b"\n")
    return len(before)
