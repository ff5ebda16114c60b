"""Recorded voices: which files the browsers of today play, told by what they hold and never by their name."""

from typing import BinaryIO

from django.utils.translation import gettext as _

from practices.uploads import MEGABYTE, Unacceptable
from practices.uploads.kinds import HEAD, described

MEGABYTES = 30
TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg"}
#: The handler of a picture track in an MPEG-4 file.
_PICTURES = b"hdlr\x00\x00\x00\x00\x00\x00\x00\x00vide"
_WINDOW = 1024 * 1024
_BIT_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_LOW_BIT_RATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
#: By the two bits that tell the version of MPEG: 2.5, none, 2, 1.
_SAMPLE_RATES = ((11_025, 12_000, 8_000), (), (22_050, 24_000, 16_000), (44_100, 48_000, 32_000))


def check(file: BinaryIO) -> str:
    """The extension that the content calls for. Raises Unacceptable."""
    size = file.seek(0, 2)
    if size > MEGABYTES * MEGABYTE:
        raise Unacceptable(_("This recording weighs more than %(most)d MB: cut it, or save it again as MP3.") % {"most": MEGABYTES})
    found = extension_of(file)
    if not found:
        file.seek(0)
        kind = described(file.read(HEAD)) or _("of another kind")
        raise Unacceptable(_("We take recordings in MP3, M4A or OGG. Whatever its name says, this file is %(kind)s.") % {"kind": kind})
    return found


def extension_of(file: BinaryIO) -> str:
    """`mp3`, `m4a`, `ogg`, or '' for what is none of them."""
    file.seek(0)
    head = file.read(HEAD)
    if head[:4] == b"OggS" and (b"OpusHead" in head or b"\x01vorbis" in head):
        found = "ogg"
    elif head[4:8] == b"ftyp":
        found = "" if _holds(file, _PICTURES) or not _holds(file, b"soun") else "m4a"
    else:
        found = "mp3" if _is_mp3(file, head) else ""
    file.seek(0)
    return found


def extension(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _is_mp3(file: BinaryIO, head: bytes) -> bool:
    """Two frames in a row, after the tags that may come first: one alone is found in any file by chance."""
    start = 0
    if head[:3] == b"ID3" and len(head) > 10:
        start = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    length = _frame(file, start)
    return length > 0 and _frame(file, start + length) > 0


def _frame(file: BinaryIO, start: int) -> int:
    """The length in bytes of the layer III frame that begins there; 0 when none does."""
    file.seek(start)
    header = file.read(4)
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate = header[1] >> 3 & 3, header[2] >> 4
    sample = header[2] >> 2 & 3
    if version == 1 or sample == 3 or rate in (0, 15):
        return 0
    kilobits = (_BIT_RATES if version == 3 else _LOW_BIT_RATES)[rate]
    return (144 if version == 3 else 72) * kilobits * 1000 // _SAMPLE_RATES[version][sample] + (header[2] >> 1 & 1)


def _holds(file: BinaryIO, sought: bytes) -> bool:
    file.seek(0)
    before = b""
    while chunk := file.read(_WINDOW):
        if sought in before + chunk:
            return True
        before = chunk[-len(sought) :]
    return False
