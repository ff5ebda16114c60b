"""Finding a theme by its name or by another word for it; the whole vocabulary for machines."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from core import picker

from . import skos
from .models import Theme
from .queries import search_themes


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The themes that `q` may mean."""
    options = search_themes(picker.typed(request))
    return picker.answer(request, options=options, template="themes/picker", as_json=_as_json)


@require_safe
def turtle(request: HttpRequest) -> HttpResponseBase:
    return _open_data(request, skos.turtle(), "text/turtle; charset=utf-8")


@require_safe
def json_ld(request: HttpRequest) -> HttpResponseBase:
    return _open_data(request, skos.json_ld(), "application/ld+json")


def _open_data(request: HttpRequest, text: str, content_type: str) -> HttpResponseBase:
    """Readable from every site; 304 for who has it already."""
    content = text.encode()
    etag = f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}
    response = HttpResponse(content, content_type=content_type, headers=headers)
    return get_conditional_response(request, etag=etag, response=response)


def _as_json(theme: Theme) -> dict:
    parent = {"slug": theme.parent.slug, "label": theme.parent.name} if theme.parent else None
    return {"slug": theme.slug, "label": theme.name, "parent": parent}
