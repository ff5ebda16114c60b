"""Images: decoded and drawn anew, so that nothing but the picture is kept (no place, no date, no device, nothing appended)."""

from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from . import IMAGE_BYTES, IMAGE_PIXELS, IMAGE_SIDE, MEGABYTE, Ready, Unacceptable
from .kinds import HEAD, described

FORMATS = ("JPEG", "PNG", "WEBP")
#: All that a decoder may raise on a file made to break it.
BROKEN = (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError, OverflowError, MemoryError, AttributeError)
TOO_MANY = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def ready(file: BinaryIO, size: int) -> Ready:
    """The picture upright, at most IMAGE_SIDE pixels long, without any metadata. Raises Unacceptable."""
    if size > IMAGE_BYTES:
        raise Unacceptable(_("This image weighs more than %(most)d MB: reduce it, or choose another.") % {"most": IMAGE_BYTES // MEGABYTE})
    image = _opened(file)
    try:
        # A JPEG is decoded at the size that is needed: a photograph of 50 million pixels takes no more memory than another.
        image.draft("RGB", (IMAGE_SIDE, IMAGE_SIDE))
        picture = ImageOps.exif_transpose(image)
        picture.thumbnail((IMAGE_SIDE, IMAGE_SIDE), Image.Resampling.LANCZOS)
        return _drawn_anew(_in_srgb(picture))
    except BROKEN:
        raise Unacceptable(_("This image is damaged or cut short: it cannot be opened. Try to save it again, then send it.")) from None


def _opened(file: BinaryIO) -> Image.Image:
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    try:
        image = Image.open(file, formats=FORMATS)
        pixels = image.width * image.height
    except TOO_MANY:
        pixels = IMAGE_PIXELS + 1
    except BROKEN:
        raise Unacceptable(_not_an_image(head)) from None
    if pixels > IMAGE_PIXELS:
        raise Unacceptable(
            _("This image has more than %(most)d million pixels: reduce it, then send it.") % {"most": IMAGE_PIXELS // 1_000_000}
        )
    return image


def _not_an_image(head: bytes) -> str:
    kind = described(head)
    if kind:
        return _("We take images in JPEG, PNG or WebP. Whatever its name says, this file is %(kind)s.") % {"kind": kind}
    return _("We take images in JPEG, PNG or WebP. This file is none of them, or is damaged.")


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Colours as every screen shows them: the profile that says how to read them is metadata, and goes."""
    profile = picture.info.get("icc_profile")
    mode = "RGBA" if picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info else "RGB"
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            target = ImageCms.createProfile("sRGB")
            picture = ImageCms.profileToProfile(picture, ImageCms.ImageCmsProfile(BytesIO(profile)), target, outputMode=mode) or picture
        except (ImageCms.PyCMSError, *BROKEN):
            # A profile that cannot be read, or that is not for this kind of picture: the colours stay as they are written.
            pass
    return picture.convert(mode)


def _drawn_anew(picture: Image.Image) -> Ready:
    picture.info = {}
    content = BytesIO()
    if picture.mode == "RGBA":
        picture.save(content, "WEBP", quality=90)
        extension = "webp"
    else:
        picture.save(content, "JPEG", quality=86, progressive=True, optimize=True)
        extension = "jpg"
    content.seek(0)
    return Ready(content, extension)
