"""The tree that routes: index → one page a region → sheets; and the place of what is not yet submitted."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..permissions import ClosedPermissionTester


class StructurePage(Page):
    """A page that only load_reference makes, and nobody changes."""

    search_fields = []

    class Meta:
        abstract = True

    def permissions_for_user(self, user):
        return ClosedPermissionTester(user, self)


class PracticeIndexPage(StructurePage):
    """The root of all sheets; its address is the search page."""

    is_creatable = False
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["practices.RegionPage"]

    class Meta:
        verbose_name = _("index of sheets")


class RegionPage(StructurePage):
    """A region's sheets and the group that handles them; the national page has no region code."""

    region_code = models.CharField(
        max_length=20, blank=True, unique=True, help_text="reg-32; empty for national, interregional and foreign sheets."
    )
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="region_page")

    is_creatable = False
    parent_page_types = ["practices.PracticeIndexPage"]
    subpage_types = ["practices.PracticePage"]

    class Meta:
        verbose_name = _("region")

    @property
    def is_national(self):
        return self.region_code == ""


class DraftsPage(StructurePage):
    """Where sheets wait until they are submitted. No group has any permission here, and no address leads here."""

    is_creatable = False
    max_count = 1
    parent_page_types = []
    subpage_types = ["practices.PracticePage"]

    class Meta:
        verbose_name = _("sheets not yet submitted")
