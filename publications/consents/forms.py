"""What national editors fill about a voice."""

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from practices.uploads import DOCUMENT_BYTES, MEGABYTE, Unacceptable

from ..vocabulary import ConsentManner, ConsentUse
from . import proofs


def _date(**attributes) -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **attributes})


class AgreementForm(forms.Form):
    """One paper, mail or recording, and what it says."""

    uses = forms.MultipleChoiceField(
        label=_("What does she agree to?"),
        choices=ConsentUse.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say what she agrees to: one use at least.")},
    )
    given_on = forms.DateField(label=_("On which day did she say so?"), initial=timezone.localdate, widget=_date())
    manner = forms.ChoiceField(label=_("How?"), choices=ConsentManner.choices, widget=forms.RadioSelect)
    proof = forms.FileField(
        label=_("The proof"),
        help_text=format_lazy(
            _("A scan or photograph of the paper, the mail as PDF, or the recording; {most} MB at most. Only national editors open it."),
            most=DOCUMENT_BYTES // MEGABYTE,
        ),
        error_messages={"required": _("Without a proof nobody can say later what was agreed to.")},
    )
    with_portrait = forms.BooleanField(label=_("Her portrait too"), required=False)
    with_recording = forms.BooleanField(label=_("Her recorded voice too"), required=False)
    expires_on = forms.DateField(
        label=_("Until which day?"),
        help_text=_("Empty when she gave no limit. After it the site takes her words off by itself."),
        required=False,
        widget=_date(),
    )

    def clean_proof(self):
        """The file that can be kept (practices.uploads.Ready)."""
        file = self.cleaned_data["proof"]
        try:
            return proofs.ready(file.file, file.name, file.size)
        except Unacceptable as refusal:
            raise forms.ValidationError(refusal.message) from None


class ReceiptForm(forms.Form):
    email = forms.EmailField(
        label=_("Her mail address"),
        help_text=_("Used for this message only; forgotten after 90 days."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
