"""Who may open the back office at all."""

from django.core.exceptions import PermissionDenied

from core.security import ADMIN_PATH

OPEN_PATHS = (f"{ADMIN_PATH}login/", f"{ADMIN_PATH}logout/", f"{ADMIN_PATH}password_reset/")


class AdminGateMiddleware:
    """People who are signed in without the right to the admin get the 403 page; Wagtail would send them round to sign in again."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        path = request.path_info
        guarded = path.startswith(ADMIN_PATH) and not path.startswith(OPEN_PATHS)
        if guarded and request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
