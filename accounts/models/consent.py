"""What a person agreed to, when, in which words, and until when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Consent(models.Model):
    """One agreement of one person. It goes with the account."""

    class Kind(models.TextChoices):
        TERMS = "terms", _("rules of the site")
        NAMES = "names", _("names signed on a sheet")
        CONTACT = "contact", _("contact details shown on a sheet")
        ALERTS = "alerts", _("mails about new sheets")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    version = models.CharField(max_length=20, help_text="Of the words that were agreed to: accounts.domain.consents.")
    about = models.CharField(max_length=40, blank=True, help_text="Identifier of the sheet, where it is about one.")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("consent")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "about"], condition=Q(withdrawn_at__isnull=True), name="consent_in_force_once"),
        ]

    def __str__(self):
        return f"{self.kind} #{self.pk}"
