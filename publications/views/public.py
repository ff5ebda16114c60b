"""What anybody reads of a content. Every answer comes from the public record; what is not in it is not found."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from .. import citations
from ..cahiers.pieces import cahier_of
from ..drawing import draw, draw_gone
from ..models import EditorialRecord, PublicContent
from ..queries import gone, gone_from, public_content

CITATIONS = {
    "bib": ("application/x-bibtex", citations.bibtex),
    "ris": ("application/x-research-info-systems", citations.ris),
}


@require_safe
def content(request: HttpRequest, path: str) -> HttpResponse:
    """One content, drawn by the template of its kind. One that was taken off the site leaves a note."""
    found = public_content(request.path)
    return draw(request, found.data) if found else note_of(request, request.path)


@require_safe
def citation(request: HttpRequest, path: str, extension: str) -> HttpResponse:
    """The reference of a content, as a file for reference managers."""
    address = f"/{path}/"
    found = public_content(address)
    if found is None:
        return note_of(request, address)
    kind, write = CITATIONS[extension]
    cahier = cahier_of(found.data)
    response = HttpResponse(write(found.data, cahier.data if cahier else None), content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{path.rpartition("/")[2]}.{extension}"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def permanent(request: HttpRequest, identifier: str) -> HttpResponse:
    """The permanent address leads to where the content is today, or says that it is gone."""
    found = PublicContent.objects.filter(pk=identifier.lower()).only("path").first() if "\x00" not in identifier else None
    return redirect(found.path) if found else _note(request, gone(identifier))


def note_of(request: HttpRequest, path: str) -> HttpResponse:
    """What is read at an address where no public content is: a note where one was, else nothing."""
    return _note(request, gone_from(path))


def _note(request: HttpRequest, record: EditorialRecord | None) -> HttpResponse:
    if record is None:
        raise Http404
    return draw_gone(request, record)
