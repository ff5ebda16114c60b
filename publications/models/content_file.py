"""The files made of a content: PDF and EPUB, each of one version of its text."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from core.made_files import MadeFile

from .record import EditorialRecord


class ContentFile(MadeFile):
    """One a version and kind. Only publications.print.files writes it, and the worker that makes it."""

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF")
        EPUB = "epub", _("EPUB")

    record = models.ForeignKey(EditorialRecord, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField(default=1, help_text="Which version it says that it is: EditorialRecord.edition.")
    holds = ArrayField(models.CharField(max_length=11), default=list, help_text="Identifiers of the contents whose words are in it.")
    is_public = models.BooleanField(default=False, help_text="Its text is or was the public one.")

    class Meta:
        verbose_name = _("file of a content")
        verbose_name_plural = _("files of contents")
        constraints = [models.UniqueConstraint(fields=["record", "kind", "revision"], name="one_content_file_a_version")]
        indexes = [models.Index(fields=["next_attempt_at"], condition=Q(to_make=True), name="content_files_to_make")]

    def __str__(self):
        return f"{self.record_id} {self.revision_id} {self.kind}"

    @property
    def extension(self) -> str:
        return f".{self.kind}"

    @property
    def content_type(self) -> str:
        return {"pdf": "application/pdf", "epub": "application/epub+zip"}[self.kind]
