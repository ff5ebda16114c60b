"""Accounts in the back office, for administrators only: mail as login, one name, and no way up to full rights."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import users

from accounts.domain import vouch_for_address
from accounts.domain.audit import note_account
from accounts.domain.departures import erase_person
from accounts.domain.errors import Refused
from accounts.models import AccountEvent, User

NOTED = {
    "is_superuser": (AccountEvent.Kind.FULL_RIGHTS_GIVEN, AccountEvent.Kind.FULL_RIGHTS_REMOVED),
    "is_active": (AccountEvent.Kind.REACTIVATED, AccountEvent.Kind.SUSPENDED),
}


class _OneName:
    """Our account has one name, which may be empty, where Wagtail asks for two."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["first_name"], self.fields["last_name"]

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("An account has this address already."))
        return email

    def save(self, commit=True):
        user = super().save(commit)
        if commit and "email" in self.changed_data:
            vouch_for_address(user=user)
        if commit:
            self._note(user)
        return user

    def _note(self, user):
        """Rights that are no group. Groups are noted wherever they change (accounts.receivers)."""
        for name, (given, taken) in NOTED.items():
            if name in self.changed_data:
                note_account(given if getattr(user, name) else taken, subject=user)


class AccountCreationForm(_OneName, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = ["email", "name", "is_superuser", "groups"]


class AccountEditForm(_OneName, UserEditForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_active"].help_text = _(
            "Without it nobody signs in with this account; nothing is deleted. Replace an editor first (“Editors”): what she has in hand "
            "then goes to somebody else."
        )

    class Meta(UserEditForm.Meta):
        fields = ["email", "name", "is_active", "is_superuser", "groups"]


class _FullRightsStayRare:
    """Only those who have full rights give them, and change the accounts of those who have them."""

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        if not self.request.user.is_superuser:
            form.fields.pop("is_superuser", None)
        return form


class IndexView(users.IndexView):
    search_fields = {"name", "email"}

    def order_queryset(self, queryset):
        if self.ordering in ("name", "-name"):
            return queryset.order_by(self.ordering, "email")
        return super().order_queryset(queryset)


class CreateView(_FullRightsStayRare, users.CreateView):
    pass


class EditView(_FullRightsStayRare, users.EditView):
    def dispatch(self, request, *args, **kwargs):
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class DeleteView(users.DeleteView):
    """Erased as at the person's own wish: her published sheets stay, without her name."""

    confirmation_message = _(
        "This cannot be undone. The person gets a mail; her drafts are deleted, her published sheets stay without her name. What she has "
        "in hand as an editor awaits a reader again: to give it to somebody, replace her first (“Editors”)."
    )

    def get_usage_url(self):
        """None: Wagtail's count knows neither sheets nor reviews, and would say that nothing refers to her."""

    def delete_action(self):
        try:
            erase_person(user=self.object, by=self.request.user)
        except Refused as refusal:
            raise PermissionDenied(str(refusal)) from None


class AccountViewSet(users.UserViewSet):
    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    create_template_name = "accounts/admin/create.html"
    edit_template_name = "accounts/admin/edit.html"

    def get_form_class(self, for_update=False):
        return AccountEditForm if for_update else AccountCreationForm
