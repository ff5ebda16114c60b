"""What became of a grid that was filled offline."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .record import PracticeRecord


class GridReading(models.Model):
    """The report of an imported grid: what was read where, and what found no place, for its author to copy. Forgotten after a while."""

    record = models.OneToOneField(PracticeRecord, primary_key=True, on_delete=models.CASCADE, related_name="grid_reading")
    at = models.DateTimeField(default=timezone.now)
    filename = models.CharField(max_length=200)
    placed = models.JSONField(default=list, help_text='[{"key": "summary", "text": "…"}], in the order of the sheet.')
    unplaced = models.JSONField(default=list, help_text='[{"where": "Effets, ligne 3", "text": "…", "why": "…"}]')

    class Meta:
        verbose_name = _("reading of a grid")
        indexes = [models.Index(fields=["at"], name="grid_reading_at")]

    def __str__(self):
        return f"{self.record_id} {self.filename}"
