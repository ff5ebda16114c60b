"""What was public before, what was put right, and what goes out with a cahier."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from .record import EditorialRecord


class PublicVersion(models.Model):
    """A version that was public before the one that is: its public object, as it was. Read only while the content is public."""

    record = models.ForeignKey(EditorialRecord, on_delete=models.CASCADE, related_name="past_versions")
    edition = models.PositiveSmallIntegerField()
    data = models.JSONField()
    published_at = models.DateTimeField()
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-edition"]
        verbose_name = _("past version of a content")
        constraints = [models.UniqueConstraint(fields=["record", "edition"], name="one_past_version_an_edition")]

    def __str__(self):
        return f"{self.record_id} v{self.edition}"


class Erratum(models.Model):
    """What was wrong in a published content, said on its page. `edition`: the first one that is right."""

    record = models.ForeignKey(EditorialRecord, on_delete=models.CASCADE, related_name="errata")
    edition = models.PositiveSmallIntegerField()
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("erratum")
        verbose_name_plural = _("errata")

    def __str__(self):
        return f"{self.record_id} v{self.edition}"


class ScheduledPiece(models.Model):
    """What a scheduled cahier goes out with: a content in its signed version (none: already public), or a sheet. The database keeps it."""

    cahier = models.ForeignKey(EditorialRecord, on_delete=models.CASCADE, related_name="scheduled_pieces")
    piece = models.ForeignKey(EditorialRecord, null=True, blank=True, on_delete=models.PROTECT, related_name="scheduled_in")
    revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    sheet = models.CharField(max_length=11, blank=True)

    class Meta:
        verbose_name = _("piece of a scheduled cahier")
        constraints = [
            models.UniqueConstraint(fields=["cahier", "piece", "sheet"], name="scheduled_piece_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(piece__isnull=False, sheet="") | (Q(piece__isnull=True) & ~Q(sheet="")), name="scheduled_piece_or_sheet"
            ),
        ]
        indexes = [models.Index(fields=["sheet"], condition=~Q(sheet=""), name="scheduled_sheets")]

    def __str__(self):
        return f"{self.cahier_id}: {self.piece_id or self.sheet}"
