"""What sheets keep about a person: given to her with the rest of her data."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db.models import Q

from accounts.models import User
from accounts.personal_data import Source

from . import content
from .domain.records import latest_version
from .erasure import erase
from .models import ChangeRequest, CoAuthor, Comment, GridReading, ImportRun, PracticeEvent, PracticePage, PracticeRecord, Report, Review
from .situations import TOLD


def data_of(user: User) -> dict[str, Any]:
    """Her sheets with all their versions, and what she said and did on others. Nobody else is named, but for whom her own texts name."""
    return {
        "sheets": [_sheet(record, user) for record in _own(user)],
        "written_with_others": [_share(row, user) for row in CoAuthor.objects.filter(user=user).select_related("record__page")],
        "comments": [_comment(comment) for comment in Comment.objects.filter(author=user).select_related("record")],
        "reviews": [_review(review) for review in Review.objects.filter(Q(reviewer=user) | Q(email=user.email)).select_related("record")],
        "change_requests_made": [_request(row) for row in ChangeRequest.objects.filter(asked_by=user).select_related("record")],
        "reports": list(Report.objects.filter(email__iexact=user.email).values("record__identifier", "reason", "text", "at", "answer")),
        "imports": list(
            ImportRun.objects.filter(by=user)
            .order_by("pk")
            .values("filename", "at", "publish", "dry_run", "rows", "created", "updated", "refused")
        ),
        "sheets_held": list(PracticeRecord.objects.filter(holder=user).values_list("identifier", flat=True)),
        "acts": [_act(event) for event in PracticeEvent.objects.filter(actor=user.pk).select_related("record")],
        "told_of": [_act(event) for event in PracticeEvent.objects.filter(person=user.pk).exclude(actor=user.pk).select_related("record")],
    }


def files_of(user: User) -> Iterable[tuple[str, File]]:
    """Images and documents of her sheets, in any version that is kept, in one folder a sheet."""
    for record in _own(user):
        seen = set()
        for version in [record.page, *(revision.as_object() for revision in record.page.revisions.all())]:
            attached = [version.image] if version.image else []
            for held in [*attached, *(row.document for row in version.document_rows.select_related("document"))]:
                if (type(held), held.pk) not in seen:
                    seen.add((type(held), held.pk))
                    yield f"{record.identifier}/{held.pk}-{held.file.name.rpartition('/')[2]}", held.file


def active_since(user: User, since: datetime) -> bool:
    """A link of a mail is enough to agree to corrections, or to say that an action still runs."""
    return PracticeEvent.objects.filter(actor=user.pk, at__gte=since).exists()


SOURCE = Source(name="fiches", data_of=data_of, files_of=files_of, erase=erase, active_since=active_since)


def _own(user: User) -> Iterable[PracticeRecord]:
    return PracticeRecord.objects.filter(page__owner=user).select_related("page__latest_revision", "region").order_by("pk")


def _sheet(record: PracticeRecord, user: User) -> dict[str, Any]:
    return {
        "identifier": record.identifier,
        "title": latest_version(record).title,
        "review_state": record.review_state,
        "public_state": record.public_state,
        "region": record.region.title if record.region else "",
        "submitted_at": record.submitted_at,
        "first_published_at": record.first_published_at,
        "confirmed_at": record.confirmed_at,
        "names_withheld": record.authors_withheld,
        "gone_at": record.gone_at,
        "gone_reason": record.gone_reason,
        "gone_note": record.gone_note,
        "live": _version(record.page) if record.page.live else None,
        "versions": [
            {"saved_at": revision.created_at, "by_you": revision.user_id == user.pk, "content": _version(revision.as_object())}
            for revision in record.page.revisions.order_by("pk")
        ],
        "history": [_moment(event, user) for event in record.events.filter(kind__in=TOLD)],
        "changes_asked": [
            {"field": row.field, "text": row.text, "asked_at": row.asked_at, "answer": row.answer, "answered_at": row.answered_at}
            for row in record.change_requests.all()
        ],
        "grid_imported": GridReading.objects.filter(pk=record.pk).values("at", "filename", "placed", "unplaced").first(),
    }


def _version(page: PracticePage) -> dict[str, Any]:
    """All fields under the keys of the formats, private ones too."""
    return content.nest(content.read(page))


def _moment(event: PracticeEvent, user: User) -> dict[str, Any]:
    """Who else acted is somebody else's data."""
    return {"kind": event.kind, "at": event.at, "by_you": event.actor_id == user.pk, "comment": event.comment}


def _share(row: CoAuthor, user: User) -> dict[str, Any]:
    revisions = row.record.page.revisions.filter(user=user).order_by("pk")
    return {
        "identifier": row.record.identifier,
        "title": row.record.page.draft_title,
        "role": row.role,
        "invited_at": row.invited_at,
        "accepted_at": row.accepted_at,
        "offered_at": row.offered_at,
        "proposed_to_you_at": row.offered_at,
        "versions_by_you": [{"saved_at": revision.created_at, "content": _version(revision.as_object())} for revision in revisions],
    }


def _comment(comment: Comment) -> dict[str, Any]:
    return {
        "identifier": comment.record.identifier,
        "field": comment.field,
        "text": comment.text,
        "at": comment.created_at,
        "resolved_at": comment.resolved_at,
    }


def _review(review: Review) -> dict[str, Any]:
    return {
        "identifier": review.record.identifier,
        "round": review.round,
        "asked_at": review.asked_at,
        "due_on": review.due_on,
        "done_at": review.done_at,
        "given_up_at": review.given_up_at,
        "grid": review.grid,
        "remarks": review.remarks,
    }


def _request(row: ChangeRequest) -> dict[str, Any]:
    return {"identifier": row.record.identifier, "field": row.field, "text": row.text, "asked_at": row.asked_at}


def _act(event: PracticeEvent) -> dict[str, Any]:
    return {
        "identifier": event.record.identifier,
        "kind": event.kind,
        "at": event.at,
        "from": event.state_from,
        "to": event.state_to,
        "comment": event.comment,
    }
