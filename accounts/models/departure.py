"""Accounts that are about to be deleted."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Departure(models.Model):
    """The account is deleted on `due_at`, unless the person changes her mind or, when it was for inactivity, signs in."""

    class Reason(models.TextChoices):
        ASKED = "asked", _("asked by the person")
        INACTIVE = "inactive", _("nobody has used it for two years")

    class Sheets(models.TextChoices):
        KEEP = "keep", _("My published sheets stay, without my name")
        WITHDRAW = "withdraw", _("My published sheets are withdrawn, and their text is erased")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="departure")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    sheets = models.CharField(max_length=10, choices=Sheets.choices, default=Sheets.KEEP)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("account to be deleted")
        indexes = [models.Index(fields=["due_at"], name="departures_due")]

    def __str__(self):
        return f"#{self.user_id} {self.reason}"
