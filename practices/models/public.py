"""The one thing that the public reads of a sheet."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTransform


class PublicPractice(models.Model):
    """A published sheet as the API gives it. Only `practices.domain.publication` writes it; withdrawing deletes the row.

    `data`: the sheet with the keys of the API's detail (codes; `{slug, label}` for themes, `{code, label}` for
    territories); `url` in it is a path. Nothing private is in it.
    `filters`: for each search parameter of the contract the values that this sheet answers to, broader ones included:
    `{"theme": ["isolement", "lien-social"], "territoire": ["dep-60", "reg-32", "anc-22", "iso-fr"], "mode": ["group"], …}`;
    under `effects`, `barriers` and `facilitators` the codes of each row: `{"barriers": [{"nature": "funding", "intensity": 3, …}]}`.
    """

    identifier = models.CharField(primary_key=True, max_length=11)
    region_slug = models.SlugField(max_length=80)
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    data = models.JSONField()
    filters = models.JSONField()
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True, help_text="Empty while the action runs.")
    text = SearchVectorField(help_text="French, unaccented; title A, themes and summary B, the rest C.")
    version = models.PositiveBigIntegerField()
    content_hash = models.CharField(max_length=64)
    first_published_at = models.DateTimeField()
    updated_at = models.DateTimeField(help_text="When the public content last changed.")
    stale = models.BooleanField(default=False, help_text="A label in it has changed: practices.tasks writes it again.")

    class Meta:
        ordering = ["-first_published_at", "identifier"]
        constraints = [
            models.UniqueConstraint(fields=["region_slug", "slug"], name="public_practice_address"),
            models.CheckConstraint(
                condition=Q(filters__territoire__0__isnull=False) & Q(filters__theme__0__isnull=False),
                name="public_practice_has_theme_and_territory",
            ),
            models.CheckConstraint(
                condition=Q(last_year__isnull=True) | Q(last_year__gte=F("first_year")), name="public_practice_years_in_order"
            ),
        ]
        indexes = [
            GinIndex(fields=["filters"], opclasses=["jsonb_path_ops"], name="public_practice_filters"),
            GinIndex(fields=["text"], name="public_practice_text"),
            models.Index(fields=["-first_published_at", "identifier"], name="public_practice_recent"),
            models.Index(fields=["updated_at", "identifier"], name="public_practice_changes"),
            models.Index(fields=["identifier"], condition=Q(stale=True), name="public_practice_stale"),
            models.Index(KeyTransform("adapted_from", "data"), name="public_practice_adapts"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/pratiques/{self.region_slug}/{self.slug}/"
