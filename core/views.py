"""The stylesheet and the site's health: answers that belong to no app."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from core import assets, health

FOR_EVER = "public, max-age=31536000, immutable"


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
