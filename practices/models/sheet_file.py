"""The PDF of a public sheet."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.made_files import MadeFile


class SheetFile(MadeFile):
    """One a sheet. `source` is the digest of the public sheet that the file says; `wanted`, of the one that was asked for last."""

    identifier = models.CharField(primary_key=True, max_length=11)
    wanted = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("PDF of a sheet")
        verbose_name_plural = _("PDF of sheets")
        default_permissions = ()
        indexes = [models.Index(fields=["next_attempt_at"], condition=Q(to_make=True), name="sheet_files_to_make")]

    def __str__(self):
        return self.identifier
