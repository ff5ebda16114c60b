"""What a file really is, told from its first bytes, for the sentence that refuses it."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HEAD = 2_048
_MARKUP = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+)?<?(svg|html|head|body|script)\b", re.I | re.S
)
_SIGNATURES: tuple[tuple[bytes, int, str | Promise], ...] = (
    (b"%PDF-", 0, _("a PDF")),
    (b"PK\x03\x04", 0, _("a document or an archive (zip)")),
    (b"\xd0\xcf\x11\xe0", 0, _("an Office document of the old format, or one that a password protects")),
    (b"\xff\xd8\xff", 0, _("a JPEG image")),
    (b"\x89PNG", 0, _("a PNG image")),
    (b"GIF8", 0, _("a GIF image")),
    (b"WEBP", 8, _("a WebP image")),
    (b"ftypheic", 4, _("a HEIC image, as some telephones make them: save it as a JPEG first")),
    (b"ftypmif1", 4, _("a HEIC image, as some telephones make them: save it as a JPEG first")),
    (b"ftypavif", 4, _("an AVIF image")),
    (b"ftyp", 4, _("a video")),
    (b"\x1aE\xdf\xa3", 0, _("a video")),
    (b"ID3", 0, _("a sound recording")),
    (b"OggS", 0, _("a sound recording")),
    (b"MZ", 0, _("a program")),
    (b"\x7fELF", 0, _("a program")),
    (b"#!", 0, _("a program")),
    (b"{\\rtf", 0, _("an RTF document")),
    (b"II*\x00", 0, _("a TIFF image")),
    (b"MM\x00*", 0, _("a TIFF image")),
)
_MARKUP_WORDS = {b"svg": _("an SVG drawing")}
_PAGE = _("a web page")


def described(head: bytes) -> str | Promise:
    """The kind in words, '' when nothing tells it."""
    if match := _MARKUP.match(head):
        return _MARKUP_WORDS.get(match[1].lower(), _PAGE)
    return next((words for signature, start, words in _SIGNATURES if head[start:].startswith(signature)), "")
