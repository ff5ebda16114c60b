"""The one way in which templates show images: `{% picture content.image %}`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from wagtail.images.models import Image

from core.pictures import Picture, pictures

register = template.Library()

COLUMN = "(min-width: 44rem) 42rem, 92vw"


@register.inclusion_tag("components/picture/picture.html", takes_context=True)
def picture(context: template.Context, image: Mapping[str, Any], shape: str = "", sizes: str = COLUMN, eager: bool = False):
    """`image`: `{"id", "alt"}` of a public object, an empty alternative for a decorative one. Nothing where visitors may not see it.

    A list first says `{% gather_pictures contents shape="card" %}`: all its images then come in two queries.
    """
    known = _known(context, shape)
    if image["id"] not in known:
        known[image["id"]] = pictures([image["id"]], shape).get(image["id"])
    return {"picture": known[image["id"]], "alt": image["alt"], "sizes": sizes, "eager": eager}


@register.simple_tag(takes_context=True)
def gather_pictures(context: template.Context, contents: Iterable[Any], shape: str = "") -> str:
    """Reads at once the images of these public contents (rows, or their public objects)."""
    objects = [content if isinstance(content, Mapping) else content.data for content in contents]
    ids = [data["image"]["id"] for data in objects if data.get("image")]
    found = pictures(ids, shape)
    _known(context, shape).update({each: found.get(each) for each in ids})
    return ""


def _known(context: template.Context, shape: str) -> dict[int, Picture | None]:
    """What this page has read of each shape; kept with the request, for a tag in a loop does not outlive it."""
    request = context["request"]
    if not hasattr(request, "pictures"):
        request.pictures = {}
    return request.pictures.setdefault(shape, {})


@register.inclusion_tag("components/picture/picture.html")
def block_picture(image: Image, sizes: str = COLUMN):
    """The image of a block, with the alternative that was given there."""
    return {"picture": pictures([image.pk]).get(image.pk), "alt": image.contextual_alt_text or "", "sizes": sizes, "eager": False}
