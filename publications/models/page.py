"""What every editorial content has, whatever its kind. Its state lives in EditorialRecord; what the public reads in PublicContent."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page

from core.blocks import IMAGE_HELP
from core.kept_rows import NamesWhatStays
from practices.vocabulary import Licence
from territories.models import Territory
from themes.models import Theme

from ..completeness import missing
from ..editor.account_chooser import AccountChooserWidget
from ..permissions import ContentPermissionTester
from ..saved_versions import Checked, found_once, is_read_together, names_what_is_there
from ..vocabulary import Kind


class EditorialPage(Page):
    """A cahier, an article, a news item, a tool, a voice or a dossier. Each kind says what is its own."""

    summary = models.TextField(_("summary"), max_length=600, blank=True, help_text=_("Two or three sentences: what lists show."))
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=IMAGE_HELP,
    )
    image_alt = models.CharField(_("alternative text"), max_length=300, blank=True)
    image_is_decorative = models.BooleanField(_("decorative: says nothing that the text does not"), default=False)
    image_credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, default=Licence.CC_BY)
    themes = ClusterTaggableManager(
        through="publications.ThemedContent", blank=True, verbose_name=_("themes"), related_name="editorial_contents"
    )

    #: Of which kind this is (publications.vocabulary.Kind); each concrete page says its own.
    kind: Kind
    #: Whether it goes through the editorial workflow, or is published by a national editor alone.
    needs_workflow = True
    #: Keys of the public object that past versions do without: what others add to it, and may take back.
    present_only: tuple[str, ...] = ()

    is_creatable = False
    settings_panels = []
    private_page_options: list[str] = []
    promote_panels = [MultiFieldPanel([FieldPanel("slug")], heading=_("Address"))]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_alt"), FieldPanel("image_is_decorative"), FieldPanel("image_credit")],
            heading=_("Image"),
        ),
    ]
    tagging_panels = [
        FieldPanel("themes"),
        InlinePanel("territory_rows", heading=_("Territories"), label=_("territory")),
    ]

    class Meta:
        verbose_name = _("editorial content")
        verbose_name_plural = _("editorial contents")

    def clean(self):
        super().clean()
        if self.image_id and not self.image_alt.strip() and not self.image_is_decorative:
            raise ValidationError({"image_alt": _("Say what the image shows, or tick “decorative”.")})

    def save(self, *args, **kwargs):
        """Its record is made with it."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._meta.get_field("record").related_model.objects.get_or_create(page_id=self.pk)

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        """What it names is looked for all at once; only where something is gone does Wagtail look row by row."""
        is_whole = isinstance(data, Checked) or not check_fks or names_what_is_there(cls, data)
        return super().from_serializable_data(data, check_fks=not is_whole, strict_fks=strict_fks)

    def _check_slug_is_unique(self):
        """Wagtail asks for each page; those that are read together have the same neighbours."""
        if is_read_together():
            parent = self.get_parent()
            taken = found_once(("slugs", parent.pk), lambda: list(parent.get_children().values_list("pk", "slug")))
            if self.slug not in {slug for pk, slug in taken if pk != self.pk}:
                return
        super()._check_slug_is_unique()

    def permissions_for_user(self, user):
        return ContentPermissionTester(user, self)

    def route(self, request, path_components):
        """Served by publications.views from the public record, ahead of the page tree."""
        raise Http404

    def serve_preview(self, request, mode_name):
        """As readers will get it, from what is being written."""
        # Drawing reads the models: it cannot be there before them.
        from ..drawing import draw_preview

        return draw_preview(request, self)

    @property
    def territory_codes(self) -> list[str]:
        return [row.territory_id for row in self.territory_rows.all()]

    def obstacles(self) -> list[str]:
        """Why this version cannot be public, in words for editors; empty when nothing stands in the way."""
        return missing(self)

    def own_data(self) -> dict[str, Any]:
        """Keys of the public object that this kind has besides those of all (publications.public)."""
        return {}

    def own_filters(self) -> dict[str, list[Any]]:
        """Values of the filters that this kind has besides theme and territory."""
        return {}

    def own_texts(self) -> list[str]:
        """The rest of what people read in it, as plain texts: what search looks into."""
        return []


class ThemedContent(NamesWhatStays, ItemBase):
    """A theme of a content."""

    tag = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="themed_contents")
    content_object = ParentalKey(EditorialPage, on_delete=models.CASCADE, related_name="themed_items")


class ContentTerritory(NamesWhatStays, Orderable):
    """A territory that a content is about."""

    page = ParentalKey(EditorialPage, on_delete=models.CASCADE, related_name="territory_rows")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", verbose_name=_("territory"))

    panels = [FieldPanel("territory")]


class ContentAuthor(Orderable):
    """Who signs a content, as they sign."""

    page = ParentalKey(EditorialPage, on_delete=models.CASCADE, related_name="author_rows")
    name = models.CharField(_("name"), max_length=200)
    affiliation = models.CharField(_("affiliation"), max_length=300, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    panels = [FieldPanel("name"), FieldPanel("affiliation"), FieldPanel("user", widget=AccountChooserWidget)]
