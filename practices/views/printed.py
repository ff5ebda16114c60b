"""`fiche.pdf`: a public sheet on paper."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.served import served, under_way

from .. import printing
from ..queries import public_practice
from .public import elsewhere


@require_safe
def sheet_pdf(request: HttpRequest, region: str, slug: str) -> HttpResponse:
    """The sheet as it reads now. The first to ask for it waits a few seconds, on a page that says so."""
    found = public_practice(region, slug)
    if found is None:
        return elsewhere(request, slug, suffix="fiche.pdf")
    row = printing.file_of(found)
    if row.file and row.source == found.content_hash:
        return served(request, row, content_type="application/pdf", filename=f"{found.slug}.pdf")
    return under_way(request, found.title, found.get_absolute_url())
