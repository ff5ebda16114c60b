"""Writing Atom feeds (RFC 4287): what every feed of the site has in common."""

import hashlib
import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.dateparse import parse_datetime
from django.utils.http import http_date

from core.typography import french

ATOM = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
CONTENT_TYPE = "application/atom+xml"
#: When a feed without a single entry was last updated: it must say something, and always the same.
NEVER = "2026-01-01T00:00:00Z"

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(*, itself: str, page: str, said: str, updated: str) -> Element:
    """A feed without its entries. `itself`, `page`: paths of the feed and of the page that shows the same; `said`: its content in words."""
    made = Element("feed", {"xmlns": ATOM, LANGUAGE: settings.LANGUAGE_CODE})
    text(made, "id", settings.SITE_URL + itself)
    text(made, "title", french(f"{settings.WAGTAIL_SITE_NAME} : {said}"))
    text(made, "updated", updated)
    person(made, settings.WAGTAIL_SITE_NAME)
    SubElement(made, "link", rel="self", type=CONTENT_TYPE, href=settings.SITE_URL + itself)
    alternate(made, settings.SITE_URL + page)
    return made


def entry(parent: Element, data: dict[str, Any], address: str, page: str) -> Element:
    """An entry with what every public object says of itself. `address`: the permanent one; `page`: where it is read, both whole."""
    made = SubElement(parent, "entry")
    text(made, "id", address)
    text(made, "title", data["title"])
    text(made, "published", data["published_at"])
    text(made, "updated", data["updated_at"])
    alternate(made, page)
    if data["summary"]:
        text(made, "summary", data["summary"])
    return made


def alternate(parent: Element, page: str) -> None:
    SubElement(parent, "link", rel="alternate", type="text/html", href=page)


def category(parent: Element, term: str, label: str, scheme: str) -> None:
    SubElement(parent, "category", term=term, scheme=scheme, label=clean(label))


def rights(parent: Element, label: str, address: str) -> None:
    text(parent, "rights", label)
    SubElement(parent, "link", rel="license", href=address)


def person(parent: Element, name: str) -> None:
    text(SubElement(parent, "author"), "name", name)


def text(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = clean(words)


def clean(words: str) -> str:
    """Without the characters that XML cannot hold in any form."""
    return _UNWRITABLE.sub("\ufffd", words)


def answer(request: HttpRequest, written: Element, updated: str) -> HttpResponseBase:
    """The feed, or 304 for who has it."""
    content = tostring(written, encoding="utf-8", xml_declaration=True)
    response = HttpResponse(content, content_type=f"{CONTENT_TYPE}; charset=utf-8")
    response["ETag"] = f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'
    moment = parse_datetime(updated)
    assert moment, "the public record holds ISO times"
    response["Last-Modified"] = http_date(moment.timestamp())
    response["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=response["ETag"], last_modified=int(moment.timestamp()), response=response) or response
