"""The newest of any search, in sheets or in everything, as an Atom feed (RFC 4287)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from core import atom
from practices.citations import authors, permanent_address
from practices.linked_data import LICENCE_ADDRESSES
from practices.vocabulary import Licence

from .api.answers import open_to_all, refused
from .everything import find_everything
from .exports import sheets_of
from .params import SearchParams, parse, parse_everything
from .queries import find
from .vocabulary import Vocabulary

NEWEST = 50


@open_to_all
def feed(request: HttpRequest) -> HttpResponseBase:
    """The feed, 304 for who has it, or 422 with every value that was not understood. `tri` and pages mean nothing here."""
    vocabulary = Vocabulary()
    asked = parse(request.GET, vocabulary)
    if asked.errors:
        return refused(asked.errors)
    params = replace(asked, tri="recent", page=1, par_page=NEWEST)
    sheets = list(sheets_of([[hit["id"] for hit in find(params, []).hits]]))
    updated = max((sheet["updated_at"] for sheet in sheets), default=atom.NEVER)
    return atom.answer(request, _feed(params, vocabulary, sheets, updated), updated)


@open_to_all
def everything(request: HttpRequest) -> HttpResponseBase:
    """The same of sheets and contents together, by what their lists show."""
    vocabulary = Vocabulary()
    asked = parse_everything(request.GET, vocabulary)
    if asked.errors:
        return refused(asked.errors)
    params = replace(asked, tri="recent", page=1, par_page=NEWEST)
    hits = find_everything(params, ()).hits
    updated = max((hit["updated_at"] for hit in hits), default=atom.NEVER)
    query = _query(params)
    said = _said(params, vocabulary) if query else _("everything")
    made = atom.feed(
        itself=reverse("search:everything_feed") + query, page=reverse("search:everything") + query, said=said, updated=updated
    )
    for hit in hits:
        _entry_of_hit(made, hit)
    return atom.answer(request, made, updated)


def _query(params: SearchParams) -> str:
    """Of the address that asks for the same."""
    pairs = replace(params, tri="", par_page=SearchParams().par_page).pairs()
    return f"?{urlencode(pairs)}" if pairs else ""


def _entry_of_hit(feed: Element, hit: dict[str, Any]) -> None:
    name = "publications:permanent" if "kind" in hit else "practices:permanent"
    entry = atom.entry(feed, hit, settings.SITE_URL + reverse(name, args=[hit["id"]]), settings.SITE_URL + hit["url"])
    for theme in filter(None, [hit.get("main_theme"), *hit["themes"]]):
        atom.category(entry, theme["slug"], theme["label"], settings.SITE_URL + reverse("themes:themes"))


def _feed(params: SearchParams, vocabulary: Vocabulary, sheets: Iterable[dict[str, Any]], updated: str) -> Element:
    query = _query(params)
    made = atom.feed(
        itself=reverse("search:feed") + query, page=reverse("search:practices") + query, said=_said(params, vocabulary), updated=updated
    )
    for sheet in sheets:
        _entry(made, sheet)
    return made


def _said(params: SearchParams, vocabulary: Vocabulary) -> str:
    """What is searched for, in words."""
    words = [f"« {params.q} »"] if params.q else []
    for parameter, values in params.filters.items():
        labels = vocabulary.labels(parameter, values)
        words += [labels.get(value, value) for value in values]
    words += [_("from %(year)d") % {"year": params.annee_min}] if params.annee_min else []
    words += [_("until %(year)d") % {"year": params.annee_max}] if params.annee_max else []
    return ", ".join(words) or _("all the sheets")


def _entry(feed: Element, sheet: dict[str, Any]) -> None:
    entry = atom.entry(feed, sheet, permanent_address(sheet), sheet["url"])
    for name in authors(sheet):
        atom.person(entry, name)
    for theme in filter(None, [sheet["main_theme"], *sheet["themes"]]):
        atom.category(entry, theme["slug"], theme["label"], settings.SITE_URL + reverse("themes:themes"))
    if licence := sheet["licence"]:
        atom.rights(entry, str(Licence(licence).label), LICENCE_ADDRESSES[licence])
