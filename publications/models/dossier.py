"""Sheets, tools, voices, news and publications that an editor gathers on one question."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from core.blocks import EditorialBlock

from ..texts import plain_texts
from ..vocabulary import Kind
from .page import EditorialPage


class DossierPage(EditorialPage):
    """A question, an introduction, and what to read on it, in an order."""

    introduction = StreamField(EditorialBlock(), verbose_name=_("introduction"), blank=True)

    kind = Kind.DOSSIER
    needs_workflow = False
    is_creatable = True
    parent_page_types = ["publications.DossierIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *EditorialPage.content_panels,
        FieldPanel("introduction"),
        InlinePanel("items", heading=_("What to read"), label=_("item")),
        *EditorialPage.tagging_panels,
    ]

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")

    def own_data(self):
        return {"introduction": self.introduction.get_prep_value()}

    def own_texts(self):
        return plain_texts(self.introduction)


class DossierItem(Orderable):
    """One thing to read: a sheet or a content, by its identifier, and why."""

    dossier = ParentalKey(DossierPage, on_delete=models.CASCADE, related_name="items")
    part = models.CharField(_("a part begins here"), max_length=200, blank=True)
    identifier = models.CharField(_("identifier"), max_length=11, help_text=_("Of a sheet (op-…) or of a content (oc-…)."))
    reason = models.TextField(_("why read it"), max_length=500, blank=True)

    panels = [FieldPanel("part"), FieldPanel("identifier"), FieldPanel("reason")]

    class Meta(Orderable.Meta):
        constraints = [models.CheckConstraint(condition=Q(identifier__regex=r"^o[pc]-"), name="dossier_item_has_identifier")]
