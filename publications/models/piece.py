"""One piece of a cahier, and what makes a piece a bad one."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable

from practices.models import GONE, PublicPractice

from ..cahiers.blocks import SHEET
from ..vocabulary import Kind
from .cited import CitedSheet
from .page import EditorialPage

if TYPE_CHECKING:
    from .cahier import CahierPage

ONE_OF_TWO = gettext_lazy("A piece is a content or a sheet: choose the one or give the identifier of the other.")
#: What a cahier may gather besides sheets.
PIECE_KINDS = (Kind.ARTICLE, Kind.VOICE, Kind.TOOL)
#: Below which word of the cahier's address a piece is read that does not live there itself.
FOLDERS = {"sheet": "fiches", Kind.VOICE: "paroles", Kind.TOOL: "outils"}


class CahierPiece(Orderable):
    """A page of ours, or a sheet as it is cited. `part` opens a part where it is filled."""

    cahier = ParentalKey("publications.CahierPage", on_delete=models.CASCADE, related_name="pieces")
    part = models.CharField(gettext_lazy("a part begins here"), max_length=200, blank=True)
    page = models.ForeignKey(
        EditorialPage, verbose_name=gettext_lazy("content"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sheet = models.CharField(
        gettext_lazy("identifier of a sheet"), max_length=11, blank=True, help_text=gettext_lazy("Such as op-1a2b3c4d.")
    )
    cited = models.ForeignKey(CitedSheet, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+")

    panels = [
        FieldPanel("part"),
        PageChooserPanel("page", ["publications.ArticlePage", "publications.VoicePage", "publications.ToolPage"]),
        FieldPanel("sheet"),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=False, sheet="") | (Q(page__isnull=True) & ~Q(sheet="")),
                name="piece_is_a_page_or_a_sheet",
                violation_error_message=ONE_OF_TWO,
            ),
            # Deferred: pieces that change places are written one by one.
            models.UniqueConstraint(fields=["cahier", "page"], name="piece_once_in_a_cahier", deferrable=models.Deferrable.DEFERRED),
        ]

    def cite(self) -> None:
        """Keeps the sheet as it reads now; one that is kept already stays as it was."""
        if self.sheet and (self.cited is None or self.cited.identifier != self.sheet):
            self.cited = CitedSheet.objects.cite(self.sheet)
        if not self.sheet:
            self.cited = None

    def told(self, cahier_path: str, page: EditorialPage | None) -> dict[str, Any]:
        """What the public object of the cahier says of it; `page`: the content, unless it is a sheet."""
        if self.sheet:
            data = self.cited.data if self.cited else {"title": self.sheet, "authors": []}
            return {
                "identifier": self.sheet,
                "kind": "sheet",
                "version": self.cited.version if self.cited else 0,
                "title": data["title"],
                "url": f"{cahier_path}{FOLDERS['sheet']}/{self.sheet}/",
                "part": self.part,
                "authors": [{"name": author["name"], "affiliation": ""} for author in data["authors"]],
            }
        assert page
        folder = FOLDERS.get(page.kind)
        return {
            "identifier": page.record.identifier,
            "kind": page.kind.value,
            # Titles are words too: what was taken off the site is not called by its own any more (domain.citing).
            "title": "" if page.record.public_state in GONE else page.title,
            "url": f"{cahier_path}{folder}/{page.record.identifier}/" if folder else f"{cahier_path}{page.slug}/",
            "part": self.part,
            "authors": [{"name": row.name, "affiliation": row.affiliation} for row in page.author_rows.all()],
        }


def told(pieces: Iterable[CahierPiece], cahier_path: str) -> list[dict[str, Any]]:
    """All of them, in as many queries for one as for many."""
    rows = _with_what_they_name(pieces)
    pages = EditorialPage.objects.filter(pk__in=[row.page_id for row in rows if row.page_id]).specific()
    prefetch_related_objects(list(pages), "record", "author_rows")
    by_pk = {page.pk: page for page in pages}
    return [row.told(cahier_path, by_pk.get(row.page_id)) for row in rows]


def _with_what_they_name(pieces: Iterable[CahierPiece]) -> list[CahierPiece]:
    rows = list(pieces)
    prefetch_related_objects(rows, "page", "cited")
    return rows


def wrong_pieces(cahier: "CahierPage", pieces: Iterable[CahierPiece]) -> list[tuple[CahierPiece, str]]:
    """Each piece that the cahier cannot hold, with the reason in words for editors."""
    seen: set[tuple[int | None, str]] = set()
    found = []
    for piece in _with_what_they_name(pieces):
        key = (piece.page_id, piece.sheet)
        if words := _wrong(cahier, piece) or (_("This piece stands twice in the cahier.") if key in seen else ""):
            found.append((piece, words))
        seen.add(key)
    return found


def _wrong(cahier: "CahierPage", piece: CahierPiece) -> str:
    if bool(piece.page_id) == bool(piece.sheet):
        return str(ONE_OF_TWO)
    if piece.sheet:
        return _wrong_sheet(piece)
    if piece.page_id == cahier.pk:
        return _("A cahier cannot be a piece of itself.")
    kind = piece.page.specific_class.kind
    if kind not in PIECE_KINDS:
        return _("“%(title)s” cannot be a piece: a cahier gathers articles, sheets, voices and tools.") % {"title": piece.page.title}
    if kind == Kind.ARTICLE and not (cahier.pk and piece.page.is_child_of(cahier)):
        return _("The article “%(title)s” belongs to another cahier.") % {"title": piece.page.title}
    return ""


def _wrong_sheet(piece: CahierPiece) -> str:
    if not SHEET.fullmatch(piece.sheet):
        return _("“%(text)s” is not the identifier of a sheet.") % {"text": piece.sheet}
    is_kept = piece.cited is not None and piece.cited.identifier == piece.sheet
    if not is_kept and not PublicPractice.objects.filter(pk=piece.sheet).exists():
        return _("No public sheet has the identifier “%(identifier)s”.") % {"identifier": piece.sheet}
    return ""
