"""The forms of sheets that are open in browsers."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .record import PracticeRecord


class OpenForm(models.Model):
    """A form of a sheet in somebody's browser, once it has saved: the number of its last save and what it wrote.

    One that comes late or twice is known for what it is, and what the form wrote itself is no change made elsewhere.
    """

    record = models.ForeignKey(PracticeRecord, on_delete=models.CASCADE, related_name="open_forms")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=32, help_text="Drawn when the page is shown.")
    number = models.PositiveIntegerField(default=0, help_text="Of its last save.")
    wrote = models.JSONField(default=dict, help_text="Fingerprint of what it last wrote, by attribute (practices.content).")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "user", "key"], name="open_form_once")]

    def __str__(self):
        return f"{self.record_id} {self.key}"
