"""Where allauth meets the site: its mails go through our outbox in our words, its links carry our address."""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.client import client_ip
from core.mail import queue_mail


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This address and this password do not go together. Check both, or choose a new password."),
        "too_many_login_attempts": _("Too many attempts for this address. Wait a little before you try again."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your present password."),
        "email_taken": _("This address cannot be used. Choose another one."),
        "duplicate_email": _("This is already your address."),
    }

    def send_mail(self, template_prefix, email, context):
        """`account/email/password_reset_key` is told by `accounts/mail/password_reset_key.txt`. Never sent in the request."""
        name = template_prefix.rsplit("/", 1)[1]
        queue_mail(to=email, template=f"accounts/mail/{name}.txt", context={**context, "email": email}, about="account")

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Giving up a change of address is no news to the person who has just done it."""
        if template_prefix != "account/email/email_deleted":
            super().send_notification_mail(template_prefix, user, context, email)

    def get_email_confirmation_url(self, request, emailconfirmation):
        return _on_our_site(super().get_email_confirmation_url(request, emailconfirmation))

    def get_reset_password_from_key_url(self, key):
        return _on_our_site(super().get_reset_password_from_key_url(key))

    def get_client_ip(self, request):
        return client_ip(request)

    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def get_password_change_redirect_url(self, request):
        return reverse("accounts:account")


def _on_our_site(url):
    """Links in mails never follow the Host header of whoever asked for them."""
    return settings.SITE_URL + urlsplit(url).path
