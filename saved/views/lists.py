"""A person's lists of sheets."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from practices.domain.errors import Refused
from practices.permissions import is_national_editor
from publications.views.dossiers import propose
from search import exports
from search.presentation import EXPORTS

from ..domain import lists
from ..forms import ListForm, SharingForm
from ..queries import lists_of, public_identifiers, shown


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Every list with how many sheets it holds, and a form for a new one."""
    form = ListForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(lists.create_list(user=request.user, **form.cleaned_data))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "saved/lists.html", {"lists": lists_of(request.user), "form": form}, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One list, as its owner reads it."""
    own = get_object_or_404(lists_of(request.user), pk=pk)
    context = {"list": own, "sheets": shown(own), "kinds": EXPORTS.items(), "makes_dossiers": is_national_editor(request.user)}
    return render(request, "saved/list.html", context)


@never_cache
@login_required
@require_safe
def export(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """The sheets of the list that are public today, in its order, as a file."""
    own = get_object_or_404(lists_of(request.user), pk=pk)
    if kind not in exports.KINDS:
        raise Http404
    pages = (page for page in [public_identifiers(own)])
    return exports.download(exports.file_of(pages, kind), kind, slugify(own.name) or "liste")


@never_cache
@login_required
@require_safe
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheets of the list as the beginning of a dossier, for a national editor."""
    own = get_object_or_404(lists_of(request.user), pk=pk)
    identifiers = public_identifiers(own)
    return propose(request, title=own.name, identifiers=identifiers, found=len(identifiers))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    own = get_object_or_404(lists_of(request.user), pk=pk)
    form = ListForm(request.POST or None, initial={"name": own.name})
    if request.method == "POST" and form.is_valid():
        lists.rename_list(sheet_list=own, **form.cleaned_data)
        messages.success(request, _("The list has its new name."))
        return redirect(own)
    return render(request, "saved/rename_list.html", {"list": own, "form": form}, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Throws a list away, once confirmed."""
    own = get_object_or_404(lists_of(request.user), pk=pk)
    if request.method == "POST":
        lists.delete_list(sheet_list=own)
        messages.success(request, _("The list is deleted."))
        return redirect("saved:lists")
    return render(request, "saved/delete_list.html", {"list": own})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens the list to whoever has its link, with or without the notes; or closes it."""
    own = get_object_or_404(lists_of(request.user), pk=pk)
    form = SharingForm(request.POST if request.method == "POST" else None, initial={"shares_notes": own.shares_notes})
    if request.method == "POST" and "stop" in request.POST:
        lists.stop_sharing(sheet_list=own)
        messages.success(request, _("The list is yours alone again: its link leads nowhere any more."))
        return redirect("saved:share_list", own.pk)
    if request.method == "POST" and form.is_valid():
        lists.share(sheet_list=own, **form.cleaned_data)
        messages.success(request, _("Whoever has the link below can read the list."))
        return redirect("saved:share_list", own.pk)
    link = settings.SITE_URL + reverse("saved:shared", args=[own.token]) if own.token else ""
    return render(request, "saved/share_list.html", {"list": own, "form": form, "link": link})
