"""A text written for a cahier."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField

from core.blocks import EditorialBlock

from ..texts import plain_texts
from ..vocabulary import ArticleType, Kind
from .page import EditorialPage


class ArticlePage(EditorialPage):
    """An article, an editorial or a synthesis; the summary is its abstract."""

    type = models.CharField(_("type"), max_length=20, choices=ArticleType.choices, default=ArticleType.ARTICLE)
    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    body = StreamField(EditorialBlock(), verbose_name=_("text"), blank=True)
    bibliography = models.TextField(_("bibliography"), blank=True, help_text=_("One reference a line."))
    doi = models.CharField(_("DOI"), max_length=100, blank=True, help_text=_("Such as 10.1234/op.2026.1; empty until it is deposited."))

    kind = Kind.ARTICLE
    is_creatable = True
    parent_page_types = ["publications.CahierPage"]
    subpage_types: list[str] = []
    content_panels = [
        *EditorialPage.content_panels,
        FieldPanel("type"),
        FieldPanel("subtitle"),
        InlinePanel("author_rows", heading=_("Authors"), label=_("author")),
        FieldPanel("body"),
        FieldPanel("bibliography"),
        FieldPanel("licence"),
        FieldPanel("doi"),
        *EditorialPage.tagging_panels,
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def own_data(self):
        return {
            "type": self.type,
            "subtitle": self.subtitle,
            "body": self.body.get_prep_value(),
            "bibliography": [line.strip() for line in self.bibliography.splitlines() if line.strip()],
            "doi": self.doi,
        }

    def own_filters(self):
        return {"type": [self.type]}

    def own_texts(self):
        return [self.subtitle, *plain_texts(self.body), self.bibliography]
