"""The newest news of any filter as an Atom feed (RFC 4287)."""

from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import atom
from core.templatetags.core_tags import partial_date
from practices.linked_data import LICENCE_ADDRESSES
from practices.vocabulary import Licence

from .citations import authors, permanent_address
from .models import PublicContent
from .news.filters import NewsFilters, read
from .news.queries import newest_first
from .vocabulary import Kind, NewsType

NEWEST = 50


@require_safe
def news(request: HttpRequest) -> HttpResponseBase:
    """The feed, 304 for who has it, or 422 with every value that was not understood. Pages of other sites may read it."""
    filters = read(request.GET)
    answer = _refused(filters) if filters.errors else _answer(request, filters)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _refused(filters: NewsFilters) -> HttpResponseBase:
    return JsonResponse({"errors": [error.as_dict() for error in filters.errors]}, status=422)


def _answer(request: HttpRequest, filters: NewsFilters) -> HttpResponseBase:
    items = list(newest_first(filters.news())[:NEWEST])
    updated = max((item.data["updated_at"] for item in items), default=atom.NEVER)
    query = f"?{urlencode(filters.pairs())}" if filters.pairs() else ""
    made = atom.feed(
        itself=reverse("publications:news_feed") + query, page=reverse("publications:news") + query, said=_said(filters), updated=updated
    )
    for item in items:
        _entry(made, item)
    return atom.answer(request, made, updated)


def _said(filters: NewsFilters) -> str:
    """What the news are narrowed to, in words."""
    names = [filters.names[code] for codes in filters.chosen.values() for code in codes]
    return ", ".join([_("news"), *names, *([partial_date(filters.month)] if filters.month else [])])


def _entry(feed: Element, item: PublicContent) -> None:
    data = item.data
    address = settings.SITE_URL + reverse("publications:permanent", args=[item.identifier])
    entry = atom.entry(feed, data, address, settings.SITE_URL + item.path)
    if source := data["source"]:
        atom.person(entry, source["name"] or source["url"])
        if source["url"]:
            SubElement(entry, "link", rel="via", href=source["url"])
    atom.category(entry, data["type"], str(NewsType(data["type"]).label), settings.SITE_URL + reverse("publications:news"))
    for theme in data["themes"]:
        atom.category(entry, theme["slug"], theme["label"], settings.SITE_URL + reverse("themes:themes"))
    atom.rights(entry, str(Licence(data["licence"]).label), LICENCE_ADDRESSES[data["licence"]])


@require_safe
def publications(request: HttpRequest) -> HttpResponseBase:
    """The newest cahiers and articles; pages of other sites may read it."""
    found = PublicContent.objects.filter(kind__in=(Kind.CAHIER, Kind.ARTICLE)).defer("text", "texts")
    items = list(found.order_by("-updated_at", "identifier")[:NEWEST])
    updated = max((item.data["updated_at"] for item in items), default=atom.NEVER)
    made = atom.feed(
        itself=reverse("publications:publications_feed"), page=reverse("publications:cahiers"), said=_("publications"), updated=updated
    )
    for item in items:
        entry = atom.entry(made, item.data, permanent_address(item.data), settings.SITE_URL + item.path)
        for name in authors(item.data):
            atom.person(entry, name)
        for theme in item.data["themes"]:
            atom.category(entry, theme["slug"], theme["label"], settings.SITE_URL + reverse("themes:themes"))
        atom.rights(entry, str(Licence(item.data["licence"]).label), LICENCE_ADDRESSES[item.data["licence"]])
    answer = atom.answer(request, made, updated)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
