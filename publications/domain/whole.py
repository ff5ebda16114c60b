"""A cahier goes out whole: what goes out with it, and what keeps it from going out. docs/decisions/whole-cahier.md."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from core.typography import inside
from practices.models import PublicPractice, PublicState

from ..fingerprint import fingerprint
from ..models import ArticlePage, CahierPage, CahierPiece, EditorialRecord, ScheduledPiece, WorkState
from ..saved_versions import as_page, read_together
from ..vocabulary import ConsentUse, Kind
from . import consents
from .proofs import missing_files


@dataclass(frozen=True)
class Piece:
    """A content of a cahier. `revision`: the signed version that goes out with it; None when what is public stays. `fault`: why not."""

    record: EditorialRecord
    revision: Revision | None
    fault: str = ""


def lock_with_pieces(page_id: int, revision: Revision | None = None) -> None:
    """Locks the pieces, then the cahier: whoever changes a piece comes in the same order. `revision`: the version that names them."""
    cahier = EditorialRecord.objects.get(page_id=page_id)
    held = {row.piece_id for row in cahier.scheduled_pieces.all()} | {piece.page_id for piece in _rows(revision)}
    pieces = sorted(pk for pk in held if pk)
    list(EditorialRecord.objects.select_for_update().filter(pk__in=pieces).order_by("pk").values_list("pk"))
    EditorialRecord.objects.select_for_update().values_list("pk").get(pk=page_id)


def pieces_of(revision: Revision) -> list[Piece]:
    """The contents that this version of a cahier gathers, in order."""
    ids = [piece.page_id for piece in _rows(revision) if piece.page_id]
    versions = EditorialRecord.objects.select_related("page__latest_revision", "page__live_revision")
    records = versions.prefetch_related("errata", "files").in_bulk(ids)
    return [_piece(records[pk]) for pk in ids]


def sheets_of(revision: Revision) -> list[str]:
    return [piece.sheet for piece in _rows(revision) if piece.sheet]


def faults(record: EditorialRecord, revision: Revision) -> list[str]:
    """Why this version cannot go out, in words for the editors; empty when nothing stands in its way."""
    page = as_page(revision)
    if isinstance(page, CahierPage):
        pieces = pieces_of(revision)
        with read_together([revision, *(piece.revision for piece in pieces if piece.revision)]):
            return [*_own_faults(record, revision), *_faults_of_pieces(as_page(revision), revision, pieces)]
    found = _own_faults(record, revision)
    return [*found, *_without_its_cahier(page)] if isinstance(page, ArticlePage) else found


def _own_faults(record: EditorialRecord, revision: Revision) -> list[str]:
    return [*as_page(revision).obstacles(), *missing_files(record, revision)]


def _faults_of_pieces(cahier: CahierPage, revision: Revision, pieces: list[Piece]) -> list[str]:
    found = [fault for piece in pieces for fault in ([piece.fault] if piece.fault else _piece_faults(piece))]
    return [*found, *_withdrawn_sheets(sheets_of(revision)), *_left_out(cahier, revision)]


def hold_pieces(record: EditorialRecord, revision: Revision) -> None:
    """Keeps what the cahier goes out with: none of it can be deleted, and whoever changes it takes the cahier off the schedule."""
    record.scheduled_pieces.all().delete()
    rows = [ScheduledPiece(cahier=record, piece=piece.record, revision=piece.revision) for piece in pieces_of(revision)]
    ScheduledPiece.objects.bulk_create([*rows, *(ScheduledPiece(cahier=record, sheet=sheet) for sheet in sheets_of(revision))])


def is_signed(record: EditorialRecord) -> bool:
    """Whether its newest version is the one that was signed off."""
    revision = record.page.latest_revision
    return record.work_state in (WorkState.READY, WorkState.SCHEDULED) and fingerprint(revision) == record.signed_hash


def _rows(revision: Revision | None) -> list[CahierPiece]:
    page = as_page(revision) if revision else None
    pieces: Any = page.pieces if isinstance(page, CahierPage) else CahierPiece.objects.none()
    return list(pieces.all())


def _piece(record: EditorialRecord) -> Piece:
    title = inside(record.page.draft_title or record.page.title)
    if record.work_state == WorkState.SCHEDULED:
        return Piece(record, None, _("“%(title)s” is scheduled by itself: take it off the schedule first.") % {"title": title})
    if is_signed(record):
        return Piece(record, record.page.latest_revision)
    if record.public_state == PublicState.PUBLISHED:
        return Piece(record, None)
    if record.public_state != PublicState.NEVER:
        return Piece(record, None, _("“%(title)s” was taken off the site.") % {"title": title})
    return Piece(record, None, _("“%(title)s” is not signed off (%(state)s).") % {"title": title, "state": record.get_work_state_display()})


def _piece_faults(piece: Piece) -> list[str]:
    found = []
    if piece.revision:
        page = as_page(piece.revision)
        found += [_("“%(title)s”: %(fault)s") % {"title": inside(page.title), "fault": each} for each in page.obstacles()]
        found += missing_files(piece.record, piece.revision)
    kept = piece.record.page
    if kept.specific_class.kind == Kind.VOICE and not consents.valid(kept.pk, ConsentUse.PRINT):
        title = as_page(piece.revision).title if piece.revision else kept.title
        found.append(_("“%(title)s”: the person has not agreed to be printed.") % {"title": inside(title)})
    return found


def _without_its_cahier(page: ArticlePage) -> list[str]:
    cahier = EditorialRecord.objects.select_related("page").get(page_id=page.get_parent().pk)
    if cahier.public_state == PublicState.PUBLISHED:
        return []
    return [_("This article goes out with its cahier, “%(title)s”: schedule that one.") % {"title": cahier.page.draft_title}]


def _withdrawn_sheets(identifiers: list[str]) -> list[str]:
    public = set(PublicPractice.objects.filter(pk__in=identifiers).values_list("pk", flat=True))
    return [_("The sheet %(identifier)s is no longer public.") % {"identifier": each} for each in identifiers if each not in public]


def _left_out(cahier: CahierPage, revision: Revision) -> list[str]:
    """Articles that were sent to the editors for this cahier, and that its contents do not name."""
    named = [piece.page_id for piece in _rows(revision) if piece.page_id]
    below = EditorialRecord.objects.filter(page__path__startswith=cahier.path, page__depth=cahier.depth + 1).exclude(pk__in=named)
    sent = below.exclude(work_state__in=(WorkState.DRAFT, WorkState.SETTLED)).select_related("page").order_by("pk")
    return [_("“%(title)s” is below this cahier and not in its contents.") % {"title": record.page.draft_title} for record in sent]
