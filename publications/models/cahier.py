"""A numbered publication that gathers articles, sheets, voices and tools, in parts and in an order."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField

from core.blocks import EditorialBlock

from ..cahiers.panel import PiecesPanel
from ..texts import plain_texts
from ..vocabulary import Kind
from .page import EditorialPage
from .piece import told, wrong_pieces

ISSN = RegexValidator(r"^\d{4}-\d{3}[\dX]$", _("An ISSN is written 1234-5678."))


class CahierForm(WagtailAdminPageForm):
    """Bad pieces are refused beside the piece."""

    def clean(self):
        cleaned = super().clean()
        if (formset := self.formsets.get("pieces")) is not None:
            filled = [form for form in formset.forms if form.is_valid() and (form.has_changed() or form.instance.pk)]
            forms = [form for form in filled if not form.cleaned_data.get("DELETE")]
            for piece, words in wrong_pieces(self.instance, [form.instance for form in forms]):
                next(form for form in forms if form.instance is piece).add_error(None, words)
        return cleaned


class CahierPage(EditorialPage):
    """An issue. Its articles live below it; what it gathers and in which order is in its pieces."""

    series = models.CharField(_("series"), max_length=200, default="Cahiers de l’observatoire")
    number = models.PositiveSmallIntegerField(_("number of the issue"), null=True, blank=True)
    date = models.DateField(_("date of publication"), null=True, blank=True)
    issn = models.CharField(_("ISSN"), max_length=9, blank=True, validators=[ISSN], help_text=_("Such as 1234-5678; empty without one."))
    doi = models.CharField(_("DOI"), max_length=100, blank=True)
    editorial = StreamField(EditorialBlock(), verbose_name=_("editorial"), blank=True)

    base_form_class = CahierForm
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
        PiecesPanel(heading=_("Where the pieces stand")),
        InlinePanel("pieces", heading=_("Contents"), label=_("piece")),
        *EditorialPage.tagging_panels,
    ]

    class Meta:
        verbose_name = _("cahier")
        verbose_name_plural = _("cahiers")

    def save_revision(self, *args, **kwargs):
        """The sheets put in are cited as they read now."""
        pieces = list(self.pieces.all())
        for piece in pieces:
            piece.cite()
        self.pieces = pieces
        return super().save_revision(*args, **kwargs)

    def obstacles(self):
        return [*super().obstacles(), *(words for _piece, words in wrong_pieces(self, self.pieces.all()))]

    def own_data(self):
        path = "/" + self.url_path.split("/", 2)[2]
        return {
            "series": self.series,
            "number": self.number,
            "date": self.date.isoformat() if self.date else None,
            "issn": self.issn,
            "doi": self.doi,
            "editorial": self.editorial.get_prep_value(),
            "pieces": told(self.pieces.all(), path),
        }

    def own_filters(self):
        """`sheets`: those that it gathers, whose own pages name it."""
        return {"sheets": [piece.sheet for piece in self.pieces.all() if piece.sheet]}

    def own_texts(self):
        return plain_texts(self.editorial)
