"""The second step of signing in: codes of an application, passkeys, and who must have one."""

import base64
import hashlib
import io

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage

from accounts.models import User

ACCESS_ADMIN = "wagtailadmin.access_admin"
#: Session key: an application's code or a passkey of this account was seen since the session began.
KNOWN = "second_factor_known"


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Editors need a second step: add another one before you take this one away."),
        "cannot_generate_recovery_codes": _("Recovery codes come with a second step: add one first."),
        "incorrect_code": _("This code is not right, or was used already. Wait for the next one."),
        "unverified_email": _("Confirm your mail address first."),
    }

    def get_totp_issuer(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def build_totp_svg(self, url: str) -> str:
        """Black on white in both colour schemes: cameras need it. Without the XML declaration: it stands inside a page."""
        code = qrcode.QRCode(border=3, image_factory=SvgPathImage)
        code.add_data(url)
        drawn = io.BytesIO()
        code.make_image().save(drawn)
        return drawn.getvalue().decode().partition("?>")[2].strip()

    def generate_authenticator_name(self, user, type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)d") % {"number": number + 1} if number else gettext("My passkey")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Recovery codes alone are no second step."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return not is_required(authenticator.user) or others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def encrypt(self, text: str) -> str:
        """A copy of the database alone gives nobody's codes."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """With a key that is no longer known no code is right, rather than any that follows from an empty secret."""
        try:
            return _fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()


def is_required(user: User) -> bool:
    """Those who enter the back office read what is not public: a setting asks them for a second step."""
    return settings.TWO_FACTOR_FOR_EDITORS and user.has_perm(ACCESS_ADMIN)


def must_be_set_up(request: HttpRequest) -> bool:
    """Whether this editor still has to add a second step before she works. Asked of the database until it is there."""
    if not is_required(request.user) or request.session.get(KNOWN):
        return False
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    if not Authenticator.objects.filter(user=request.user, type__in=kinds).exists():
        return True
    request.session[KNOWN] = True
    return False


def _fernet() -> MultiFernet:
    """From SECRET_KEY; former keys in SECRET_KEY_FALLBACKS still open what they closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"accounts.second_factor:" + key.encode()).digest())) for key in keys)
