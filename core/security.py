"""What every answer tells the browser it may do."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

ADMIN_PATH = "/gestion/"


class SecurityHeadersMiddleware(CSPMiddleware):
    """The strict policy on the public site, Wagtail's own needs under /gestion/ and nowhere else."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return super().process_response(request, response)

    def get_policy_parts(self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(ADMIN_PATH) and not report_only and parts.config is None:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        if getattr(request, "is_preview", False) and not report_only:
            # Drawn as the public gets it, and shown in a frame beside the page editor.
            parts.replace = {**(parts.replace or {}), "frame-ancestors": ["'self'"]}
        return parts
