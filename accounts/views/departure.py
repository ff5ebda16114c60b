"""Leaving the site, and staying after all."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.departures import REFLECTION, ask_departure, give_up_departure
from accounts.domain.errors import Refused
from accounts.forms import DepartureForm
from accounts.permissions import may_leave
from accounts.queries import departure_of


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """What leaving means, and the choice for the sheets that are public; then somebody confirms that it is she."""
    if request.method == "POST":
        return _ask(request)
    departure = departure_of(request.user)
    initial = {"sheets": departure.sheets} if departure else None
    return _page(request, DepartureForm(initial=initial))


@login_required
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    if give_up_departure(user=request.user):
        messages.success(request, _("Your account stays."))
    return redirect("accounts:account")


@reauthentication_required
def _ask(request: HttpRequest) -> HttpResponse:
    form = DepartureForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        ask_departure(user=request.user, sheets=form.cleaned_data["sheets"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("accounts:delete")


def _page(request: HttpRequest, form: DepartureForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "departure": departure_of(request.user),
        "refusal": may_leave(request.user),
        "days": REFLECTION.days,
    }
    return render(request, "accounts/delete.html", context, status=status)
