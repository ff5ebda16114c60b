"""Dossiers: the list that everybody reads, and how an editor begins one from what was found or gathered, in two clicks."""

from collections.abc import Iterable
from dataclasses import asdict

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from practices.domain.errors import Refused

from ..cited.titles import titled
from ..domain.dossiers import MOST_ITEMS, create_dossier, may_make_dossier, proposable
from ..queries import listed
from ..vocabulary import Kind

DOSSIERS_A_PAGE = 20
TITLE_LENGTH = 200


@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """The latest dossiers first."""
    page = Paginator(listed(Kind.DOSSIER), DOSSIERS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "publications/dossier_index.html", {"page": page})


def propose(request: HttpRequest, *, title: str, identifiers: Iterable[str], found: int, status: int = 200) -> HttpResponse:
    """What would be in the dossier, each with its box, and a title. `found`: how many there were in all. Raises Http404 to others."""
    if may_make_dossier(request.user):
        raise Http404
    things = proposable(identifiers)
    context = {"title": title[:TITLE_LENGTH], "things": things, "found": found, "most": MOST_ITEMS}
    return render(request, "publications/admin/new_dossier.html", context, status=status)


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """Makes the draft with what is ticked, and opens it in the page editor."""
    title, ticked = request.POST.get("title", "").strip()[:TITLE_LENGTH], request.POST.getlist("identifier")[:MOST_ITEMS]
    if may_make_dossier(request.user):
        raise Http404
    try:
        page = create_dossier(title=title, identifiers=ticked, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        offered = request.POST.getlist("offered")[:MOST_ITEMS]
        return propose(request, title=title, identifiers=offered, found=len(offered), status=422)
    messages.success(request, _("The dossier is begun: write its introduction, say why each thing is worth reading, then publish."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@never_cache
@require_safe
def find_by_title(request: HttpRequest) -> HttpResponse:
    """What a dossier may hold, for the field that names it (static/js/references.js)."""
    if may_make_dossier(request.user):
        raise Http404
    found = titled(request.GET.get("q", "")[:TITLE_LENGTH])
    return JsonResponse({"found": [asdict(each) for each in found]})


urlpatterns = [path("nouveau/", new, name="new"), path("titres/", find_by_title, name="titled")]
