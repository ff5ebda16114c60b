"""What every answer of the API has in common: JSON, errors of one shape, leave for other sites to read it, and 304 for what is known."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from pydantic_core import to_json

from core.params import ParamError

from . import throttling

METHODS = "GET, HEAD, OPTIONS"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After",
    "Access-Control-Max-Age": "86400",
}

View = Callable[..., HttpResponseBase]


def open_to_all(view: View) -> View:
    """Answers what is not for the view to say (OPTIONS, other methods, too many requests) and lets pages of other sites read the rest."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _before(request) or view(request, *args, **kwargs)
        for name, value in CORS.items():
            response[name] = value
        return response

    return answer


def found(
    request: HttpRequest, body: dict[str, Any], *, etag: str = "", modified: datetime | None = None, volatile: Iterable[bytes] = ()
) -> Any:
    """The body as JSON, or 304 when the client has it. `volatile`: what in it may change while nothing else does (a duration)."""
    content = known = to_json(body)
    for changing in volatile:
        known = known.replace(changing, b"", 1)
    response = _json(content)
    response["ETag"] = etag or f'W/"{hashlib.blake2b(known, digest_size=16).hexdigest()}"'
    response["Cache-Control"] = "no-cache"
    if modified:
        response["Last-Modified"] = http_date(modified.timestamp())
    seconds = int(modified.timestamp()) if modified else None
    return get_conditional_response(request, etag=response["ETag"], last_modified=seconds, response=response)


def refused(errors: Iterable[ParamError], status: int = 422) -> HttpResponse:
    return _json(to_json({"errors": [error.as_dict() for error in errors]}), status)


def _json(content: bytes, status: int = 200) -> HttpResponse:
    return HttpResponse(content, status=status, content_type="application/json")


def _before(request: HttpRequest) -> HttpResponse | None:
    """The answer when the view has none to give."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS})
    if request.method not in ("GET", "HEAD"):
        response = refused([ParamError("", request.method or "", _("The API is for reading only: GET."))], 405)
        response["Allow"] = METHODS
        return response
    if seconds := throttling.wait(request):
        response = refused([ParamError("", "", _("Too many requests. Come back in %(seconds)d s.") % {"seconds": seconds})], 429)
        response["Retry-After"] = str(seconds)
        return response
    return None
