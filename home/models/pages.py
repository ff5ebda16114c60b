"""Editorial pages: the home page and those below it."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from core.blocks import EditorialBlock

from ..blocks import HomeBlock
from ..overview import Overview


class LoadedPage(models.Model):
    """A page whose first text comes from home.content."""

    loaded_hash = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Of the text as loaded: another one was edited by hand."
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.title


class HomePage(LoadedPage, Page):
    """The first page of the site: search, then the sections that national editors composed."""

    headline = models.CharField(_("headline"), max_length=150)
    lead = models.TextField(
        _("lead"), max_length=400, help_text=_("A sentence or two below the headline. The number of sheets comes before it by itself.")
    )
    sections = StreamField(HomeBlock(), verbose_name=_("sections"), blank=True, help_text=_("One that has nothing to show is left out."))

    loaded_fields = ("title", "headline", "lead", "sections")
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("headline"), FieldPanel("lead")], heading=_("Top of the page")),
        FieldPanel("sections"),
    ]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.StandardPage",
        "practices.PracticeIndexPage",
        "publications.PublicationIndexPage",
        "publications.NewsIndexPage",
        "publications.ToolIndexPage",
        "publications.VoiceIndexPage",
        "publications.DossierIndexPage",
    ]
    private_page_options: list[str] = []

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"overview": Overview(self.sections)}


class StandardPage(LoadedPage, Page):
    """A page of plain text: who we are, how sheets are reviewed, legal notices. Those that ask to be in menus are in the footer."""

    intro = models.TextField(_("introduction"), max_length=600, blank=True)
    body = StreamField(EditorialBlock(), verbose_name=_("text"), blank=True)

    loaded_fields = ("title", "intro", "body")
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    # The footer and the sitemap name these pages to everybody.
    private_page_options: list[str] = []

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")
