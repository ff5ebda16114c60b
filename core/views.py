"""The stylesheet, the site's health and its errors: answers that belong to no app."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template import Context, Engine
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from core import assets, health

FOR_EVER = "public, max-age=31536000, immutable"

logger = logging.getLogger(__name__)


@require_safe
@gzip_page
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """Kept for ever under its own address. Under one that is past (a page opened before an update): today's, not kept."""
    sheet = assets.stylesheet()
    response = HttpResponse(sheet.text, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_EVER if digest == sheet.digest else "no-cache"
    return response


@require_safe
@never_cache
def site_health(request: HttpRequest) -> JsonResponse:
    """503 only when the database does not answer."""
    report = health.report()
    return JsonResponse(report, status=200 if report["database"] else 503)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing of the request can be trusted here, not even its host: a page made of nothing but words."""
    return _plain("400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was refused, and why, is not said here: views that know say it themselves."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open for too long, or cookies refused: what to do next."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Neither database nor session nor request is asked: any of them may be what fails."""
    try:
        return _plain("500.html", 500)
    except Exception:
        logger.exception("The error page itself cannot be drawn.")
        return HttpResponseServerError("<!doctype html><html lang=fr><title>Erreur</title><h1>Le site a rencontré une erreur</h1></html>")


def _plain(template: str, status: int) -> HttpResponse:
    return HttpResponse(Engine.get_default().get_template(template).render(Context()), status=status)
