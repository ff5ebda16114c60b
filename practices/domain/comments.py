"""What those who write a sheet say to each other about it: threads on a field or on the whole, answered, settled, reopened, deleted."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import CoAuthor, Comment, CommentNotice, PracticeRecord
from ..permissions import may_comment
from .errors import Faulty, Forbidden, OutOfDate
from .records import locked_record

LONGEST = 2_000
#: A page shows them all.
MOST_ON_A_SHEET = 500


@transaction.atomic
def comment(*, page_id: int, by, text: str, field: str = "") -> Comment:
    """Opens a thread on a field (its key), or on the whole sheet. `text` is clean. Raises Forbidden, Faulty."""
    return _say(_commented(page_id, by), by, text, field=field)


@transaction.atomic
def answer(*, page_id: int, by, comment_id: int, text: str) -> Comment:
    """Adds to a thread; one that was settled is open again. Raises Forbidden, Faulty, OutOfDate."""
    record = _commented(page_id, by)
    thread = _thread(record, comment_id)
    said = _say(record, by, text, field=thread.field, parent=thread)
    if thread.resolved_at:
        _settle(thread, None)
    return said


@transaction.atomic
def resolve(*, page_id: int, by, comment_id: int) -> None:
    """Settles a thread: it is folded away, and counted no more. Raises Forbidden, OutOfDate."""
    thread = _thread(_commented(page_id, by), comment_id)
    if not thread.resolved_at:
        _settle(thread, by)


@transaction.atomic
def reopen(*, page_id: int, by, comment_id: int) -> None:
    """Raises Forbidden, OutOfDate."""
    _settle(_thread(_commented(page_id, by), comment_id), None)


@transaction.atomic
def delete(*, page_id: int, by, comment_id: int) -> None:
    """Takes one's own words away, whatever one may do today; what others answered stays. Raises Forbidden, OutOfDate."""
    record = locked_record(page_id)
    said = _found(record, comment_id)
    if said.author_id != by.pk:
        raise Forbidden(_("These words are not yours."))
    if said.parent_id is None and said.answers.exists():
        said.text = ""
        said.save(update_fields=["text"])
        CommentNotice.objects.filter(comment=said).delete()
        return
    said.delete()
    if said.parent and not said.parent.text and not said.parent.answers.exists():
        said.parent.delete()


def readers(record: PracticeRecord) -> set[int]:
    """Who hears of a comment: those who may answer it."""
    answering = record.coauthors.filter(user__isnull=False).exclude(role=CoAuthor.Role.READ).values_list("user_id", flat=True)
    return {*answering, *([record.page.owner_id] if record.page.owner_id else [])}


def _say(record: PracticeRecord, by, text: str, **where) -> Comment:
    if record.comments.count() >= MOST_ON_A_SHEET:
        raise Faulty(_("A sheet bears %(count)d comments at most: delete some that have served.") % {"count": MOST_ON_A_SHEET})
    said = Comment.objects.create(record=record, author=by, text=text, **where)
    CommentNotice.objects.bulk_create(CommentNotice(comment=said, user_id=reader) for reader in readers(record) - {by.pk})
    return said


def _settle(thread: Comment, by) -> None:
    thread.resolved_at, thread.resolved_by = (timezone.now(), by) if by else (None, None)
    thread.save(update_fields=["resolved_at", "resolved_by"])


def _commented(page_id: int, by) -> PracticeRecord:
    record = locked_record(page_id)
    if refusal := may_comment(by, record):
        raise Forbidden(refusal)
    return record


def _thread(record: PracticeRecord, comment_id: int) -> Comment:
    """The thread that this comment begins or belongs to."""
    found = _found(record, comment_id)
    return found.parent or found


def _found(record: PracticeRecord, comment_id: int) -> Comment:
    found = record.comments.select_related("parent").filter(pk=comment_id).first()
    if found is None:
        raise OutOfDate(_("This comment is no longer there."))
    return found
