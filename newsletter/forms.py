"""What readers fill in to receive the letter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.allowances import Allowance
from practices.cleaning import clean_email
from practices.forms.readers import ReaderForm

from .choices import regions, themes

#: Forms that one machine may send in a minute.
allowance = Allowance("newsletter", 6)


class WishForm(forms.Form):
    """What one wants to read about; nothing ticked is everything."""

    themes = forms.MultipleChoiceField(
        label=_("Which themes?"),
        help_text=_("Tick nothing to receive all of them."),
        choices=themes,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    regions = forms.MultipleChoiceField(
        label=_("Which regions?"),
        help_text=_("Tick nothing for the whole of France. What concerns everybody comes in any case."),
        choices=regions,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @property
    def wish(self) -> dict[str, list[str]]:
        return {name: self.cleaned_data[name] for name in ("themes", "regions")}


class SubscribeForm(WishForm, ReaderForm):
    email = forms.CharField(
        label=_("Your mail address"),
        help_text=_("We write to it once, so that you confirm. It serves for the letter and for nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Without an address no letter can come.")},
    )
    field_order = ["email", "themes", "regions", "site"]

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])
