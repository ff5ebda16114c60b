"""Official areas of France (COG) and foreign ones, each with every area above it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class TerritoryQuerySet(models.QuerySet):
    def within(self, code):
        """The territory of this code and all below it, former regions included."""
        return self.filter(Q(code=code) | Q(ancestors__contains=[code]))

    def current(self):
        """Those that one may still choose: not replaced by another."""
        return self.filter(successor__isnull=True)


class Territory(models.Model):
    """One official area; its code (`com-59350`, `anc-31`, `iso-ca-qc`) is its key, so that rows pointing here need no join.

    A row is never deleted (the database refuses): an area that is gone points to its successor, in one step.
    """

    class Kind(models.TextChoices):
        REGION = "reg", _("region")
        DEPARTMENT = "dep", _("department")
        MUNICIPALITY = "com", _("municipality")
        INTERMUNICIPALITY = "epci", _("intermunicipality")
        FORMER_REGION = "anc", _("former region")
        ABROAD = "iso", _("country or province")

    code = models.CharField(_("code"), primary_key=True, max_length=20)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    search_name = models.CharField(max_length=120, editable=False, help_text="Name in lower case without accents or hyphens.")
    search_words = models.CharField(max_length=400, editable=False, help_text="Words of the name and context, postal codes, number.")
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    ancestors = ArrayField(models.CharField(max_length=20), default=list, blank=True, help_text="Codes of all areas above, nearest first.")
    region_code = models.CharField(max_length=20, blank=True, help_text="The one of the 18 regions in charge; empty when none is.")
    context = models.CharField(max_length=160, blank=True, help_text="What tells it from its namesakes: « Nord, Hauts-de-France ».")
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["search_name", "code"]
        constraints = [models.CheckConstraint(condition=~Q(successor=F("code")), name="territory_not_its_own_successor")]
        indexes = [
            GinIndex(fields=["ancestors"], name="territory_ancestors"),
            GinIndex(SearchVector("search_words", config="simple"), name="territory_search_words"),
        ]

    def __str__(self):
        return f"{self.name} ({self.context})" if self.context else self.name

    def get_absolute_url(self):
        return reverse("territories:territory", args=[self.code])
