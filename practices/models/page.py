"""The content of a sheet. Its state lives in PracticeRecord; what the public reads in PublicPractice."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Collate, RPad
from django.db.models.lookups import GreaterThanOrEqual
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.models import Orderable, Page, PageManager
from wagtail.query import PageQuerySet

from territories.models import Territory
from themes.models import Keyword, Theme

from .. import sheet
from .. import vocabulary as v
from ..panels import chapter_panels
from ..permissions import SheetPermissionTester
from .fields import ChoiceArrayField, LinesField, RowsField


class PracticePageQuerySet(PageQuerySet):
    def awaiting_review(self):
        """Sheets that editors have to read."""
        return self.filter(record__review_state__in=[v.State.SUBMITTED, v.State.IN_REVIEW])

    def in_region(self, region):
        return self.filter(record__region=region)

    def owned_by(self, user):
        return self.filter(owner=user)


RELATION_KINDS = frozenset({"image", "documents", "theme", "themes", "keywords", "territories"})


class IntensitiesInRange(models.Func):
    """Whether each barrier's intensity is 1 to 4."""

    template = "NOT jsonb_path_exists(%(expressions)s, '$[*] ? (!(@.intensity >= 1 && @.intensity <= 4))')"
    output_field = models.BooleanField()


def _line(label, length=300):
    return models.CharField(label, max_length=length, blank=True)


def _text(label):
    return models.TextField(label, blank=True)


def _choice(label, choices, **options):
    return models.CharField(label, max_length=40, choices=choices.choices, blank=True, **options)


def _choices(label, choices):
    return ChoiceArrayField(models.CharField(max_length=40, choices=choices.choices), verbose_name=label, default=list, blank=True)


def _money(label):
    return models.DecimalField(label, max_digits=12, decimal_places=2, null=True, blank=True)


