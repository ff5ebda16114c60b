"""The addresses that a public content names, out of its public data (models.public)."""

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

_ANCHOR = re.compile(r"<a\s([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
#: A longer address is nobody's page.
LONGEST = 2000


def anchors(data: dict[str, Any]) -> Iterator[dict[str, str]]:
    """The attributes of each link in its texts."""
    for text in _texts(data):
        for attributes in _ANCHOR.findall(text):
            yield {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}


def blocks(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every block of every stream."""
    for stream in data.values():
        if isinstance(stream, list):
            yield from (block for block in stream if isinstance(block, dict) and {"type", "value", "id"} <= block.keys())


def addresses(data: dict[str, Any]) -> Iterator[str]:
    """Those of links, references and the source, as they are written; not the links to pages and documents by their number."""
    yield from (link["href"] for link in anchors(data) if link.get("href") and not link.get("linktype"))
    yield from (block["value"]["url"] for block in blocks(data) if block["type"] == "reference" and block["value"]["url"])
    if (source := data.get("source")) and source.get("url"):
        yield source["url"]


def external(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(as written, as it is asked for) of each address of another site."""
    for address in addresses(data):
        if asked := _of_another_site(address.strip()):
            yield address, asked


def _of_another_site(address: str) -> str:
    """As programs write it, without what names a place in the page; empty for our own pages and what is no address."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or parts.netloc == urlsplit(settings.SITE_URL).netloc:
        return ""
    netloc = parts.netloc.lower().replace((parts.hostname or ""), host)
    asked = iri_to_uri(parts._replace(netloc=netloc, fragment="").geturl())
    return asked if len(asked) <= LONGEST else ""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
