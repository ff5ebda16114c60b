"""One's own data, to take away."""

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.domain.audit import note_account
from accounts.export import archive_of
from accounts.models import AccountEvent


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: HttpRequest) -> HttpResponseBase:
    """Says what the download holds; gives it to somebody who has just confirmed that it is she."""
    return _download(request) if request.method == "POST" else render(request, "accounts/own_data.html")


@reauthentication_required
def _download(request: HttpRequest) -> HttpResponseBase:
    with transaction.atomic():
        note_account(AccountEvent.Kind.DATA_EXPORTED, subject=request.user, by=request.user)
    response = StreamingHttpResponse(archive_of(request.user), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="mes-donnees-{timezone.localdate()}.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
