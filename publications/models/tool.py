"""The toolbox: what teams made and others may use."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from core.blocks import EditorialBlock
from practices.vocabulary import Licence

from ..texts import plain_texts
from ..vocabulary import Kind, ToolType
from .page import EditorialPage


class ToolPage(EditorialPage):
    """A guide, a grid or a kit, with its files."""

    type = models.CharField(_("type"), max_length=20, choices=ToolType.choices, default=ToolType.GUIDE)
    purpose = models.TextField(_("what for"), max_length=1000, blank=True)
    with_whom = models.TextField(_("with whom"), max_length=1000, blank=True)
    duration = models.CharField(_("how long it takes"), max_length=200, blank=True)
    making = models.TextField(_("how and with whom it was made"), max_length=2000, blank=True)
    body = StreamField(EditorialBlock(), verbose_name=_("how to use it"), blank=True)

    kind = Kind.TOOL
    is_creatable = True
    parent_page_types = ["publications.ToolIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *EditorialPage.content_panels,
        *(FieldPanel(name) for name in ("type", "purpose", "with_whom", "duration", "making", "body")),
        InlinePanel("author_rows", heading=_("Authors"), label=_("author")),
        InlinePanel("files", heading=_("Files"), label=_("file")),
        FieldPanel("licence"),
        *EditorialPage.tagging_panels,
    ]

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")

    def own_data(self):
        return {
            "type": self.type,
            "purpose": self.purpose,
            "with_whom": self.with_whom,
            "duration": self.duration,
            "making": self.making,
            "body": self.body.get_prep_value(),
        }

    def own_filters(self):
        return {"type": [self.type]}

    def own_texts(self):
        return [self.purpose, self.with_whom, self.making, *plain_texts(self.body)]


class ToolFile(Orderable):
    """A file of a tool, in one version."""

    tool = ParentalKey(ToolPage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey("wagtaildocs.Document", verbose_name=_("document"), on_delete=models.PROTECT, related_name="+")
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, default=Licence.CC_BY)

    panels = [FieldPanel("document"), FieldPanel("licence")]
