"""Confirming alerts and stopping them, by the links of mails: no session is asked for, and looking changes nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from .. import notifications
from ..domain import alerts


@login_required
@require_POST
def ask_again(request: HttpRequest) -> HttpResponse:
    """Mails the link anew, or for the first time since alerts were stopped."""
    if alerts.ask_again(user=request.user):
        messages.success(request, _("A message is on its way to %(address)s: open its link.") % {"address": request.user.email})
    else:
        messages.info(
            request, _("A message left a moment ago: look in your unwanted mail too, and wait a few minutes before you ask again.")
        )
    return redirect("saved:searches")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the first mail: a button confirms. Programs that open links to check them confirm nothing."""
    try:
        consent = notifications.read_consent_token(token)
    except signing.SignatureExpired:
        consent = None
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    if consent is None:
        return _private(render(request, "saved/confirm_over.html", status=410))
    if request.method == "POST":
        alerts.give_consent(consent=consent)
        consent.refresh_from_db()
    return _private(render(request, "saved/confirm.html", {"confirmed": bool(consent.given_at)}))


# Mail programs post here by themselves (RFC 8058), without a session: the signed link is the proof.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stops one search's alerts, or all: at once when posted, by a button when looked at."""
    try:
        user_id, search_id = notifications.read_stop_token(token)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    if request.method == "POST" and search_id:
        alerts.stop_one(user_id=user_id, search_id=search_id)
    elif request.method == "POST":
        alerts.stop_all(user_id=user_id)
    context = {"only_one": bool(search_id), "stopped": request.method == "POST"}
    return _private(render(request, "saved/stop.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
