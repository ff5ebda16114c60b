"""The controlled vocabulary of themes, on two levels, and the free keywords: two django-taggit vocabularies.

A row of either is never deleted (the database refuses): merged or retired, it points to its successor, in one step.
"""

from django.contrib.admin import display as admin_display
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import NaturalKeyManager, TagBase


class VocabularyQuerySet(models.QuerySet):
    def current(self):
        """Those that one may still choose: not replaced by another."""
        return self.filter(successor__isnull=True)


class Theme(TagBase):
    """A theme of the first level (no parent) or of the second."""

    free_tagging = False

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("parent theme")
    )
    alternative_labels = ArrayField(models.CharField(max_length=120), default=list, blank=True, verbose_name=_("alternative labels"))
    introduction = models.TextField(
        _("introduction"),
        blank=True,
        max_length=2000,
        help_text=_("Shown at the head of the theme’s page. An empty line parts paragraphs."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors", verbose_name=_("replaced by")
    )
    is_edited = models.BooleanField(default=False, editable=False, help_text="Editors changed it: loading the file leaves it alone.")

    objects = NaturalKeyManager.from_queryset(VocabularyQuerySet)()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="theme_not_its_own_parent"),
            models.CheckConstraint(condition=~Q(successor=F("id")), name="theme_not_its_own_successor"),
        ]

    def get_absolute_url(self):
        return reverse("themes:theme", args=[self.slug])

    @admin_display(description=_("alternative labels"))
    def alternative_label_list(self):
        return ", ".join(self.alternative_labels)


class Keyword(TagBase):
    """A word that a contributor added freely."""

    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors", verbose_name=_("replaced by")
    )

    objects = NaturalKeyManager.from_queryset(VocabularyQuerySet)()

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(successor=F("id")), name="keyword_not_its_own_successor")]
