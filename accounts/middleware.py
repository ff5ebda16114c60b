"""Who may open the back office at all."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.second_factor import ACCESS_ADMIN, must_be_set_up
from core.security import ADMIN_PATH

OPEN_PATHS = (f"{ADMIN_PATH}login/", f"{ADMIN_PATH}logout/", f"{ADMIN_PATH}password_reset/")


class AdminGateMiddleware:
    """People who are signed in without the right to the admin get the 403 page; Wagtail would send them round to sign in again.

    Where the site asks editors for a second step, those who have none are led to it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        path = request.path_info
        guarded = path.startswith(ADMIN_PATH) and not path.startswith(OPEN_PATHS)
        if not guarded or not request.user.is_authenticated:
            return None
        if not request.user.has_perm(ACCESS_ADMIN):
            raise PermissionDenied
        if must_be_set_up(request):
            messages.warning(request, _("Before you work as an editor, add a second step to your sign-in: an application or a passkey."))
            return redirect("mfa_index")
        return None
