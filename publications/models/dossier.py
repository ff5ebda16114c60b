"""Sheets, tools, voices, news and publications that an editor gathers on one question."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from core.blocks import EditorialBlock

from ..cited.gathered import clean_named
from ..editor.panels import MissingItemsPanel
from ..editor.reference_input import ReferenceInput
from ..texts import plain_texts
from ..vocabulary import Kind
from .page import EditorialPage
from .record import EditorialRecord

BY_TITLE = _("Words of its title, to choose it from what is proposed; or its address on this site; or its identifier.")


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
        MissingItemsPanel(),
        InlinePanel("items", heading=_("What to read"), label=_("item")),
        *EditorialPage.tagging_panels,
    ]

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")

    def obstacles(self):
        identifiers = Counter(row.identifier for row in self.items.all())
        twice = [_("%(identifier)s stands there twice.") % {"identifier": each} for each, times in identifiers.items() if times > 1]
        empty = [] if identifiers else [str(_("A dossier holds at least one thing to read."))]
        return [*super().obstacles(), *empty, *twice]

    def own_data(self):
        return {
            "introduction": self.introduction.get_prep_value(),
            "items": [{"part": row.part, "identifier": row.identifier, "reason": row.reason} for row in self.items.all()],
        }

    def own_filters(self):
        return {"sheets": [row.identifier for row in self.items.all() if row.identifier.startswith("op-")]}

    def own_texts(self):
        return [*plain_texts(self.introduction), *(text for row in self.items.all() for text in (row.part, row.reason))]


class DossierItem(Orderable):
    """One thing to read: a sheet or a content, by its identifier, and why."""

    dossier = ParentalKey(DossierPage, on_delete=models.CASCADE, related_name="items")
    part = models.CharField(_("a part begins here"), max_length=200, blank=True)
    identifier = models.CharField(
        _("sheet or content"), max_length=500, help_text=_("Its address on this site, copied from the browser, or its identifier.")
    )
    reason = models.TextField(_("why read it"), max_length=500, blank=True)

    panels = [FieldPanel("part"), FieldPanel("identifier", widget=ReferenceInput, help_text=BY_TITLE), FieldPanel("reason")]

    class Meta(Orderable.Meta):
        constraints = [models.CheckConstraint(condition=Q(identifier__regex=r"^o[pc]-"), name="dossier_item_has_identifier")]

    def clean(self):
        super().clean()
        try:
            self.identifier = clean_named(self.identifier)
        except ValidationError as error:
            raise ValidationError({"identifier": error}) from error
        if EditorialRecord.objects.filter(identifier=self.identifier, page__dossierpage__isnull=False).exists():
            raise ValidationError({"identifier": _("A dossier gathers sheets and contents, not other dossiers.")})