class PracticePage(Page):
    """One action told so that others can learn from it. Field names are those of practices.sheet."""

    summary = _text(_("summary"))
    status = _choice(_("state of the action"), v.Status)
    start_date = _line(_("start"), 10)
    end_date = _line(_("end"), 10)
    image = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("image")
    )
    image_alt = _line(_("alternative text of the image"))
    image_credit = _line(_("credit of the image"))
    image_consent = models.BooleanField(_("the persons shown agree"), default=False)
    authors = RowsField(_("authors"), kind="authors")
    organisation_name = _line(_("organisation"))
    organisation_type = _choice(_("type of organisation"), v.OrganisationType)
    contact_name = _line(_("contact"))
    contact_role = _line(_("contact’s function"))
    contact_email = models.EmailField(_("contact’s mail address"), blank=True)
    contact_phone = _line(_("contact’s phone"))
    contact_public = models.BooleanField(_("show this contact to the public"), default=False)
    professions = _choices(_("professions"), v.Profession)
    main_theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="main_theme_of", verbose_name=_("main theme")
    )
    themes = ClusterTaggableManager(
        through="practices.ThemedPractice", blank=True, verbose_name=_("other themes"), related_name="other_theme_of"
    )
    keywords = ClusterTaggableManager(
        through="practices.KeywordedPractice", blank=True, verbose_name=_("keywords"), related_name="keyword_of"
    )
    mode = _choice(_("mode of intervention"), v.Mode)
    scale = _choice(_("scale"), v.Scale)
    space_types = _choices(_("types of area"), v.SpaceType)
    point_lat = models.FloatField(_("latitude"), null=True, blank=True)
    point_lon = models.FloatField(_("longitude"), null=True, blank=True)
    point_blurred = models.BooleanField(_("blur the point to about one kilometre"), default=False)
    context = _text(_("context"))
    diagnosis = _text(_("diagnosis"))
    social_workers_in_diagnosis = _choice(_("social workers in the diagnosis"), v.DiagnosisRole)
    objectives = LinesField(
        models.TextField(), verbose_name=_("objectives"), default=list, blank=True, help_text=_("One objective a line.")
    )
    audiences = _choices(_("audiences"), v.Audience)
    people_per_year = models.PositiveIntegerField(_("people a year"), null=True, blank=True)
    participation = _choice(_("participation"), v.Participation)
    partners = RowsField(_("partners"), kind="partners")
    steering_role = _text(_("the persons concerned in the steering"))
    steps = RowsField(_("steps"), kind="steps")
    tools = _text(_("tools and methods"))
    skills_knowledge = _text(_("knowledge"))
    skills_know_how = _text(_("know-how"))
    skills_attitudes = _text(_("attitudes"))
    means_staff = RowsField(_("staff"), kind="staff")
    means_material = _text(_("material"))
    means_budget_total = _money(_("total budget (euros)"))
    means_budget_yearly = _money(_("yearly budget (euros)"))
    means_funding = RowsField(_("funding"), kind="funding")
    means_avoided_costs = _money(_("avoided costs (euros)"))
    means_avoided_costs_method = _text(_("how the avoided costs were reckoned"))
    means_preparation_time = _line(_("preparation time"))
    effects = RowsField(_("effects"), kind="effects")
    evaluation = _choice(_("evaluation"), v.Evaluation)
    evaluation_method = _text(_("method of the evaluation"))
    evaluation_participants = _text(_("persons associated with the evaluation"))
    evaluation_report = _text(_("report of the evaluation"))
    barriers = RowsField(_("barriers"), kind="barriers")
    facilitators = RowsField(_("facilitators"), kind="facilitators")
    lessons_keep = _text(_("what we would do again"))
    lessons_change = _text(_("what we would do otherwise"))
    lessons_watch = _text(_("what to keep an eye on"))
    transfer_conditions = RowsField(_("conditions for a transfer"), kind="transfer_conditions")
    transfer_readiness = models.PositiveSmallIntegerField(
        _("ready to be taken up"), choices=v.TransferReadiness.choices, null=True, blank=True
    )
    available_for = _choices(_("the team is available"), v.Availability)
    adapted_from = models.CharField(
        _("adapted from"), max_length=100, blank=True, help_text=_("Identifier of the sheet that this one adapts.")
    )
    licence = models.CharField(_("licence"), max_length=20, choices=v.Licence.choices, default=v.Licence.CC_BY, blank=True)
    organisation_consent = models.BooleanField(_("the organisation agrees to the publication"), default=False)

    objects = PageManager.from_queryset(PracticePageQuerySet)()

    is_creatable = False
    parent_page_types = ["practices.RegionPage", "practices.DraftsPage"]
    subpage_types = []
    search_fields = []
    wagtail_reference_index_ignore = True
    content_panels = chapter_panels()
    settings_panels = []
    promote_panels = []

    class Meta:
        verbose_name = _("practice sheet")
        verbose_name_plural = _("practice sheets")
        constraints = [
            models.CheckConstraint(
                # A partial date stands for all its days: the end's latest reading may not come before the start's earliest.
                condition=Q(end_date="")
                | Q(GreaterThanOrEqual(Collate(RPad("end_date", 10, Value("9")), "C"), Collate(RPad("start_date", 10, Value("0")), "C"))),
                name="practice_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(IntensitiesInRange(F("barriers"))),
                name="practice_barrier_intensity_1_to_4",
            ),
            models.CheckConstraint(
                condition=Q(transfer_readiness__isnull=True) | Q(transfer_readiness__lte=3),
                name="practice_transfer_readiness_0_to_3",
            ),
        ]

    def clean(self):
        """Every field that is filled is right; what is missing is asked for at submission only."""
        super().clean()
        faults = {}
        for field in sheet.FIELDS:
            if field.kind not in RELATION_KINDS and field.attribute != "title":
                try:
                    setattr(self, field.attribute, field.clean(getattr(self, field.attribute)))
                except ValidationError as error:
                    faults[field.attribute] = error
        for path, message in sheet.cross_faults(vars(self)):
            faults.setdefault("end_date" if path == "end_date" else "point_lat", ValidationError(message))
        if faults:
            raise ValidationError(faults)

    def permissions_for_user(self, user):
        return SheetPermissionTester(user, self)

    def serve_preview(self, request, mode_name):
        """The page editor's preview is the public page, of this version."""
        from ..public import Sheet

        return render(request, "practices/sheet.html", {"sheet": Sheet(self, self.record).data, "preview": True})

    def get_url_parts(self, request=None):
        """The address is served by practices.views from the public record, never by the page tree."""
        return

    def route(self, request, path_components):
        raise Http404

    @property
    def territory_codes(self):
        return [row.territory_id for row in self.territory_rows.all()]


class ThemedPractice(ItemBase):
    """A sheet's other theme."""

    tag = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="themed_practices")
    content_object = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="themed_items")


class KeywordedPractice(ItemBase):
    """A sheet's free keyword."""

    tag = models.ForeignKey(Keyword, on_delete=models.PROTECT, related_name="keyworded_practices")
    content_object = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="keyworded_items")


class PracticeTerritory(Orderable):
    """A territory of a sheet; the first one decides which region is in charge."""

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="territory_rows")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", verbose_name=_("territory"))


class PracticeDocument(Orderable):
    """A file attached to a sheet, under a licence of its own."""

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="document_rows")
    document = models.ForeignKey("wagtaildocs.Document", on_delete=models.PROTECT, related_name="+", verbose_name=_("document"))
    licence = models.CharField(_("licence"), max_length=20, choices=v.Licence.choices, default=v.Licence.CC_BY)
