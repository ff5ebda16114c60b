"""The newest sheets of any search as an Atom feed (RFC 4287)."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.dateparse import parse_datetime
from django.utils.http import http_date
from django.utils.translation import gettext as _

from core.typography import french
from practices.citations import authors, permanent_address
from practices.linked_data import LICENCE_ADDRESSES
from practices.vocabulary import Licence

from .api.answers import open_to_all, refused
from .exports import sheets_of
from .params import SearchParams, parse
from .queries import find
from .vocabulary import Vocabulary

NEWEST = 50
ATOM = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
CONTENT_TYPE = "application/atom+xml"
#: When a feed without a single entry was last updated: it must say something, and always the same.
NEVER = "2026-01-01T00:00:00Z"

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@open_to_all
def feed(request: HttpRequest) -> HttpResponseBase:
    """The feed, 304 for who has it, or 422 with every value that was not understood. `tri` and pages mean nothing here."""
    vocabulary = Vocabulary()
    asked = parse(request.GET, vocabulary)
    if asked.errors:
        return refused(asked.errors)
    params = replace(asked, tri="recent", page=1, par_page=NEWEST)
    sheets = list(sheets_of([[hit["id"] for hit in find(params, []).hits]]))
    updated = max((sheet["updated_at"] for sheet in sheets), default=NEVER)
    content = tostring(_feed(params, vocabulary, sheets, updated), encoding="utf-8", xml_declaration=True)
    return _answer(request, content, updated)


def _answer(request: HttpRequest, content: bytes, updated: str) -> HttpResponseBase:
    response = HttpResponse(content, content_type=f"{CONTENT_TYPE}; charset=utf-8")
    response["ETag"] = f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'
    moment = parse_datetime(updated)
    assert moment, "the public record holds ISO times"
    response["Last-Modified"] = http_date(moment.timestamp())
    response["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=response["ETag"], last_modified=int(moment.timestamp()), response=response) or response


def _feed(params: SearchParams, vocabulary: Vocabulary, sheets: Iterable[dict[str, Any]], updated: str) -> Element:
    pairs = replace(params, tri="", par_page=SearchParams().par_page).pairs()
    query = f"?{urlencode(pairs)}" if pairs else ""
    itself = settings.SITE_URL + reverse("search:feed") + query
    feed = Element("feed", {"xmlns": ATOM, LANGUAGE: settings.LANGUAGE_CODE})
    _text(feed, "id", itself)
    _text(feed, "title", _title(params, vocabulary))
    _text(feed, "updated", updated)
    _person(feed, settings.WAGTAIL_SITE_NAME)
    SubElement(feed, "link", rel="self", type=CONTENT_TYPE, href=itself)
    SubElement(feed, "link", rel="alternate", type="text/html", href=settings.SITE_URL + reverse("search:practices") + query)
    for sheet in sheets:
        _entry(feed, sheet)
    return feed


def _title(params: SearchParams, vocabulary: Vocabulary) -> str:
    """What is searched for, in words."""
    words = [f"« {params.q} »"] if params.q else []
    for parameter, values in params.filters.items():
        labels = vocabulary.labels(parameter, values)
        words += [labels.get(value, value) for value in values]
    words += [_("from %(year)d") % {"year": params.annee_min}] if params.annee_min else []
    words += [_("until %(year)d") % {"year": params.annee_max}] if params.annee_max else []
    said = ", ".join(words) or _("all the sheets")
    return french(f"{settings.WAGTAIL_SITE_NAME} : {said}")


def _entry(feed: Element, sheet: dict[str, Any]) -> None:
    entry = SubElement(feed, "entry")
    _text(entry, "id", permanent_address(sheet))
    _text(entry, "title", sheet["title"])
    _text(entry, "published", sheet["published_at"])
    _text(entry, "updated", sheet["updated_at"])
    for name in authors(sheet):
        _person(entry, name)
    SubElement(entry, "link", rel="alternate", type="text/html", href=sheet["url"])
    for theme in filter(None, [sheet["main_theme"], *sheet["themes"]]):
        scheme = settings.SITE_URL + reverse("themes:themes")
        SubElement(entry, "category", term=theme["slug"], scheme=scheme, label=_clean(theme["label"]))
    _text(entry, "summary", sheet["summary"])
    if licence := sheet["licence"]:
        _text(entry, "rights", str(Licence(licence).label))
        SubElement(entry, "link", rel="license", href=LICENCE_ADDRESSES[licence])


def _person(parent: Element, name: str) -> None:
    _text(SubElement(parent, "author"), "name", name)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold in any form."""
    return _UNWRITABLE.sub("\ufffd", text)
