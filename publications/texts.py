"""Plain texts out of what editors write."""

from collections.abc import Iterable, Iterator

from django.utils.html import strip_tags
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText


def paragraphs(text: str) -> list[str]:
    """A plain text's paragraphs, which an empty line parts."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def plain_texts(stream: StreamValue) -> list[str]:
    """Every text of a stream, without its markup, block by block."""
    return [text for block in stream for text in _texts(block.value) if text.strip()]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, RichText):
        # Tags become spaces: words of two paragraphs stay apart.
        yield " ".join(strip_tags(value.source.replace("<", " <")).split())
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _texts(getattr(inner, "value", inner))
