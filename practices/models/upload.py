"""The files that came by a contributor's form."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .record import PracticeRecord


class Upload(models.Model):
    """A file and the sheet that it was meant for: it goes once no version of any sheet names it (practices.domain.files).

    Files that editors add in the admin have no row here: they are theirs to delete.
    """

    record = models.ForeignKey(PracticeRecord, null=True, on_delete=models.SET_NULL, related_name="uploads")
    image = models.OneToOneField("wagtailimages.Image", null=True, on_delete=models.CASCADE, related_name="+")
    document = models.OneToOneField("wagtaildocs.Document", null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    doubtful = models.BooleanField(default=False, help_text="A version that named it is gone: perhaps none is left.")

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(doubtful=True) | Q(record__isnull=True), name="upload_doubtful")]
        constraints = [
            models.CheckConstraint(
                condition=Q(image__isnull=True, document__isnull=False) | Q(image__isnull=False, document__isnull=True),
                name="upload_is_one_file",
            ),
        ]

    def __str__(self):
        return f"{self.record_id} {self.image_id or self.document_id}"

    @property
    def file(self):
        """The image or the document, whichever it is."""
        return self.image if self.image_id else self.document
