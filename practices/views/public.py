"""What anybody reads of a sheet. Every answer comes from the public record; what is not in it is not found."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import condition, require_safe

from .. import citations
from ..life import counts
from ..life.mentions import mentions_of
from ..life.similar import around
from ..linked_data import CONTEXT, absolute
from ..models import PublicPractice
from ..queries import how_it_left, public_practice, tombstones

CITATIONS = {
    "bib": ("application/x-bibtex", citations.bibtex),
    "ris": ("application/x-research-info-systems", citations.ris),
}


def _etag(request, region, slug, **_):
    content_hash = PublicPractice.objects.filter(region_slug=region, slug=slug).values_list("content_hash", flat=True).first()
    return f'"{content_hash}"' if content_hash else None


@require_safe
def sheet(request, region, slug):
    """One sheet. An address from before a hand-over leads to the new one; a withdrawn sheet leaves a note."""
    found = public_practice(region, slug)
    if found is None:
        return elsewhere(request, slug, suffix="")
    counts.viewed(request, found.identifier)
    context = {"sheet": found.data, "preview": False, "around": around(found), "mentions": mentions_of(found.identifier)}
    return render(request, "practices/sheet.html", context)


@require_safe
@condition(etag_func=_etag)
def sheet_json(request, region, slug):
    """The sheet as linked data: the object of the API with its context."""
    found = public_practice(region, slug)
    if found is None:
        return elsewhere(request, slug, suffix="fiche.json")
    body = absolute(found.data)
    linked = {"@context": CONTEXT, "@id": f"{settings.SITE_URL}/p/{found.identifier}/", "@type": "CreativeWork", **body}
    response = JsonResponse(linked, json_dumps_params={"ensure_ascii": False}, content_type="application/ld+json")
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@condition(etag_func=_etag)
def citation(request, region, slug, extension):
    """The sheet's reference, as a file for reference managers."""
    found = public_practice(region, slug)
    if found is None:
        return elsewhere(request, slug, suffix=f"citation.{extension}")
    counts.cited(request, found.identifier)
    kind, write = CITATIONS[extension]
    response = HttpResponse(write(absolute(found.data)), content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.{extension}"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def permanent(request, identifier):
    """The permanent address: leads to the sheet, or says that it is gone; what was never public is not found."""
    found = PublicPractice.objects.filter(identifier=identifier.lower()).only("region_slug", "slug").first()
    if found:
        return redirect(found.get_absolute_url())
    return gone(request, tombstones().filter(identifier=identifier.lower()).first())


def elsewhere(request, slug, suffix):
    """A sheet's address under a region that it left, or a note for one that was withdrawn."""
    moved = PublicPractice.objects.filter(slug=slug).only("region_slug", "slug").first()
    if moved:
        return HttpResponsePermanentRedirect(moved.get_absolute_url() + suffix)
    return gone(request, tombstones().filter(slug=slug).first())


def gone(request, record):
    """The note of a sheet that was public; not found for no record."""
    if record is None:
        raise Http404
    return render(
        request,
        "practices/sheet_gone.html",
        {"identifier": record.identifier, "date": record.gone_at, "how": how_it_left(record), "note": record.gone_note},
        status=410,
    )
