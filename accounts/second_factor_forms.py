"""allauth's forms of the second step in our words, and harder to guess against."""

import hashlib

from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from accounts.forms import Worded

#: Six digits: with more attempts a patient machine would find them.
ATTEMPTS = {"second_factor": "5/15m/key"}
#: Longer than any code is taken for: the present one, the one before and the one after.
USED_FOR = 120

#: All that a malformed answer of a passkey makes the library raise.
BROKEN = (KeyError, IndexError, TypeError, ValueError, AttributeError, InvalidSignature)

CODE = (_("Code"), _("The six digits that your application shows now, or one of your recovery codes."))


class _Guarded(Worded):
    """Five attempts in a quarter of an hour; a code serves once."""

    wording = {"code": CODE}

    def clean_code(self):
        key = str(self.user.pk)
        if not ratelimit.consume(context.request, app="accounts", action="second_factor", config=ATTEMPTS, key=key):
            raise forms.ValidationError(_("Too many wrong codes. Wait a quarter of an hour before you try again."))
        served = hashlib.sha256(f"{key}:{self.cleaned_data['code'].strip()}".encode()).hexdigest()
        if not cache.add(f"second-factor-code:{served}", True, USED_FOR):
            raise get_adapter().validation_error("incorrect_code")
        code = super().clean_code()
        ratelimit.clear(context.request, app="accounts", action="second_factor", config=ATTEMPTS, key=key)
        return code


class CodeForm(_Guarded, base.AuthenticateForm):
    pass


class CodeAgainForm(_Guarded, base.ReauthenticateForm):
    pass


class ActivateApplicationForm(Worded, totp.ActivateTOTPForm):
    wording = {"code": (_("Code"), _("The six digits that the application shows now."))}


class _Sturdy:
    """What a browser sends for a passkey is read by a library that expects it whole: anything else is a wrong code, not a fault of ours."""

    def full_clean(self):
        try:
            super().full_clean()
        except BROKEN:
            self.cleaned_data = {}
            self.add_error("credential", get_adapter().validation_error("incorrect_code"))


class AuthenticatePasskeyForm(_Sturdy, webauthn.AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(_Sturdy, webauthn.ReauthenticateWebAuthnForm):
    pass


class SignInPasskeyForm(_Sturdy, webauthn.LoginWebAuthnForm):
    pass


class AddPasskeyForm(_Sturdy, Worded, webauthn.AddWebAuthnForm):
    wording = {
        "name": (_("Its name"), _("To tell it from others: “telephone”, “key on my ring”.")),
        "credential": ("", ""),
        "passwordless": (
            _("Sign in with it alone, without my password"),
            _("The device then asks for your finger, your face or its own code."),
        ),
    }

    def clean_name(self):
        return super().clean_name()[:60]


class RenamePasskeyForm(Worded, webauthn.EditWebAuthnForm):
    wording = {"name": (_("Its name"), "")}
