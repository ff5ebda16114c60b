"""Images as pages show them: a few widths in WebP and AVIF, their size known before they come, cut around their focal point.

WebP is made when it is first asked for; AVIF takes longer, and is made by the worker.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache
from wagtail.images.models import AbstractRendition, Filter, Image, SourceImageIOError

from .media import PUBLIC_COLLECTION

WIDTHS = (480, 800, 1200, 1600)
#: Height for a width of 100, for what is cut; the others keep their shape.
SHAPES = {"wide": 50, "card": 62}
#: How long nobody asks again for what the worker is making, in seconds.
PATIENCE = 600


@dataclass(frozen=True)
class Picture:
    """`webp` and `avif`: values of srcset, the latter empty until it is made. `src` has these `width` and `height`."""

    src: str
    width: int
    height: int
    webp: str
    avif: str


def pictures(ids: Iterable[int], shape: str = "") -> dict[int, Picture]:
    """The public ones of these images, by number; what visitors may not see is not there. Two queries, whatever their number."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = Image.objects.filter(pk__in=wanted, collection__name=PUBLIC_COLLECTION)
    specs = [spec for form in ("webp", "avif") for spec in _specs(form, shape)]
    drawn = {image.pk: _picture(image, shape) for image in found.prefetch_renditions(*specs)}
    return {pk: picture for pk, picture in drawn.items() if picture}


def make_all(image: Image, shape: str) -> None:
    """Every width in both formats."""
    for form in ("webp", "avif"):
        for spec in _specs(form, shape):
            image.get_rendition(spec)


def _picture(image: Image, shape: str) -> Picture | None:
    """None where the file is gone or cannot be read."""
    try:
        made = image.get_renditions(*_specs("webp", shape))
    except SourceImageIOError:
        return None
    webp = _by_width(made.values())
    avif = _by_width(image.find_existing_renditions(*(Filter(spec) for spec in _specs("avif", shape))).values())
    if len(avif) < len(webp):
        _ask_for_the_rest(image, shape)
    usual = min(webp, key=lambda rendition: abs(rendition.width - 800))
    return Picture(usual.url, usual.width, usual.height, _srcset(webp), _srcset(avif) if len(avif) == len(webp) else "")


def _specs(form: str, shape: str) -> list[str]:
    """Filters of Wagtail; an image is never made wider than it is."""
    cut = [f"fill-{width}x{width * SHAPES[shape] // 100}" if shape else f"width-{width}" for width in WIDTHS]
    return [f"{each}|format-{form}" for each in cut]


def _by_width(renditions: Iterable[AbstractRendition]) -> list[AbstractRendition]:
    """One for each width: those of a small image are all the same."""
    return list({rendition.width: rendition for rendition in sorted(renditions, key=lambda each: each.width)}.values())


def _srcset(renditions: list[AbstractRendition]) -> str:
    return ", ".join(f"{rendition.url} {rendition.width}w" for rendition in renditions)


def _ask_for_the_rest(image: Image, shape: str) -> None:
    from .tasks import make_pictures

    if cache.add(f"pictures-{image.pk}-{shape}-{image.file_hash[:8]}", True, PATIENCE):
        make_pictures.enqueue(image.pk, shape)
