"""The pages on which sheets are found: search, themes, territories. Each asks the engine once."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.templatetags.core_tags import number
from core.typography import french
from territories.areas import FRANCE
from territories.queries import resolve

from . import engine, sought
from .everything_page import Elsewhere
from .facets import BY_PARAMETER, Facet
from .look import read as look_of
from .params import SearchParams, parse
from .presentation import ResultsPage
from .queries import find
from .results import SearchResults
from .suggest import suggest
from .vocabulary import Vocabulary

#: Seconds for which a browser keeps suggestions: letters typed, taken back, typed again.
KEPT = 60
#: Contents of each section that the page of a theme or territory shows.
ON_SHELF = 3
#: Themes named in the sentence on a territory.
TOLD_THEMES = 3


@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    """Search and browse sheets; the address is the state. A query that was refused shows its error and no hits."""
    vocabulary, look = Vocabulary(), look_of(request.GET)
    params = parse(request.GET, vocabulary)
    refused = any(error.field == "q" for error in params.errors)
    shown = look.facets(params)
    # What else answers to the same words is counted in passing; a list without words is asked for its sheets.
    results = _none(params, shown) if refused else sought.noted(find(params, shown, on_shelves=0 if params.q else None))
    return _render(request, "search/practices.html", ResultsPage(results, vocabulary, request.path, look=look))


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
def ranking(request: HttpRequest) -> HttpResponse:
    """Why a sheet stands above another, for readers."""
    return render(request, "search/ranking.html")


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
    page = _within(request, vocabulary, "theme", found.slug)
    counts = page.results.counts.get("theme")
    children = [(child, _count(counts, child.slug)) for child in vocabulary.children(found)]
    parent = vocabulary.themes_by_pk.get(found.parent_id) if found.parent_id else None
    context: dict[str, Any] = {"theme": found, "parent": parent, "children": children}
    return _render(request, "search/theme.html", page, **context)


@require_safe
def territory(request: HttpRequest, code: str) -> HttpResponse:
    """One territory: the areas below it that have sheets, and its sheets. The code of a territory that is gone leads to its successor."""
    found = resolve(code)
    if found is None:
        raise Http404
    if found.code != code:
        return redirect("territories:territory", found.code, permanent=True)
    vocabulary = Vocabulary()
    page = _within(request, vocabulary, "territoire", found.code)
    counts = page.results.counts.get("territoire", {})
    known = vocabulary.territories([value for value in counts if value != found.code])
    below = [(area, counts[area.code]) for area in known.values() if found.code in area.ancestors]
    around = [area for area in vocabulary.territories(found.ancestors).values() if area.code != FRANCE]
    context: dict[str, Any] = {"territory": found, "below": below, "around": around, "told": _told(page, vocabulary)}
    return _render(request, "search/territory.html", page, **context)


def _told(page: ResultsPage, vocabulary: Vocabulary) -> str:
    """What is found in a territory, in a sentence; nothing once the search says more than the territory."""
    if page.is_narrowed or not page.results.count:
        return ""
    counts = page.results.counts.get("theme", {})
    tops = [theme for theme in vocabulary.top_themes() if counts.get(theme.slug)]
    most = sorted(tops, key=lambda theme: -counts[theme.slug])[:TOLD_THEMES]
    sheets = ngettext("%(shown)s sheet tells what is done here", "%(shown)s sheets tell what is done here", page.results.count)
    themes = ", ".join(f"{theme.name} ({number(counts[theme.slug])})" for theme in most)
    told = _("%(sheets)s. Most of all about: %(themes)s.") if len(tops) > 1 else "%(sheets)s."
    return french(told % {"sheets": sheets % {"shown": number(page.results.count)}, "themes": themes})


def _within(request: HttpRequest, vocabulary: Vocabulary, parameter: str, value: str) -> ResultsPage:
    """The page's own search: its theme or territory comes from the path, everything else from the address."""
    look, asked = look_of(request.GET), parse(request.GET, vocabulary)
    params = replace(asked, filters={**asked.filters, parameter: (value,)})
    results = find(params, look.facets(params), on_shelves=ON_SHELF)
    return ResultsPage(results, vocabulary, request.path, fixed=[parameter], look=look)


def _render(request: HttpRequest, template: str, page: ResultsPage, **context: Any) -> HttpResponse:
    results = page.results
    values = {
        "page": page,
        "results": results,
        "params": results.params,
        "typed": request.GET.get("q", "")[:2000],
        "elsewhere": Elsewhere(results),
        "engine_is_away": results.degraded and engine.is_configured(),
        "ways_out": [] if results.count or page.query_error else page.ways_out,
    }
    response = render(request, template, values | context)
    if request.headers.get("HX-Target") == "recherche":
        # The form's empty fields would stay in the address that htmx shows.
        response["HX-Push-Url"] = page.url(results.params, results.params.page)
    return response


def _none(params: SearchParams, facets: Iterable[Facet]) -> SearchResults:
    return SearchResults(params, 0, [], counts={facet.parameter: {} for facet in facets})


def _count(counts: Mapping[str, int] | None, slug: str) -> int | None:
    """None when nothing was counted."""
    return None if counts is None else counts.get(slug, 0)
