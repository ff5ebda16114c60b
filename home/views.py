"""The pattern page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .patterns import samples


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who work on the site; nobody else learns that it exists."""
    if not (settings.DEBUG or request.user.has_perm("wagtailadmin.access_admin")):
        raise Http404
    return render(request, "home/components.html", samples())
