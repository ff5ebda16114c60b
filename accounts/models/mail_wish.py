"""How a person wants her news; without a row, as they come."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.mail_rhythms import Rhythm


class MailWish(models.Model):
    """One person's choice."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="mail_wish")
    rhythm = models.CharField(_("rhythm of the messages"), max_length=10, choices=Rhythm.choices, default=Rhythm.AT_ONCE)

    class Meta:
        verbose_name = _("wish about messages")

    def __str__(self):
        return f"{self.user_id} {self.rhythm}"
