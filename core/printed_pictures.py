"""The site's pictures as documents take them: whole, upright, no larger than print needs, in a form that every reader opens."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

#: Pixels on the long side: 300 a inch over the width of a page's text.
LARGEST = 1600
#: Of pixels in the file as it was sent: more is refused before it is unpacked.
MOST_PIXELS = 80_000_000


class Unreadable(Exception):
    """The picture is missing, cut short, or is none."""


@dataclass(frozen=True)
class Picture:
    content: bytes
    extension: str
    width: int
    height: int


def ready(file: Any) -> Picture:
    """The picture in this stored file as JPEG, or as PNG where it has transparency. Raises Unreadable."""
    try:
        with file.open("rb") as opened, Image.open(opened) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unreadable("too large")
            image.draft("RGB", (LARGEST, LARGEST))
            return _saved(ImageOps.exif_transpose(image))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable(str(error)) from error


def _saved(image: Image.Image) -> Picture:
    image.thumbnail((LARGEST, LARGEST))
    see_through = "A" in image.getbands() or "transparency" in image.info
    kind, mode = ("PNG", "RGBA") if see_through else ("JPEG", "RGB")
    out = BytesIO()
    image.convert(mode).save(out, kind, quality=86, optimize=True)
    return Picture(out.getvalue(), ".png" if see_through else ".jpg", image.width, image.height)
