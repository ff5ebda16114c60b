"""Joining the editors of a region, by the link of a mail."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.domain.errors import Refused
from accounts.domain.invitations import accept_invitation
from accounts.notifications import read_invitation_token
from accounts.permissions import may_accept_invitation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who is invited to what; one button accepts. Reading changes nothing: mail scanners open links."""
    try:
        found = read_invitation_token(token)
    except (signing.BadSignature, ValueError, TypeError):
        found = None
    if found is None:
        return _private(render(request, "accounts/invitation_over.html", status=410))
    refusal = may_accept_invitation(request.user, found.email) if request.user.is_authenticated else None
    if request.method == "POST" and request.user.is_authenticated and not refusal:
        try:
            accept_invitation(invitation_id=found.pk, by=request.user)
        except Refused:
            return _private(render(request, "accounts/invitation_over.html", status=410))
        messages.success(request, _("Welcome: these are the sheets that you may handle."))
        return redirect("wagtailadmin_home")
    context = {"group": found.group, "email": found.email, "refusal": refusal, "here": request.path}
    return _private(render(request, "accounts/invitation.html", context, status=403 if refusal else 200))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
