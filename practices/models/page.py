"""The content of a sheet. Its state lives in PracticeRecord; what the public reads in PublicPractice."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import F, Q, Value, prefetch_related_objects
from django.db.models.functions import Collate, RPad
from django.db.models.lookups import GreaterThanOrEqual
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.models import Orderable, Page, PageManager, Revision
from wagtail.query import PageQuerySet

from core.kept_rows import NamesWhatStays
from territories.models import Territory
from themes.models import Keyword, Theme

from .. import sheet
from .. import vocabulary as v
from ..panels import chapter_panels
from ..permissions import SheetPermissionTester
from .fields import ChoiceArrayField, LinesField, RowsField


class PracticePageQuerySet(PageQuerySet):
    def owned_by(self, user):
        return self.filter(owner=user)


RELATION_KINDS = frozenset({"image", "documents", "theme", "themes", "keywords", "territories"})


class IntensitiesInRange(models.Func):
    """Whether each barrier's intensity is 1 to 4."""

    template = "NOT jsonb_path_exists(%(expressions)s, '$[*] ? (!(@.intensity >= 1 && @.intensity <= 4))')"
    output_field = models.BooleanField()


def _line(label=None, length=300):
    return models.CharField(label, max_length=length, blank=True)


def _text():
    return models.TextField(blank=True)


def _choice(choices):
    return models.CharField(max_length=40, choices=choices.choices, blank=True)


def _choices(choices):
    return ChoiceArrayField(models.CharField(max_length=40, choices=choices.choices), default=list, blank=True)


def _money():
    return models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)


class PracticePage(Page):
    """One action told so that others can learn from it. Names and labels of the fields are those of practices.sheet."""

    summary = _text()
    status = _choice(v.Status)
    start_date = _line(length=10)
    end_date = _line(length=10)
    image = models.ForeignKey("wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    image_alt = _line(_("alternative text of the image"))
    image_credit = _line(_("credit of the image"))
    image_consent = models.BooleanField(_("the persons shown agree"), default=False)
    authors = RowsField(kind="authors")
    organisation_name = _line()
    organisation_type = _choice(v.OrganisationType)
    contact_name = _line()
    contact_role = _line()
    contact_email = models.EmailField(blank=True)
    contact_phone = _line()
    contact_public = models.BooleanField(default=False)
    professions = _choices(v.Profession)
    main_theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="main_theme_of")
    themes = ClusterTaggableManager(through="practices.ThemedPractice", blank=True, related_name="other_theme_of")
    keywords = ClusterTaggableManager(through="practices.KeywordedPractice", blank=True, related_name="keyword_of")
    mode = _choice(v.Mode)
    scale = _choice(v.Scale)
    space_types = _choices(v.SpaceType)
    point_lat = models.FloatField(null=True, blank=True)
    point_lon = models.FloatField(null=True, blank=True)
    point_blurred = models.BooleanField(default=False)
    context = _text()
    diagnosis = _text()
    social_workers_in_diagnosis = _choice(v.DiagnosisRole)
    objectives = LinesField(models.TextField(), default=list, blank=True)
    audiences = _choices(v.Audience)
    people_per_year = models.PositiveIntegerField(null=True, blank=True)
    participation = _choice(v.Participation)
    partners = RowsField(kind="partners")
    steering_role = _text()
    steps = RowsField(kind="steps")
    tools = _text()
    skills_knowledge = _text()
    skills_know_how = _text()
    skills_attitudes = _text()
    means_staff = RowsField(kind="staff")
    means_material = _text()
    means_budget_total = _money()
    means_budget_yearly = _money()
    means_funding = RowsField(kind="funding")
    means_avoided_costs = _money()
    means_avoided_costs_method = _text()
    means_preparation_time = _line()
    effects = RowsField(kind="effects")
    evaluation = _choice(v.Evaluation)
    evaluation_method = _text()
    evaluation_participants = _text()
    evaluation_report = _text()
    barriers = RowsField(kind="barriers")
    facilitators = RowsField(kind="facilitators")
    lessons_keep = _text()
    lessons_change = _text()
    lessons_watch = _text()
    transfer_conditions = RowsField(kind="transfer_conditions")
    transfer_readiness = models.PositiveSmallIntegerField(choices=v.TransferReadiness.choices, null=True, blank=True)
    available_for = _choices(v.Availability)
    adapted_from = models.CharField(max_length=100, blank=True, help_text=_("Identifier of the sheet that this one adapts."))
    licence = models.CharField(max_length=20, choices=v.Licence.choices, default=v.Licence.CC_BY, blank=True)
    organisation_consent = models.BooleanField(default=False)

    #: Number and time of the version that an editor's form was filled from; set by the page editor (practices.wagtail_hooks).
    read_version: tuple[str, str] | None = None

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

    def save_revision(self, *args, **kwargs):
        """With `read_version`, only if it still is the newest one: who saves at the same moment waits. Raises PermissionDenied."""
        if self.read_version is None:
            return super().save_revision(*args, **kwargs)
        with transaction.atomic():
            list(self._meta.get_field("record").related_model.objects.select_for_update().filter(page_id=self.pk).values_list("pk"))
            newest = Revision.objects.filter(pk__in=Page.objects.filter(pk=self.pk).values("latest_revision")).first()
            if newest and self.read_version != (str(newest.pk), newest.created_at.isoformat()):
                raise PermissionDenied(
                    _("Somebody saved this sheet after you opened it. Your text is not saved: compare it with theirs first.")
                )
            return super().save_revision(*args, **kwargs)

    def with_content_json(self, content):
        """Its themes and keywords are read once, not one by one."""
        version = super().with_content_json(content)
        for rows in (version.themed_items, version.keyworded_items):
            prefetch_related_objects(list(rows.all()), "tag")
        return version

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


for _field in sheet.FIELDS:
    # One declaration of the words: the column is called as the sheet's field is.
    if _field.kind not in ("territories", "documents"):
        PracticePage._meta.get_field(_field.attribute).verbose_name = _field.label


class ThemedPractice(NamesWhatStays, ItemBase):
    """A sheet's other theme."""

    tag = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="themed_practices")
    content_object = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="themed_items")


class KeywordedPractice(NamesWhatStays, ItemBase):
    """A sheet's free keyword."""

    tag = models.ForeignKey(Keyword, on_delete=models.PROTECT, related_name="keyworded_practices")
    content_object = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="keyworded_items")


class PracticeTerritory(NamesWhatStays, Orderable):
    """A territory of a sheet; the first one decides which region is in charge."""

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="territory_rows")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", verbose_name=_("territory"))


class PracticeDocument(Orderable):
    """A file attached to a sheet, under a licence of its own."""

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="document_rows")
    document = models.ForeignKey("wagtaildocs.Document", on_delete=models.PROTECT, related_name="+", verbose_name=_("document"))
    licence = models.CharField(_("licence"), max_length=20, choices=v.Licence.choices, default=v.Licence.CC_BY)
