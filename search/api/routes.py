"""What can be asked, and who answers."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from core.params import ParamError
from practices.models import PublicPractice, PublicState
from practices.queries import public_state
from practices.views.public import absolute
from territories.queries import search_territories
from themes.queries import theme_tree

from .. import queries, sought
from ..deep import BadCursor, page_after
from ..facets import FACETS
from ..params import LONGEST_QUERY, SearchParams, parse, read_text, readable
from ..results import SearchResults
from ..suggest import suggest
from ..vocabulary import Vocabulary
from . import docs, openapi
from .answers import View, found, open_to_all, refused
from .listing import listing

# Ninja carries the addresses; the description is ours (openapi.py), made from the declarations that searches obey.
api = NinjaAPI(title="Observatoire des pratiques", version="1", urls_namespace="api", docs_url=None, openapi_url=None)

EVERY_METHOD = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]


def route(path: str, name: str) -> Callable[[View], View]:
    """Answers at this path, every method included: what is refused is refused in JSON too."""
    return lambda view: api.api_operation(EVERY_METHOD, path, url_name=name)(open_to_all(view))


@route("/practices", "practices")
def practices(request: HttpRequest) -> HttpResponseBase:
    """A page of sheets with counts, or 422 with every value that was not understood."""
    vocabulary = Vocabulary()
    params = parse(request.GET, vocabulary)
    if params.errors:
        return refused(params.errors)
    if cursor := readable(request.GET.get("cursor", "")):
        return _harvested(request, params, vocabulary, cursor)
    results = sought.noted(queries.find(params))
    if results.too_deep:
        return refused([_too_deep(params)])
    return found(request, listing(results, vocabulary), volatile=[_duration(results)])


@route("/practices/{identifier}", "practice")
def practice(request: HttpRequest, identifier: str) -> HttpResponseBase:
    """All public fields of a sheet; 410 once it was withdrawn or archived, 404 if it was never public."""
    identifier = readable(identifier).lower()
    sheet = PublicPractice.objects.filter(identifier=identifier).only("data", "content_hash", "updated_at").first()
    if sheet:
        return found(request, absolute(sheet.data), etag=f'"{sheet.content_hash}"', modified=sheet.updated_at)
    if public_state(identifier) in (PublicState.WITHDRAWN, PublicState.ARCHIVED):
        return refused([ParamError("id", identifier, _("This sheet was withdrawn."))], 410)
    return refused([ParamError("id", identifier[:60], _("No sheet was published under this identifier."))], 404)


@route("/themes", "themes")
def themes(request: HttpRequest) -> HttpResponseBase:
    """The vocabulary of themes, on two levels."""
    tree = [
        {**_theme(top), "parent": None, "children": [{**_theme(child), "parent": top.slug} for child in below]}
        for top, below in theme_tree()
    ]
    return found(request, {"results": tree})


@route("/territories", "territories")
def territories(request: HttpRequest) -> HttpResponseBase:
    """The territories that `q` may mean, the likeliest first."""
    text, error = read_text(request.GET, "q")
    if error:
        return refused([error])
    places = [{"code": place.code, "label": place.name, "kind": place.kind, "context": place.context} for place in search_territories(text)]
    return found(request, {"results": places})


@route("/suggest", "suggest")
def suggestions(request: HttpRequest) -> HttpResponseBase:
    """What somebody who begins to type `q` may be looking for."""
    text, error = read_text(request.GET, "q")
    if error:
        return refused([error])
    return found(request, {"results": [{**asdict(each), "url": settings.SITE_URL + each.url} for each in suggest(text)]})


@route("/openapi.json", "openapi-json")
def description(request: HttpRequest) -> HttpResponseBase:
    return found(request, openapi.document())


@api.api_operation(["GET", "HEAD"], "/docs", url_name="docs")
def documentation(request: HttpRequest) -> HttpResponseBase:
    return docs.page(request)


@api.api_operation(["GET", "HEAD"], "/", url_name="root")
def root(request: HttpRequest) -> HttpResponseBase:
    return redirect("api:docs")


@route("/{path:unknown}", "unknown")
def unknown(request: HttpRequest, unknown: str) -> HttpResponseBase:
    return refused([ParamError("path", unknown[:60], _("The API has nothing at this address."))], 404)


@api.exception_handler(TooManyFieldsSent)
def too_many_parameters(request: HttpRequest, error: Exception) -> HttpResponseBase:
    return refused([ParamError("", "", _("This address has too many parameters."))])


def _harvested(request: HttpRequest, params: SearchParams, vocabulary: Vocabulary, cursor: str) -> HttpResponseBase:
    try:
        results, following = page_after(params, cursor, FACETS)
    except BadCursor as error:
        return refused([ParamError("cursor", cursor[:LONGEST_QUERY], str(error))])
    body = {**listing(results, vocabulary), "next_cursor": following}
    return found(request, body, volatile=[_duration(results), (following or "").encode()])


def _duration(results: SearchResults) -> bytes:
    return b'"took_ms":%d,' % results.took_ms


def _theme(theme: Any) -> dict[str, Any]:
    return {
        "slug": theme.slug,
        "label": theme.name,
        "alternative_labels": theme.alternative_labels,
        "url": settings.SITE_URL + theme.get_absolute_url(),
    }


def _too_deep(params: SearchParams) -> ParamError:
    return ParamError("page", str(params.page), _("Pages end at 10,000 results. To read further, use “cursor” (begin with cursor=*)."))
