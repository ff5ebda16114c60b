"""Editorial pages: the home page and those below it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from .blocks import EditorialBlock

LATEST_SHEETS = 6


class HomePage(Page):
    """The first page of the site: search, the latest sheets, the themes."""

    headline = models.CharField(_("headline"), max_length=150)
    lead = models.TextField(_("lead"), max_length=400, help_text=_("A sentence or two below the headline. The number of sheets comes before it by itself."))

    content_panels = [*Page.content_panels, FieldPanel("headline"), FieldPanel("lead")]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        from search.queries import latest_and_theme_counts

        return super().get_context(request, *args, **kwargs) | {"summary": latest_and_theme_counts(LATEST_SHEETS)}


class StandardPage(Page):
    """A page of plain text: who we are, how sheets are reviewed, legal notices. Those that ask to be in menus are in the footer."""

    intro = models.TextField(_("introduction"), max_length=600, blank=True)
    body = StreamField(EditorialBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")
