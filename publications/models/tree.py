"""One index page a kind; load_reference makes them, and their addresses are served by publications.views."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..permissions import IndexPermissionTester


class IndexPage(Page):
    """Where the contents of one kind live. Nobody changes it; national editors add contents below."""

    is_creatable = False
    max_count = 1
    parent_page_types = ["home.HomePage"]
    search_fields = []

    class Meta:
        abstract = True

    def permissions_for_user(self, user):
        return IndexPermissionTester(user, self)


class NewsIndexPage(IndexPage):
    subpage_types = ["publications.NewsPage"]

    class Meta:
        verbose_name = _("index of news")


class PublicationIndexPage(IndexPage):
    subpage_types = ["publications.CahierPage"]

    class Meta:
        verbose_name = _("index of publications")


class ToolIndexPage(IndexPage):
    subpage_types = ["publications.ToolPage"]

    class Meta:
        verbose_name = _("index of tools")


class VoiceIndexPage(IndexPage):
    subpage_types = ["publications.VoicePage"]

    class Meta:
        verbose_name = _("index of voices")


class DossierIndexPage(IndexPage):
    subpage_types = ["publications.DossierPage"]

    class Meta:
        verbose_name = _("index of dossiers")
