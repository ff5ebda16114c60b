"""The sheets of a list: kept, annotated, ordered, removed."""

from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from practices.domain.errors import Refused
from practices.models import PublicPractice

from ..domain import lists
from ..forms import KeepForm, NoteForm
from ..models import KeptSheet
from ..queries import kept_of, lists_to_keep_in

#: Field and parameter that hold where to go afterwards.
BACK = "retour"
#: Pages on which sheets are found.
FOUND_ON = ("/pratiques/", "/themes/", "/territoires/", "/listes/")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, identifier: str) -> HttpResponse:
    """Puts a public sheet in a list, and leads back to where it was found, through the sign-in if need be."""
    sheet = PublicPractice.objects.filter(identifier=identifier.lower()).only("region_slug", "slug", "title").first()
    if sheet is None:
        raise Http404
    back = _back(request, sheet)
    if not request.user.is_authenticated:
        return redirect_to_login(f"{request.path}?{urlencode({BACK: back})}")
    own = list(lists_to_keep_in(request.user, sheet.identifier))
    form = KeepForm(request.POST or None, lists=own)
    if request.method == "POST" and form.is_valid() and _kept(request, form, sheet):
        return redirect(back)
    context = {"sheet": sheet, "form": form, "back": back, "holding": [each for each in own if each.holds]}
    return render(request, "saved/keep.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: int, identifier: str) -> HttpResponse:
    """What the owner notes about a sheet of the list."""
    kept = _own(request.user, pk, identifier)
    form = NoteForm(request.POST or None, initial={"note": kept.note})
    if request.method == "POST" and form.is_valid():
        lists.annotate(kept=kept, **form.cleaned_data)
        messages.success(request, _("Your note is saved."))
        return redirect(_place(kept))
    title = PublicPractice.objects.filter(identifier=kept.identifier).values_list("title", flat=True).first()
    return render(request, "saved/note.html", {"kept": kept, "title": title, "form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def move(request: HttpRequest, pk: int, identifier: str) -> HttpResponse:
    """One place up (`to=up`), or down."""
    kept = _own(request.user, pk, identifier)
    lists.move_sheet(kept=kept, up=request.POST.get("to") == "up")
    return redirect(_place(kept))


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, identifier: str) -> HttpResponse:
    kept = _own(request.user, pk, identifier)
    lists.remove_sheet(kept=kept)
    messages.success(request, _("The sheet is out of the list."))
    return redirect(kept.list)


def _own(user: User, pk: int, identifier: str) -> KeptSheet:
    return get_object_or_404(kept_of(user), list=pk, identifier=identifier)


def _place(kept: KeptSheet) -> str:
    """Where the sheet stands on the page of its list."""
    return f"{kept.list.get_absolute_url()}#{kept.identifier}"


def _kept(request: HttpRequest, form: KeepForm, sheet: PublicPractice) -> bool:
    what = {"identifier": sheet.identifier, "note": form.cleaned_data["note"]}
    added, chosen = True, form.chosen
    try:
        if chosen:
            added = lists.keep_sheet(sheet_list=chosen, **what)
        else:
            chosen = lists.keep_in_new_list(user=request.user, name=form.cleaned_data["name"], **what)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    said = _("The sheet is kept in “%(list)s”.") if added else _("The sheet was in “%(list)s” already.")
    messages.success(request, said % {"list": chosen.name})
    return True


def _back(request: HttpRequest, sheet: PublicPractice) -> str:
    """The page on which the sheet was found, else the sheet's own."""
    came_from = request.POST.get(BACK) or request.GET.get(BACK) or request.headers.get("Referer", "")
    here = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    parts = urlsplit(came_from)
    if not here or not parts.path.startswith(FOUND_ON):
        return sheet.get_absolute_url()
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
