"""What comes back to a public sheet from its readers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .record import PracticeRecord


class Report(models.Model):
    """A reader says that something is wrong with a public sheet; its region's editors answer."""

    class Reason(models.TextChoices):
        PERSON = "person", _("A person can be recognised, or did not agree")
        STIGMA = "stigma", _("Words that hurt or stigmatise")
        FALSE = "false", _("Something is not true")
        RIGHTS = "rights", _("An image, a text or a document is used without right")
        ENDED = "ended", _("The action no longer exists, or has changed")
        OTHER = "other", _("Something else")
        CORRECTION = "correction", _("Its author objects to a correction")

    record = models.ForeignKey(PracticeRecord, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(_("what is wrong"), max_length=10, choices=Reason.choices)
    text = models.TextField(_("in your words"))
    email = models.EmailField(_("your mail address"), blank=True, help_text="To answer; erased 90 days after the answer.")
    at = models.DateTimeField(default=timezone.now)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    handled_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("report on a public sheet")
        indexes = [models.Index(fields=["record", "at"], condition=Q(handled_at__isnull=True), name="reports_open")]

    def __str__(self):
        return f"{self.record_id} {self.reason}"


class DailyCount(models.Model):
    """How often something happened to a public sheet on one day, without who."""

    class Kind(models.TextChoices):
        VIEW = "view", _("views")
        CONTACT = "contact", _("messages passed on")
        CITATION = "citation", _("references downloaded")

    record = models.ForeignKey(PracticeRecord, on_delete=models.CASCADE, related_name="counts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    day = models.DateField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("daily count of a sheet")
        constraints = [models.UniqueConstraint(fields=["record", "kind", "day"], name="daily_count_once")]

    def __str__(self):
        return f"{self.record_id} {self.kind} {self.day}"
