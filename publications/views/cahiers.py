"""The list of cahiers, and the pieces that are read within a cahier though they do not live there."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..cahiers.pieces import SHEET, within
from ..cited.sheets import as_cited
from ..drawing import draw
from ..models import PublicContent
from ..queries import listed, public_content, public_contents
from ..vocabulary import Kind
from .public import note_of

CAHIERS_A_PAGE = 24
#: Which kind is read below which word of a cahier's address.
KINDS = {"fiches": SHEET, "paroles": Kind.VOICE, "outils": Kind.TOOL}


@require_safe
def cahiers(request: HttpRequest) -> HttpResponse:
    """All cahiers, the newest first, series by series."""
    page = Paginator(listed(Kind.CAHIER), CAHIERS_A_PAGE).get_page(request.GET.get("page"))
    series: dict[str, list[PublicContent]] = {}
    for cahier in sorted(page, key=_newest, reverse=True):
        series.setdefault(cahier.data["series"], []).append(cahier)
    return render(request, "publications/cahiers.html", {"page": page, "series": series})


@require_safe
def piece(request: HttpRequest, cahier: str, folder: str, identifier: str) -> HttpResponse:
    """A sheet as the cahier cites it, or a voice or a tool of the toolbox, between the pieces around it."""
    path = f"/publications/{cahier}/"
    found = public_content(path)
    if found is None:
        return note_of(request, path)
    told = next((each for each in found.data["pieces"] if (each["identifier"], each["kind"]) == (identifier, KINDS[folder])), None)
    if told is None:
        raise Http404
    contents = public_contents([each["identifier"] for each in found.data["pieces"]])
    around = within(found, contents, identifier)
    if told["kind"] == SHEET:
        return _sheet(request, told, around)
    if identifier not in contents:
        raise Http404
    return draw(request, contents[identifier].data, **around)


def _sheet(request: HttpRequest, told: Mapping[str, Any], around: dict[str, Any]) -> HttpResponse:
    cited = as_cited([(told["identifier"], told["version"])])[(told["identifier"], told["version"])]
    return render(request, "publications/cited_sheet.html", {"cited": cited, "sheet": cited.data, "preview": False, **around})


def _newest(cahier: PublicContent) -> tuple[str, int]:
    return cahier.data["date"] or cahier.data["published_at"][:10], cahier.data["number"] or 0
