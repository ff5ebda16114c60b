"""The account page, and the doors of the back office that lead to the one sign-in."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin.views.account import AccountView as WagtailAccountView

from accounts.domain import rename
from accounts.forms import NameForm
from accounts.queries import departure_of
from core.security import ADMIN_PATH

KEPT_IN_THE_ADMIN = {"notifications", "locale", "theme"}


@never_cache
@login_required
def account(request):
    """Name, address, password, and what the site keeps."""
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        rename(user=request.user, name=form.cleaned_data["name"])
        messages.success(request, _("Your name is saved."))
        return redirect("accounts:account")
    return render(request, "accounts/account.html", {"form": form, "departure": departure_of(request.user)})


@never_cache
def admin_sign_in(request):
    """There is one sign-in: the admin's own leads there and comes back."""
    target = request.GET.get("next", "")
    if not (target.startswith(ADMIN_PATH) and url_has_allowed_host_and_scheme(target, allowed_hosts=None)):
        target = ADMIN_PATH
    if not request.user.is_authenticated:
        return redirect(f"{resolve_url('account_login')}?{urlencode({'next': target})}")
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    return redirect(target)


def admin_password_reset(request, rest=""):
    return redirect("account_reset_password")


class AdminPreferencesView(WagtailAccountView):
    """Wagtail's page for oneself, without what belongs to /compte/ (it expects first and last names)."""

    def get_panels(self):
        return [panel for panel in super().get_panels() if panel.name in KEPT_IN_THE_ADMIN]
