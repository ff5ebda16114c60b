"""The account of somebody who signs a content: found by a name or an address, by the national editors alone."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from accounts.models import User
from core.choosers import WordsFilterForm
from practices.permissions import is_national_editor


class AccountFilterForm(WordsFilterForm):
    def matching(self, objects: QuerySet[User], text: str) -> QuerySet[User]:
        return objects.filter(Q(name__icontains=text) | Q(email__icontains=text))


class AccountListing:
    """What both the dialogue and its list of results show."""

    filter_form_class = AccountFilterForm

    @property
    def columns(self):
        return [*super().columns, Column("email", label=_("Address"))]


class AccountChooseView(AccountListing, ChooseView):
    pass


class AccountResultsView(AccountListing, ChooseResultsView):
    pass


class AccountChooserViewSet(ChooserViewSet):
    model = User
    icon = "user"
    url_prefix = "choisir/compte"
    choose_view_class = AccountChooseView
    choose_results_view_class = AccountResultsView
    choose_one_text = _("Find an account")
    choose_another_text = _("Find another account")
    # Elsewhere in the admin an account is not found by everybody who may look at the field.
    register_widget = False

    def get_object_list(self) -> QuerySet[User]:
        return User.objects.filter(is_active=True).order_by("name", "email")

    def construct_view(self, view_class, **kwargs):
        view = super().construct_view(view_class, **kwargs)

        @wraps(view)
        def closed(request, *args, **found):
            if not is_national_editor(request.user):
                raise PermissionDenied
            return view(request, *args, **found)

        return closed


account_chooser_viewset = AccountChooserViewSet("account_chooser")
AccountChooserWidget = account_chooser_viewset.widget_class
