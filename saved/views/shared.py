"""A list as whoever has its link reads it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..queries import shared_list, shown


@never_cache
@require_safe
def shared_list_page(request: HttpRequest, token: str) -> HttpResponse:
    """Its sheets that are public today, a word for those that are not, and the notes if their owner says so."""
    found = shared_list(token)
    if found is None:
        raise Http404
    response = render(request, "saved/shared.html", {"list": found, "sheets": shown(found)})
    response["X-Robots-Tag"] = "noindex"
    return response
