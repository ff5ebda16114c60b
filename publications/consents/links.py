"""The link by which a person takes back what she agreed to, without an account. It stands on her printed receipt, so it can be typed.

It is signed, not kept: `oc-1a2b3c4d-xxxx-xxxx-xxxx`, the identifier of the voice and 60 bits of a keyed digest of it. It has no end.
"""

import base64
from collections.abc import Iterator

import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathImage

from practices.identifiers import CROCKFORD

SALT = "publications.voice_consent"
DIGITS = 12
_TO_CROCKFORD = str.maketrans("abcdefghijklmnopqrstuvwxyz234567", CROCKFORD)
#: Letters that a hand writes and an eye reads for a digit.
_MISREAD = str.maketrans("oil", "011")


def code(identifier: str) -> str:
    """`oc-1a2b3c4d` → `oc-1a2b3c4d-7kq2-m9xw-4p3h`."""
    digits = _digest(identifier, settings.SECRET_KEY)
    return "-".join([identifier, *(digits[start : start + 4] for start in range(0, DIGITS, 4))])


def identifier_of(typed: str) -> str | None:
    """Whose code this is, as it was typed: capitals, spaces and hyphens do not matter. None when we never gave it."""
    signs = "".join(sign for sign in typed.lower() if sign.isascii() and sign.isalnum())
    if not signs.startswith("oc") or len(signs) != 2 + 8 + DIGITS:
        return None
    signs = signs[2:].translate(_MISREAD)
    identifier = f"oc-{signs[:8]}"
    known = [constant_time_compare(signs[8:], digits) for digits in _digests(identifier)]
    return identifier if any(known) else None


def path(identifier: str) -> str:
    return reverse("publications:consent", args=[code(identifier)])


def url(identifier: str) -> str:
    return settings.SITE_URL + path(identifier)


def drawn(identifier: str) -> SafeString:
    """The link as a square to photograph."""
    square = qrcode.QRCode(border=2, image_factory=SvgPathImage)
    square.add_data(url(identifier))
    return mark_safe(square.make_image().to_string(encoding="unicode"))


def _digests(identifier: str) -> Iterator[str]:
    """Papers are kept for years: what a former key signed still opens."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _digest(identifier, key)


def _digest(identifier: str, key: str) -> str:
    signed = salted_hmac(SALT, identifier, secret=key, algorithm="sha256").digest()
    return base64.b32encode(signed).decode().lower().translate(_TO_CROCKFORD)[:DIGITS]
