"""The news of the observatory and of the field."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from core.blocks import EditorialBlock

from ..texts import plain_texts
from ..vocabulary import Kind, NewsType
from .page import EditorialPage


class NewsPage(EditorialPage):
    """A dated news item, published by a national editor alone."""

    type = models.CharField(_("type"), max_length=20, choices=NewsType.choices, default=NewsType.LIFE)
    date = models.DateField(_("date"), default=timezone.localdate)
    source = models.CharField(_("source"), max_length=200, blank=True, help_text=_("Who says it, when it is not us."))
    source_url = models.URLField(_("link to the source"), max_length=500, blank=True)
    body = StreamField(EditorialBlock(), verbose_name=_("text"), blank=True)
    expires_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("After it the item leaves the lists and keeps its address.")
    )

    kind = Kind.NEWS
    needs_workflow = False
    is_creatable = True
    parent_page_types = ["publications.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *EditorialPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("type"), FieldPanel("date"), FieldPanel("expires_on"), FieldPanel("source"), FieldPanel("source_url")],
            heading=_("What and when"),
        ),
        FieldPanel("body"),
        *EditorialPage.tagging_panels,
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")

    def own_data(self):
        return {
            "type": self.type,
            "date": self.date.isoformat(),
            "source": {"name": self.source, "url": self.source_url} if self.source or self.source_url else None,
            "expires_on": self.expires_on.isoformat() if self.expires_on else None,
            "body": self.body.get_prep_value(),
        }

    def own_filters(self):
        return {"type": [self.type]}

    def own_texts(self):
        return [self.source, *plain_texts(self.body)]
