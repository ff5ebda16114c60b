"""The toolbox: what teams made and others may use."""

from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.documents.models import Document
from wagtail.fields import StreamField
from wagtail.models import Orderable

from core.blocks import EditorialBlock
from core.text import fold
from practices.vocabulary import Licence

from ..cited.gathered import clean_named
from ..cited.references import SHEET
from ..files.checks import faults_of, told
from ..texts import plain_texts
from ..vocabulary import Kind, ToolType
from .page import EditorialPage
from .public import PublicContent
from .record import EditorialRecord
from .tool_use import ToolUse


class ToolPage(EditorialPage):
    """A guide, a grid or a kit, with its files in all their versions, the sheets that used it and what others tell of it."""

    type = models.CharField(_("type"), max_length=20, choices=ToolType.choices, default=ToolType.GUIDE)
    purpose = models.TextField(_("what for"), max_length=1000, blank=True)
    with_whom = models.TextField(_("with whom"), max_length=1000, blank=True)
    duration = models.CharField(_("how long it takes"), max_length=200, blank=True)
    making = models.TextField(_("how and with whom it was made"), max_length=2000, blank=True)
    body = StreamField(EditorialBlock(), verbose_name=_("how to use it"), blank=True)

    kind = Kind.TOOL
    present_only = ("uses",)
    is_creatable = True
    parent_page_types = ["publications.ToolIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *EditorialPage.content_panels,
        *(FieldPanel(name) for name in ("type", "purpose", "with_whom", "duration", "making", "body")),
        InlinePanel("author_rows", heading=_("Authors"), label=_("author")),
        InlinePanel(
            "files",
            heading=_("Files"),
            label=_("file"),
            help_text=_(
                "For a new version add a row with the same title and a later date: the earlier ones stay and can still be downloaded."
            ),
        ),
        InlinePanel("sheets", heading=_("Sheets that used it"), label=pgettext_lazy("of a tool", "sheet")),
        FieldPanel("licence"),
        *EditorialPage.tagging_panels,
    ]

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")

    def with_content_json(self, content):
        """A version whose document was deleted since can still be opened, without it."""
        rows = content.get("files", [])
        there = set(Document.objects.filter(pk__in=[row["document"] for row in rows]).values_list("pk", flat=True))
        return super().with_content_json({**content, "files": [row for row in rows if row["document"] in there]})

    def obstacles(self):
        """What it has made public stays: an earlier version is superseded or marked as withdrawn, it does not vanish."""
        rows = self.files.all()
        kept = {row.document_id for row in rows}
        gone = [version for version in _public_versions(self.pk) if version["id"] not in kept]
        vanished = [
            _("“%(title)s” is public: keep its row as an earlier version, or tick “withdrawn”.") % {"title": version["name"]}
            for version in gone
        ]
        return [*super().obstacles(), *vanished, *(fault for row in rows for fault in faults_of(row.document))]

    def own_data(self):
        return {
            "type": self.type,
            "purpose": self.purpose,
            "with_whom": self.with_whom,
            "duration": self.duration,
            "making": self.making,
            "body": self.body.get_prep_value(),
            "files": self._files(),
            "sheets": [row.identifier for row in self.sheets.all()],
            "uses": [use.public for use in self._uses()],
        }

    def own_filters(self):
        return {"type": [self.type], "sheets": [row.identifier for row in self.sheets.all()]}

    def own_texts(self):
        told_by_users = [text for use in self._uses() for text in (use.purpose, use.outcome)]
        return [self.purpose, self.with_whom, self.making, *plain_texts(self.body), *told_by_users]

    def _files(self) -> list[dict[str, Any]]:
        """One entry a file, in the editors' order, its versions the newest first."""
        order = {row.key: place for place, row in reversed(list(enumerate(self.files.all())))}
        rows = sorted(self.files.all(), key=lambda row: (order[row.key], -row.dated.toordinal()))
        grouped = [list(versions) for _key, versions in groupby(rows, key=lambda row: row.key)]
        return [{"title": versions[0].name, "versions": [row.public for row in versions]} for versions in grouped]

    def _uses(self):
        return ToolUse.objects.accepted().filter(record_id=self.pk).select_related("territory")


class ToolFile(Orderable):
    """A file of a tool, in one version. Rows of one title are versions of one file."""

    tool = ParentalKey(ToolPage, on_delete=models.CASCADE, related_name="files")
    title = models.CharField(_("title"), max_length=200, blank=True, help_text=_("Empty: the title of the document."))
    document = models.ForeignKey("wagtaildocs.Document", verbose_name=_("document"), on_delete=models.PROTECT, related_name="+")
    version = models.CharField(_("version"), max_length=20, blank=True, help_text=_("Such as 2, or 2.1."))
    dated = models.DateField(_("date of this version"), default=timezone.localdate)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, default=Licence.CC_BY)
    withdrawn = models.BooleanField(
        _("withdrawn"), default=False, help_text=_("Its line stays in the history; nobody can download it any more.")
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("document"),
        FieldRowPanel([FieldPanel("version"), FieldPanel("dated")]),
        FieldPanel("licence"),
        FieldPanel("withdrawn"),
    ]

    def clean(self):
        super().clean()
        if self.document_id and (faults := faults_of(self.document)):
            raise ValidationError({"document": faults})

    @property
    def name(self) -> str:
        return self.title.strip() or self.document.title

    @property
    def key(self) -> str:
        """By which two rows are known to be one file."""
        return fold(self.name)

    @property
    def public(self) -> dict[str, Any]:
        return {
            **told(self.document),
            "version": self.version,
            "date": self.dated.isoformat(),
            "licence": self.licence,
            "withdrawn": self.withdrawn,
        }


class ToolSheet(Orderable):
    """A sheet that tells of an action in which the tool served."""

    tool = ParentalKey(ToolPage, on_delete=models.CASCADE, related_name="sheets")
    identifier = models.CharField(
        pgettext_lazy("of a tool", "sheet"),
        max_length=500,
        help_text=_("Its address on this site, copied from the browser, or its identifier."),
    )

    panels = [FieldPanel("identifier")]

    class Meta(Orderable.Meta):
        constraints = [models.CheckConstraint(condition=Q(identifier__startswith="op-"), name="tool_sheet_has_identifier")]

    def clean(self):
        super().clean()
        try:
            self.identifier = clean_named(self.identifier, of=(SHEET,))
        except ValidationError as error:
            raise ValidationError({"identifier": error}) from error


def _public_versions(page_id: int | None) -> list[dict[str, Any]]:
    """What the public reads today of the files of this tool."""
    identifier = EditorialRecord.objects.filter(page_id=page_id).values("identifier")
    data = PublicContent.objects.filter(identifier__in=identifier).values_list("data", flat=True).first() or {}
    return [version for file in data.get("files", []) for version in file["versions"]]
