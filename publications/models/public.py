"""The one thing that the public reads of an editorial content, and that lists, search, feeds, OAI and exports read too."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from ..vocabulary import Kind


class PublicContent(models.Model):
    """A published content. Only `publications.domain.publication` writes it; withdrawing deletes the row.

    `data`: `{id, kind, url, title, summary, image, authors, themes, territories, licence, published_at, updated_at, is_demo}` and the
    keys of its kind (`EditorialPage.own_data`); `url` is a path. Nothing private is in it.
    `filters`: for each parameter the values that it answers to, broader ones included: `{"theme": […], "territoire": […], "type": […]}`.
    `texts`: the rest of what people read in it, as plain texts.
    """

    identifier = models.CharField(primary_key=True, max_length=11)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    path = models.CharField(max_length=500, unique=True)
    title = models.CharField(max_length=255)
    data = models.JSONField()
    filters = models.JSONField()
    texts = models.JSONField(default=list)
    text = SearchVectorField(help_text="French, unaccented; title A, themes and summary B, the rest C.")
    version = models.PositiveBigIntegerField()
    content_hash = models.CharField(max_length=64)
    first_published_at = models.DateTimeField()
    updated_at = models.DateTimeField(help_text="When the public content last changed.")
    listed_until = models.DateField(null=True, help_text="Last day in lists; the address answers after it too.")
    stale = models.BooleanField(default=False, help_text="A label in it has changed: publications.tasks writes it again.")

    class Meta:
        ordering = ["-first_published_at", "identifier"]
        indexes = [
            models.Index(fields=["kind", "-first_published_at", "identifier"], name="public_content_recent"),
            models.Index(fields=["updated_at", "identifier"], name="public_content_changes"),
            models.Index(fields=["identifier"], condition=Q(stale=True), name="public_content_stale"),
            GinIndex(fields=["filters"], opclasses=["jsonb_path_ops"], name="public_content_filters"),
            GinIndex(fields=["text"], name="public_content_text"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self.path
