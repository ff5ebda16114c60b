"""A numbered publication that gathers articles, sheets, voices and tools, in parts and in an order."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from core.blocks import EditorialBlock

from ..texts import plain_texts
from ..vocabulary import Kind
from .page import EditorialPage


class CahierPage(EditorialPage):
    """An issue. Its articles live below it; what it gathers and in which order is in its pieces."""

    series = models.CharField(_("series"), max_length=200, default="Cahiers de l’observatoire")
    number = models.PositiveSmallIntegerField(_("number of the issue"), null=True, blank=True)
    date = models.DateField(_("date of publication"), null=True, blank=True)
    issn = models.CharField(_("ISSN"), max_length=9, blank=True, help_text=_("Such as 1234-5678; empty without one."))
    doi = models.CharField(_("DOI"), max_length=100, blank=True)
    editorial = StreamField(EditorialBlock(), verbose_name=_("editorial"), blank=True)

    kind = Kind.CAHIER
    is_creatable = True
    parent_page_types = ["publications.PublicationIndexPage"]
    subpage_types = ["publications.ArticlePage"]
    content_panels = [
        *EditorialPage.content_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in ("series", "number", "date", "issn", "doi", "licence")], heading=_("Series and number")
        ),
        InlinePanel("author_rows", heading=_("Editors of the issue"), label=_("editor")),
        FieldPanel("editorial"),
        InlinePanel("pieces", heading=_("Contents"), label=_("piece")),
        *EditorialPage.tagging_panels,
    ]

    class Meta:
        verbose_name = _("cahier")
        verbose_name_plural = _("cahiers")

    def own_data(self):
        return {
            "series": self.series,
            "number": self.number,
            "date": self.date.isoformat() if self.date else None,
            "issn": self.issn,
            "doi": self.doi,
            "editorial": self.editorial.get_prep_value(),
        }

    def own_texts(self):
        return plain_texts(self.editorial)


class CahierPiece(Orderable):
    """One piece: a page of ours, or a sheet as it is cited. `part` opens a part where it is filled."""

    cahier = ParentalKey(CahierPage, on_delete=models.CASCADE, related_name="pieces")
    part = models.CharField(_("a part begins here"), max_length=200, blank=True)
    page = models.ForeignKey(EditorialPage, verbose_name=_("content"), null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(_("identifier of a sheet"), max_length=11, blank=True, help_text=_("Such as op-1a2b3c4d."))

    panels = [
        FieldPanel("part"),
        PageChooserPanel("page", ["publications.ArticlePage", "publications.VoicePage", "publications.ToolPage"]),
        FieldPanel("sheet"),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=False, sheet="") | (Q(page__isnull=True) & ~Q(sheet="")), name="piece_is_a_page_or_a_sheet"
            )
        ]
