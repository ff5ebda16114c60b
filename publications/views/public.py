"""What anybody reads of a content. Every answer comes from the public record; what is not in it is not found."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ..models import PublicContent
from ..queries import gone_from, public_content


@require_safe
def content(request: HttpRequest, path: str) -> HttpResponse:
    """One content, drawn by the template of its kind. One that was taken off the site leaves a note."""
    found = public_content(request.path)
    if found is None:
        return _gone(request)
    return render(request, f"publications/{found.kind}.html", {"content": found.data, "preview": False})


@require_safe
def permanent(request: HttpRequest, identifier: str) -> HttpResponse:
    """The permanent address leads to where the content is today."""
    found = PublicContent.objects.filter(pk=identifier).only("path").first()
    if found:
        return redirect(found.path)
    raise Http404


def _gone(request: HttpRequest) -> HttpResponse:
    record = gone_from(request.path)
    if record is None:
        raise Http404
    return render(request, "publications/gone.html", {"words": record.gone_note}, status=410)
