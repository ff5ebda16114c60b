"""What is asked to invite somebody to a sheet."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import CoAuthor

ROLES = [
    (CoAuthor.Role.READ, _("Read the sheet")),
    (CoAuthor.Role.COMMENT, _("Read it and comment on it")),
    (CoAuthor.Role.EDIT, _("Write it with me")),
]


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("Mail address of the person whom you invite"),
        help_text=_("She will accept with an account at this very address."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("What may she do?"), choices=ROLES, initial=CoAuthor.Role.COMMENT, widget=forms.RadioSelect)


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=ROLES)
