"""A sheet as a publication cites it: the version that was public on the day it was put in."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models import PublicPractice

#: What a copy does not keep: whom to write to today, and files, which only the living sheet gives.
NOT_KEPT = {"contact": None, "image": None, "documents": [], "reachable": False}


class CitedSheetManager(models.Manager["CitedSheet"]):
    def cite(self, identifier: str) -> "CitedSheet | None":
        """The sheet as the public reads it now; None when it does not. One copy for each version, whoever cites it."""
        public = PublicPractice.objects.filter(pk=identifier).first()
        if public is None:
            return None
        values = {"data": public.data | NOT_KEPT}
        return self.get_or_create(identifier=identifier, version=public.version, defaults=values)[0]


class CitedSheet(models.Model):
    """Never changed and never deleted (the database refuses), but for what tells of a person who leaves the site.

    `data`: the public object of the sheet (practices.models.PublicPractice), without contact, image and documents.
    """

    identifier = models.CharField(_("identifier of a sheet"), max_length=11)
    version = models.PositiveBigIntegerField()
    data = models.JSONField()
    cited_at = models.DateTimeField(default=timezone.now)

    objects = CitedSheetManager()

    class Meta:
        verbose_name = _("sheet as cited")
        verbose_name_plural = _("sheets as cited")
        constraints = [models.UniqueConstraint(fields=["identifier", "version"], name="cited_sheet_version")]

    def __str__(self):
        return f"{self.identifier} v{self.version}"
