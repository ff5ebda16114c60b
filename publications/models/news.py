"""The news of the observatory and of the field."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from core.blocks import EditorialBlock

from ..cited.references import clean_reference
from ..editor.panels import GoingOutPanel
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
    happens_on = models.DateField(
        _("takes place on"), null=True, blank=True, help_text=_("The day of the event or the training; the closing day of a call.")
    )
    happens_until = models.DateField(_("until"), null=True, blank=True, help_text=_("Last day, when it takes several."))
    place = models.CharField(_("place"), max_length=200, blank=True, help_text=_("Town and address, or “online”."))
    expires_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("After it the item leaves the lists and keeps its address.")
    )

    kind = Kind.NEWS
    needs_workflow = False
    is_creatable = True
    parent_page_types = ["publications.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        GoingOutPanel(),
        *EditorialPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("type"), FieldPanel("date"), FieldPanel("expires_on"), FieldPanel("source"), FieldPanel("source_url")],
            heading=_("What and when"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(_("With a day, the item is among the next dates of the home page until that day has passed.")),
                FieldPanel("happens_on"),
                FieldPanel("happens_until"),
                FieldPanel("place"),
            ],
            heading=_("Event, training or call"),
        ),
        FieldPanel("body"),
        InlinePanel("links", heading=_("To read with it"), label=_("sheet or content")),
        *EditorialPage.tagging_panels,
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        constraints = [
            models.CheckConstraint(
                condition=Q(happens_until__isnull=True) | Q(happens_until__gte=F("happens_on")), name="news_takes_place_in_order"
            )
        ]

    def clean(self):
        super().clean()
        if self.happens_until and (not self.happens_on or self.happens_until < self.happens_on):
            raise ValidationError({"happens_until": _("The last day comes after the first one.")})
        if self.expires_on and self.expires_on < self.date:
            raise ValidationError({"expires_on": _("The item would leave the lists before its own date.")})

    def own_data(self):
        return {
            "type": self.type,
            "date": self.date.isoformat(),
            "source": {"name": self.source, "url": self.source_url} if self.source or self.source_url else None,
            "happens": self._happens(),
            "expires_on": self.expires_on.isoformat() if self.expires_on else None,
            "body": self.body.get_prep_value(),
            "related": [link.identifier for link in self.links.all()],
        }

    def own_filters(self):
        return {"type": [self.type]}

    def own_texts(self):
        return [self.source, self.place, *plain_texts(self.body)]

    def _happens(self):
        if not self.happens_on:
            return None
        return {
            "on": self.happens_on.isoformat(),
            "until": self.happens_until.isoformat() if self.happens_until else None,
            "place": self.place,
        }


class NewsLink(Orderable):
    """A sheet or a content to read with a news item."""

    news = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="links")
    identifier = models.CharField(
        _("sheet or content"), max_length=500, help_text=_("Its address on this site, copied from the browser, or its identifier.")
    )

    panels = [FieldPanel("identifier")]

    class Meta(Orderable.Meta):
        constraints = [models.CheckConstraint(condition=Q(identifier__regex=r"^o[pc]-[0-9a-z]{8}$"), name="news_link_has_identifier")]

    def clean(self):
        super().clean()
        self.identifier = clean_reference(self.identifier)
