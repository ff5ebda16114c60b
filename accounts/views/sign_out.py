"""Signing out."""

from allauth.account.views import logout
from django.http import HttpRequest, HttpResponseBase


def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Once signed out, nothing of what was written stays in this browser: the next person at this machine may be somebody else."""
    response = logout(request)
    if not request.user.is_authenticated:
        response.headers["Clear-Site-Data"] = '"storage"'
    return response
