"""The text of the PDF that a public content offers: search looks into it too."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.outbox import OutboxRow

from .public import PublicContent


class AttachedText(OutboxRow):
    """One file of a public content, and what could be read in it. It leaves with the public record, at once.

    Only `publications.domain.attached_texts` writes it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        READ = "read", _("read")
        NO_TEXT = "no_text", _("holds pictures of pages, not text")
        ENCRYPTED = "encrypted", _("is protected by a password")
        BROKEN = "broken", _("cannot be read as a PDF")
        TOO_LARGE = "too_large", _("is too large to be read")
        CHANGED = "changed", _("is no longer the file that was published")

    content = models.ForeignKey(PublicContent, on_delete=models.CASCADE, related_name="attached_texts")
    document = models.ForeignKey("wagtaildocs.Document", on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64, help_text="Of the file that the public record names.")
    name = models.CharField(max_length=255)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    text = models.TextField(blank=True)
    is_whole = models.BooleanField(default=True, help_text="Whether all of it was read: very long files are read in part.")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("text of an attached file")
        constraints = [models.UniqueConstraint(fields=["content", "sha256"], name="attached_text_once")]
        indexes = [models.Index(fields=["next_attempt_at"], condition=Q(state="waiting"), name="attached_text_due")]

    def __str__(self):
        return f"{self.content_id} {self.name}"
