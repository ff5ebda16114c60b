"""Passwords cannot be guessed by trying: five errors for one address from one machine, then a quarter of an hour."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

KEPT_FOR = timedelta(days=30)


def address_tried(request: HttpRequest, credentials: dict | None) -> str:
    """The mail address of this attempt, in one spelling whatever its case, whether an account has it or not."""
    credentials = credentials or {}
    address = credentials.get("email") or credentials.get("username") or request.POST.get("login") or ""
    return address.strip().lower()[:254]


def too_many_attempts(request: HttpRequest, response: HttpResponse | None, credentials: dict | None) -> HttpResponse:
    """The page that says when to come back. It is the same for addresses without an account."""
    seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
    answer = render(request, "account/too_many_attempts.html", {"minutes": seconds // 60}, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def forget_old_attempts() -> int:
    """Failed attempts hold an address and a machine: they are not kept for longer than they protect."""
    deleted, _by_model = AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - KEPT_FOR).delete()
    return deleted
