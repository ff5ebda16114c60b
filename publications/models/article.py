"""A text written for a cahier."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from ..cahiers.blocks import ArticleBlock
from ..texts import plain_texts
from ..vocabulary import ArticleType, Kind
from .cited import CitedSheet
from .page import EditorialPage


class ArticlePage(EditorialPage):
    """An article, an editorial or a synthesis; the summary is its abstract."""

    type = models.CharField(_("type"), max_length=20, choices=ArticleType.choices, default=ArticleType.ARTICLE)
    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    body = StreamField(ArticleBlock(), verbose_name=_("text"), blank=True)
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

    def save_revision(self, *args, **kwargs):
        """The sheets put in the text are cited as they read now; those that already were stay as they were."""
        self.body = self._meta.get_field("body").stream_block.to_python([_cited(block) for block in self.body.get_prep_value()])
        return super().save_revision(*args, **kwargs)

    def obstacles(self):
        cited = [block["value"] for block in self.body.get_prep_value() if block["type"] == "sheet"]
        uncited = [value["identifier"] for value in cited if value["identifier"] and not value.get("version")]
        unknown = [_("The sheet %(sheet)s that the text cites is not public.") % {"sheet": each} for each in uncited]
        return [*super().obstacles(), *unknown]

    def own_data(self):
        return {
            "type": self.type,
            "subtitle": self.subtitle,
            "body": self.body.get_prep_value(),
            "voices": _voices(self.body),
            "bibliography": [line.strip() for line in self.bibliography.splitlines() if line.strip()],
            "doi": self.doi,
        }

    def own_filters(self):
        return {"type": [self.type]}

    def own_texts(self):
        return [self.subtitle, *plain_texts(self.body), self.bibliography]


def _cited(block: dict[str, Any]) -> dict[str, Any]:
    """A stored block, with the version of the sheet that it cites."""
    if block["type"] != "sheet":
        return block
    value = block["value"]
    kept = CitedSheet.objects.filter(identifier=value["identifier"], version=value.get("version") or 0).first()
    cited = kept or CitedSheet.objects.cite(value["identifier"])
    return block | {"value": {"identifier": value["identifier"], "version": cited.version if cited else None}}


def _voices(body: StreamValue) -> dict[str, str]:
    """Identifier of each voice of the text, by its page's number as the stored text has it (a key of JSON is a text)."""
    pages = [block.value["voice"].pk for block in body if block.block_type == "voice" and block.value["voice"]]
    found = EditorialPage.objects.filter(pk__in=pages).values_list("pk", "record__identifier") if pages else []
    return {str(pk): identifier for pk, identifier in found}
