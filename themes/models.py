"""The controlled vocabulary of themes, on two levels, and the free keywords: two django-taggit vocabularies."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase


class Theme(TagBase):
    """A theme of the first level (no parent) or of the second. A used theme is never deleted: it points to its successor."""

    free_tagging = False

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("parent theme"))
    alternative_labels = ArrayField(models.CharField(max_length=120), default=list, blank=True, verbose_name=_("alternative labels"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors", verbose_name=_("replaced by"))

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position", "name"]


class Keyword(TagBase):
    """A word that a contributor added freely."""

    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors", verbose_name=_("replaced by"))

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        ordering = ["name"]
