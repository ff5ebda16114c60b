"""The main menu and the foot of every page, kept by national editors."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable, Page

from ..blocks import is_local


@register_setting(icon="list-ul")
class Navigation(BaseGenericSetting, ClusterableModel):
    """One for the site; load_reference makes it with the first links."""

    footer_text = models.TextField(_("words of the foot of the page"), max_length=400, blank=True)

    panels = [
        HelpPanel(_("Sign-in, “My sheets” and “Submit a sheet” come after these links by themselves.")),
        InlinePanel("main_links", heading=_("Main menu"), label=_("link"), max_num=9),
        FieldPanel("footer_text"),
        HelpPanel(_("Pages of text that ask to be in menus follow these links by themselves.")),
        InlinePanel("footer_links", heading=_("Foot of the page"), label=_("link"), max_num=20),
    ]

    class Meta:
        verbose_name = _("menus and foot of the page")


class Link(Orderable):
    """Where a word leads: a page, whose address it follows, or an address."""

    label = models.CharField(_("words"), max_length=40, blank=True, help_text=_("Without any, the title of the page."))
    page = models.ForeignKey(Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(
        _("address"), max_length=500, blank=True, help_text=_("Of this site (/actualites/), or of another (https://…).")
    )

    panels = [FieldPanel("label"), PageChooserPanel("page"), FieldPanel("address")]

    class Meta(Orderable.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=False, address="") | (Q(page__isnull=True) & ~Q(address="") & ~Q(label="")),
                name="%(class)s_leads_to_one_thing",
            )
        ]

    def clean(self):
        super().clean()
        if bool(self.page_id) == bool(self.address):
            raise ValidationError({"address": _("Choose a page or give an address: one of them.")})
        if self.address and not self.label:
            raise ValidationError({"label": _("Say in a word or two where the address leads.")})
        if self.address and not (is_local(self.address) or self.address.startswith("https://")):
            raise ValidationError({"address": _("An address begins with / on this site, with https:// elsewhere.")})


class MainLink(Link):
    navigation = ParentalKey(Navigation, on_delete=models.CASCADE, related_name="main_links")


class FooterLink(Link):
    navigation = ParentalKey(Navigation, on_delete=models.CASCADE, related_name="footer_links")
