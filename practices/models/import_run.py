"""A file of sheets that an editor sent, and what becomes of each of its rows."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def _kept_as(run: "ImportRun", name: str) -> str:
    """Under a name that nobody can guess, in a folder that no address serves."""
    return f"imports/{uuid.uuid4()}.{name.rpartition('.')[2].lower()}"


class ImportRun(models.Model):
    """Taken up by the worker under a lease: a run whose worker was killed goes on after the last line that was noted."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("under way")
        DONE = "done", _("finished")
        FAILED = "failed", _("stopped")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    filename = models.CharField(max_length=200)
    file = models.FileField(upload_to=_kept_as)
    files = models.FileField(upload_to=_kept_as, blank=True, help_text="The zip of images and documents.")
    publish = models.BooleanField(default=False)
    dry_run = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    woken_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0, help_text="How often it was taken up since a row was last noted.")
    final_line = models.PositiveIntegerField(null=True, help_text="Once the file was looked through.")
    last_line = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import of sheets")
        indexes = [models.Index(fields=["woken_at"], condition=Q(finished_at=None), name="import_run_unfinished")]

    def __str__(self):
        return f"{self.pk} {self.filename}"


class ImportNote(models.Model):
    """A refusal, or a warning, for the report; with `page_id`, what a sheet says that it adapts, to be looked for at the end."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="notes")
    line = models.PositiveIntegerField()
    external_id = models.CharField(max_length=300, blank=True)
    field = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300)
    page_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("line of an import")

    def __str__(self):
        return f"{self.line} {self.field} {self.reason}"
