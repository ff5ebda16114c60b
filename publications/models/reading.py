"""Who was asked to read a content or to sign its proof, and what they answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from .record import EditorialRecord


class Asked(models.Model):
    """Something asked of a person until a day."""

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(_("due on"))
    reminded_before_at = models.DateTimeField(null=True, blank=True)
    reminded_after_at = models.DateTimeField(null=True, blank=True)
    revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="The version read."
    )

    class Meta:
        abstract = True


class ContentReading(Asked):
    """One member's grid on one round. Seen by nobody else before it is done; then by the editors, side by side with the others."""

    record = models.ForeignKey(EditorialRecord, on_delete=models.CASCADE, related_name="readings")
    round = models.PositiveSmallIntegerField(help_text="EditorialRecord.round.")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="content_readings")
    grid = models.JSONField(default=dict, blank=True, help_text='{"question": {"answer": "yes", "comment": ""}, …} (publications.grid).')
    advice = models.CharField(max_length=12, blank=True, help_text="publications.grid.Advice; empty before it is done.")
    remarks = models.TextField(blank=True, help_text="For the editors.")
    done_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True, help_text="Refused, or taken back by the editors.")

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("reading of a content")
        constraints = [
            models.UniqueConstraint(fields=["record", "round", "reader"], name="content_reading_once_a_round"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(given_up_at__isnull=True), name="content_reading_done_or_given_up"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(done_at__isnull=True, given_up_at__isnull=True), name="content_readings_awaited")
        ]

    def __str__(self):
        return f"{self.record_id} #{self.pk}"


class SignOff(Asked):
    """One author's answer to the proof of one version. It stands as long as the text is the one that was signed (`fingerprint`)."""

    record = models.ForeignKey(EditorialRecord, on_delete=models.CASCADE, related_name="sign_offs")
    author = models.CharField(_("author"), max_length=200, help_text="As the content names her.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    email = models.EmailField(_("mail address"), blank=True, help_text="Of an author without an account.")
    fingerprint = models.CharField(max_length=64)
    signed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True, help_text="What she would correct.")
    given_on = models.DateField(null=True, blank=True, help_text="Of a yes given on paper or by mail, which an editor recorded.")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True, help_text="How that yes was given, and where it is kept.")

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("sign-off of an author")
        constraints = [
            models.UniqueConstraint(fields=["record", "author", "fingerprint"], name="sign_off_once_a_version"),
            models.CheckConstraint(condition=Q(signed_at__isnull=True) | Q(refused_at__isnull=True), name="sign_off_given_or_refused"),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(signed_at__isnull=True, refused_at__isnull=True), name="sign_offs_awaited")]

    def __str__(self):
        return f"{self.record_id} #{self.pk}"
