"""The pages on which sheets are found: search, themes, territories. Each asks the engine once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from territories.queries import resolve

from . import engine, sought
from .facets import BY_PARAMETER, FACETS
from .params import SearchParams, parse
from .presentation import ResultsPage
from .queries import find
from .results import SearchResults
from .suggest import suggest
from .vocabulary import Vocabulary

#: Seconds for which a browser keeps suggestions: letters typed, taken back, typed again.
KEPT = 60


@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    """Search and browse sheets; the address is the state. A query that was refused shows its error and no hits."""
    vocabulary = Vocabulary()
    params = parse(request.GET, vocabulary)
    refused = any(error.field == "q" for error in params.errors)
    results = _none(params) if refused else sought.noted(find(params))
    return _render(request, "search/practices.html", results, vocabulary, request.path, typed=request.GET.get("q", ""))


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What the words being typed may be the beginning of, for the search box; the filters around it are kept."""
    found = suggest(request.GET.get("q", ""), within=parse(request.GET, Vocabulary()))
    said = ngettext("%(number)d suggestion, the arrow keys choose", "%(number)d suggestions, the arrow keys choose", len(found))
    context = {"suggestions": found, "said": said % {"number": len(found)} if found else _("No suggestion")}
    response = render(request, "search/suggestions.html", context)
    patch_cache_control(response, max_age=KEPT)
    return response


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """All themes with how many sheets they have."""
    vocabulary = Vocabulary()
    counts = find(SearchParams(par_page=1), [BY_PARAMETER["theme"]]).counts.get("theme")
    tree = [
        {"theme": top, "count": _count(counts, top.slug), "children": [(child, _count(counts, child.slug)) for child in children]}
        for top in vocabulary.top_themes()
        for children in [vocabulary.children(top)]
    ]
    return render(request, "search/themes.html", {"tree": tree})


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """One theme: its sub-themes and its sheets. A merged theme's address leads to the one that replaced it."""
    vocabulary = Vocabulary()
    found = vocabulary.theme(slug)
    if found is None:
        raise Http404
    if found.slug != slug:
        return redirect("themes:theme", found.slug, permanent=True)
    results = _within(request, vocabulary, "theme", found.slug)
    counts = results.counts.get("theme")
    children = [(child, _count(counts, child.slug)) for child in vocabulary.children(found)]
    parent = vocabulary.themes_by_pk.get(found.parent_id) if found.parent_id else None
    context: dict[str, Any] = {"theme": found, "parent": parent, "children": children, "search_url": _search_url("theme", found.slug)}
    return _render(request, "search/theme.html", results, vocabulary, request.path, fixed=["theme"], **context)


@require_safe
def territory(request: HttpRequest, code: str) -> HttpResponse:
    """One territory: the areas below it that have sheets, and its sheets. The code of a territory that is gone leads to its successor."""
    found = resolve(code)
    if found is None:
        raise Http404
    if found.code != code:
        return redirect("territories:territory", found.code, permanent=True)
    vocabulary = Vocabulary()
    results = _within(request, vocabulary, "territoire", found.code)
    counts = results.counts.get("territoire", {})
    known = vocabulary.territories([value for value in counts if value != found.code])
    below = [(area, counts[area.code]) for area in known.values() if found.code in area.ancestors]
    around = [area for area in vocabulary.territories(found.ancestors).values() if area.code != "iso-fr"]
    context: dict[str, Any] = {"territory": found, "below": below, "around": around, "search_url": _search_url("territoire", found.code)}
    return _render(request, "search/territory.html", results, vocabulary, request.path, fixed=["territoire"], **context)


def _within(request: HttpRequest, vocabulary: Vocabulary, parameter: str, value: str) -> SearchResults:
    """The page's own search: its words, sort and page come from the address, its theme or territory from the path."""
    asked = parse(request.GET, vocabulary)
    params = replace(asked, filters={parameter: (value,)}, annee_min=None, annee_max=None, errors=())
    return find(params, [BY_PARAMETER[parameter]])


def _render(
    request: HttpRequest,
    template: str,
    results: SearchResults,
    vocabulary: Vocabulary,
    path: str,
    *,
    fixed: list[str] | None = None,
    typed: str | None = None,
    **context: Any,
) -> HttpResponse:
    page = ResultsPage(results, vocabulary, path, fixed=fixed or ())
    response = render(
        request,
        template,
        {
            "page": page,
            "results": results,
            "params": results.params,
            "typed": results.params.q if typed is None else typed[:2000],
            "engine_is_away": results.degraded and engine.is_configured(),
            **context,
        },
    )
    if request.headers.get("HX-Request"):
        # The form's empty fields would stay in the address that htmx shows.
        response["HX-Push-Url"] = page.url(results.params, results.params.page)
    return response


def _none(params: SearchParams) -> SearchResults:
    return SearchResults(params, 0, [], counts={facet.parameter: {} for facet in FACETS})


def _count(counts: Mapping[str, int] | None, slug: str) -> int | None:
    """None when nothing was counted."""
    return None if counts is None else counts.get(slug, 0)


def _search_url(parameter: str, value: str) -> str:
    return f"{reverse('search:practices')}?{parameter}={value}"
