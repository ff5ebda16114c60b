"""The JSON API: the same searches as the pages, for machines. Open to every site for reading."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from practices.models import PublicPractice, PublicState
from practices.queries import public_state
from practices.views.public import absolute

from .facets import FACETS, values
from .params import ParamError, SearchParams, parse
from .queries import find
from .results import SearchResults
from .vocabulary import Vocabulary

# The description and its page come with the rest of the API: an incomplete one would mislead.
api = NinjaAPI(title="Observatoire des pratiques", version="1", urls_namespace="api", docs_url=None, openapi_url=None)

CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS", "Access-Control-Max-Age": "86400"}


def open_to_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets pages of other sites read the answer."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponse(status=204) if request.method == "OPTIONS" else view(request, *args, **kwargs)
        for name, value in CORS.items():
            response[name] = value
        return response

    return answer


@api.api_operation(["GET", "HEAD", "OPTIONS"], "/practices", url_name="practices")
@open_to_all
def practices(request: HttpRequest) -> HttpResponse:
    """A page of sheets with counts, or 422 with every value that was not understood."""
    vocabulary = Vocabulary()
    params = parse(request.GET, vocabulary)
    if params.errors:
        return _refusal(params.errors)
    results = find(params)
    if results.too_deep:
        return _refusal([_too_deep(params)])
    return _json(_listing(results, vocabulary))


@api.api_operation(["GET", "HEAD", "OPTIONS"], "/practices/{identifier}", url_name="practice")
@open_to_all
def practice(request: HttpRequest, identifier: str) -> HttpResponse:
    """All public fields of a sheet; 410 once it was withdrawn or archived, 404 if it was never public."""
    identifier = identifier.lower().replace("\x00", "")
    found = PublicPractice.objects.filter(identifier=identifier).only("data").first()
    if found:
        return _json(absolute(found.data))
    if public_state(identifier) in (PublicState.WITHDRAWN, PublicState.ARCHIVED):
        return _refusal([ParamError("id", identifier, _("This sheet was withdrawn."))], status=410)
    return _refusal([ParamError("id", identifier[:60], _("No sheet was published under this identifier."))], status=404)


def _listing(results: SearchResults, vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "count": results.count,
        "page": results.params.page,
        "pages": results.pages,
        "took_ms": results.took_ms,
        "degraded": results.degraded,
        "suggestion": None,
        "results": [_result(hit) for hit in results.hits],
        "facets": _facets(results, vocabulary),
    }


def _result(hit: dict[str, Any]) -> dict[str, Any]:
    territories = [{"code": place["code"], "label": place["label"]} for place in hit["territories"]]
    return {**hit, "url": settings.SITE_URL + hit["url"], "territories": territories}


def _facets(results: SearchResults, vocabulary: Vocabulary) -> dict[str, list[dict[str, Any]]]:
    """Counted facets only: a degraded answer may have none."""
    shown = {}
    for facet in FACETS:
        if (counts := results.counts.get(facet.parameter)) is not None:
            selected = results.params.selected(facet.parameter)
            labels = vocabulary.labels(facet.parameter, [*counts, *selected])
            shown[facet.parameter] = [
                {"value": value.value, "label": value.label, "count": value.count} for value in values(facet, counts, selected, labels)
            ]
    return shown


def _too_deep(params: SearchParams) -> ParamError:
    return ParamError("page", str(params.page), _("Pages end at 10,000 results. To read further, use “cursor” (begin with cursor=*)."))


def _refusal(errors: Any, status: int = 422) -> JsonResponse:
    return _json({"errors": [error.as_dict() for error in errors]}, status=status)


def _json(body: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
