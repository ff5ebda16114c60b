"""A person's saved searches."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from practices.domain.errors import Refused
from search.params import SearchParams, parse
from search.queries import find
from search.vocabulary import Vocabulary

from .. import notifications
from ..domain import searches
from ..domain.searches import canonical
from ..forms import SearchForm
from ..models import AlertConsent, Rhythm, SavedSearch
from ..queries import consent_of, searches_of
from ..wording import in_words, proposed_name


@never_cache
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every search with its rhythm, and whether mails are sent."""
    own = list(searches_of(request.user))
    context = {
        "searches": own,
        "alerts": _alerts(own, consent_of(request.user)),
        "stop_token": notifications.stop_token(request.user.pk),
    }
    return render(request, "saved/searches.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Saves the search that the address holds, once it is understood as a whole; saved before, it is changed."""
    vocabulary = Vocabulary()
    params = parse(request.GET, vocabulary)
    if params.errors:
        return render(request, "saved/unclear_search.html", {"errors": params.errors, "address": request.GET.urlencode()}, status=422)
    parts = in_words(params, vocabulary)
    known = searches_of(request.user).filter(query=canonical(params)).first()
    initial = {"name": known.name, "rhythm": known.rhythm} if known else {"name": proposed_name(parts)}
    form = SearchForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _saved(request, form, params):
        return redirect("saved:searches")
    context = {"form": form, "parts": parts, "known": known, "address": request.GET.urlencode(), "found": _today(params)}
    return render(request, "saved/save_search.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, another rhythm."""
    search = get_object_or_404(searches_of(request.user), pk=pk)
    form = SearchForm(request.POST or None, initial={"name": search.name, "rhythm": search.rhythm})
    if request.method == "POST" and form.is_valid():
        searches.change_search(search=search, **form.cleaned_data)
        messages.success(request, _("Your search is changed."))
        return redirect("saved:searches")
    vocabulary = Vocabulary()
    context = {"form": form, "search": search, "parts": in_words(parse(search.parameters, vocabulary), vocabulary)}
    return render(request, "saved/search.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forgets a search, once confirmed."""
    search = get_object_or_404(searches_of(request.user), pk=pk)
    if request.method == "POST":
        searches.delete_search(search=search)
        messages.success(request, _("The search is deleted."))
        return redirect("saved:searches")
    return render(request, "saved/delete_search.html", {"search": search})


def _saved(request: HttpRequest, form: SearchForm, params: SearchParams) -> bool:
    try:
        _search, is_new = searches.save_search(user=request.user, params=params, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Your search is saved.") if is_new else _("Your search is changed."))
    return True


def _today(params: SearchParams) -> dict[str, Any]:
    """How many sheets the search finds today; with a word that is in none of them, which search may have been meant."""
    results = find(replace(params, page=1, par_page=1), [])
    if results.suggestion:
        return {"words": results.suggestion, "address": urlencode(replace(params, q=results.suggestion).pairs())}
    return {"count": results.strict_count}


def _alerts(own: list[SavedSearch], consent: AlertConsent | None) -> str:
    """`none` followed, `stopped`, `waiting` for the link of the first mail, or `on`."""
    if all(search.rhythm == Rhythm.NEVER for search in own):
        return "none"
    if consent is None:
        return "stopped"
    return "on" if consent.given_at else "waiting"
