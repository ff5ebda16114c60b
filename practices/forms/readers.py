"""What anybody may send about a public sheet without an account: a report, a message to the team."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.allowances import Allowance
from core.client import client_ip

from ..cleaning import clean_email, clean_text
from ..models import Report

TEXT_LENGTH = 4_000
NAME_LENGTH = 120

#: Forms that one machine may send in a minute, all sheets and both forms together.
allowance = Allowance("readers", 6)


def wait(request: HttpRequest) -> int:
    """Counts this form: 0, or the seconds after which this machine may send another."""
    return allowance.wait(client_ip(request))


class ReaderForm(forms.Form):
    """A form with a field that people do not see: who fills it is a program, and is thanked for nothing."""

    site = forms.CharField(
        label=_("Leave this empty"), required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    @property
    def is_filled_by_a_program(self) -> bool:
        return bool(self.data.get("site"))

    def _text(self, name: str, *, longest: int, multiline: bool = True) -> str:
        return clean_text(self.cleaned_data[name], longest=longest, multiline=multiline)


class ReportForm(ReaderForm):
    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=[choice for choice in Report.Reason.choices if choice[0] != Report.Reason.CORRECTION],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes nearest.")},
    )
    text = forms.CharField(
        label=_("In your words"),
        help_text=_("What, and where in the sheet. No need to name anybody."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say in a few words what is wrong: the editors have nothing else to go by.")},
    )
    email = forms.CharField(
        label=_("Your mail address"),
        help_text=_("Only to answer you. It is erased 90 days after the answer. Nobody but the editors reads it."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_text(self) -> str:
        return self._text("text", longest=TEXT_LENGTH)

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])


class MessageForm(ReaderForm):
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("And your organisation, if you write for one."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("The team will want to know who writes.")},
    )
    email = forms.CharField(
        label=_("Your mail address"),
        help_text=_("The team answers you there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Without an address the team cannot answer you.")},
    )
    message = forms.CharField(
        label=_("Your message"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Your message is empty.")},
    )

    def clean_name(self) -> str:
        return self._text("name", longest=NAME_LENGTH, multiline=False)

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])

    def clean_message(self) -> str:
        return self._text("message", longest=TEXT_LENGTH)


class ObjectionForm(forms.Form):
    """What does not suit the author in a correction of her text."""

    text = forms.CharField(
        label=_("What does not suit you?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say in a few words what does not suit you.")},
    )

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"], longest=TEXT_LENGTH)


class WithdrawalForm(forms.Form):
    """Why a sheet is withdrawn, for the editors and for those who come to its address; neither must be said."""

    public_note = forms.CharField(
        label=_("A word for those who come to its address"),
        help_text=_("Shown to everybody on the page that stays, for instance where the action is told now."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = forms.CharField(
        label=_("Why"), help_text=_("Only you and the editors read it."), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_public_note(self) -> str:
        return clean_text(self.cleaned_data["public_note"], longest=600)

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"], longest=2_000)


def refuse(form: forms.Form, message: Any) -> None:
    """Says on the form itself why it was not taken."""
    form.add_error(None, ValidationError(message))
