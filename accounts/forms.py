"""allauth's forms in our words: labels that say what is asked, one password field, no placeholders."""

from allauth.account import forms as allauth
from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Departure, User

PASSWORD_HELP = _("At least 10 characters. A few words in a row are easier to remember than symbols.")


class Worded:
    """Gives each field our label and help; drops the placeholders and the second password field."""

    wording = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.label, field.help_text = self.wording[name]
            field.widget.attrs.pop("placeholder", None)


class SignUpForm(Worded, allauth.SignupForm):
    name = forms.CharField(max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email", "password1"]
    wording = {
        "name": (_("Your name"), _("As you will sign your sheets. You can change it later.")),
        "email": (_("Your mail address"), _("Preferably the one you use at work. It is never published.")),
        "password1": (_("Choose a password"), PASSWORD_HELP),
    }

    def try_save(self, request):
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            # Sent twice at once: the second of them finds the account that the first has just made.
            self.account_already_exists = True
            return super().try_save(request)


class SignInForm(Worded, allauth.LoginForm):
    wording = {
        "login": (_("Your mail address"), ""),
        "password": (_("Your password"), ""),
        "remember": (_("Keep me signed in on this device"), _("Not on a computer that others use.")),
    }


class ForgottenPasswordForm(Worded, allauth.ResetPasswordForm):
    wording = {"email": (_("Your mail address"), _("The one you signed up with."))}


class NewPasswordForm(Worded, allauth.ResetPasswordKeyForm):
    wording = {"password1": (_("Your new password"), PASSWORD_HELP)}


class ChangePasswordForm(Worded, allauth.ChangePasswordForm):
    wording = {
        "oldpassword": (_("Your present password"), ""),
        "password1": (_("Your new password"), PASSWORD_HELP),
    }


class FirstPasswordForm(Worded, allauth.SetPasswordForm):
    wording = {"password1": (_("Choose a password"), PASSWORD_HELP)}


class ChangeAddressForm(Worded, allauth.AddEmailForm):
    wording = {"email": (_("Your new mail address"), _("It replaces the present one once you have confirmed it."))}


class ReauthenticateForm(Worded, allauth.ReauthenticateForm):
    wording = {"password": (_("Your password"), "")}


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name"]
        labels = {"name": _("Your name")}
        help_texts = {"name": _("As you sign your sheets. Sheets already published keep the name they were signed with.")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class DepartureForm(forms.Form):
    sheets = forms.ChoiceField(
        label=_("What becomes of the sheets that are public?"),
        choices=Departure.Sheets.choices,
        initial=Departure.Sheets.KEEP,
        widget=forms.RadioSelect,
    )
