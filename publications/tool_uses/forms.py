"""What somebody types about the use of a tool."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.cleaning import clean_text
from territories.models import Territory

from ..models.tool_use import SIGNATURE_LENGTH, TEXT_LENGTH

UNSIGNED, SIGNED = "no", "yes"


class UseForm(forms.Form):
    """What for, where, what came of it, and whether it is signed."""

    purpose = forms.CharField(
        label=_("What did you use it for?"),
        help_text=_("The situation, the group, the moment. No name of a person who took part."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a few words what you used it for.")},
    )
    territory = forms.ModelChoiceField(
        label=_("Where?"),
        queryset=Territory.objects.none(),
        empty_label=_("Choose a département, a region or a country"),
        error_messages={"required": _("Choose where: other teams look for what was done near them.")},
    )
    outcome = forms.CharField(
        label=_("What came of it?"),
        help_text=_("What it brought, what you changed in it, what did not work."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say in a few words what came of it, good or not.")},
    )
    signed = forms.ChoiceField(
        label=_("Is your account signed?"),
        choices=[(UNSIGNED, _("No: nobody reads my name")), (SIGNED, _("Yes, I agree that everybody reads the signature below"))],
        initial=UNSIGNED,
        widget=forms.RadioSelect,
    )
    signature = forms.CharField(
        label=_("Signature"), help_text=_("As you wish to be read, for example “Nadia, social worker in Lille”."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        kinds = (Territory.Kind.DEPARTMENT, Territory.Kind.REGION, Territory.Kind.ABROAD)
        self.fields["territory"].queryset = Territory.objects.current().filter(kind__in=kinds)

    def clean_purpose(self) -> str:
        return clean_text(self.cleaned_data["purpose"], longest=TEXT_LENGTH)

    def clean_outcome(self) -> str:
        return clean_text(self.cleaned_data["outcome"], longest=TEXT_LENGTH)

    def clean_signature(self) -> str:
        return clean_text(self.cleaned_data["signature"], longest=SIGNATURE_LENGTH, multiline=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("signed") == SIGNED and not values.get("signature") and "signature" not in self.errors:
            self.add_error("signature", _("Write how you sign, or choose not to sign."))
        return values

    @property
    def account(self) -> dict[str, Any]:
        """The values of publications.domain.tool_uses.send_use. A signature that was typed and not agreed to is not kept."""
        values = self.cleaned_data
        signature = values["signature"] if values["signed"] == SIGNED else ""
        return {"purpose": values["purpose"], "outcome": values["outcome"], "territory": values["territory"], "signature": signature}
