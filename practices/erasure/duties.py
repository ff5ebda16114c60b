"""What a person had promised to do passes to others, or ends."""

from django.db.models import Q
from django.utils import timezone

from accounts.personal_data import Leaving

from ..domain.records import locked_record, note, set_review_state
from ..models import CoAuthor, PracticeEvent, PracticeRecord, Report, Review, ReviewState

Kind = PracticeEvent.Kind


def lay_down(leaving: Leaving) -> None:
    """Sheets that she held await a reader again; reviews that she had begun end; those she did are nobody's."""
    user, addresses = leaving.user, leaving.traces.addresses
    for pk in list(PracticeRecord.objects.filter(holder=user).values_list("pk", flat=True)):
        release(pk, user)
    for review in Review.objects.filter(Q(reviewer=user) | Q(email__in=addresses)):
        _end(review, user)
    for row in CoAuthor.objects.filter(Q(user=user) | Q(email__in=addresses)):
        row.delete()
        note(locked_record(row.record_id), Kind.COAUTHOR_LEFT, by=user, person=user)
    Report.objects.filter(email__in=addresses).update(email="")


def release(page_id: int, person, by=None) -> PracticeRecord:
    """Nobody holds this sheet any more: it awaits a reader again."""
    record = locked_record(page_id)
    state = ReviewState.SUBMITTED if record.is_under_review else record.review_state
    set_review_state(record, state, holder=None)
    note(record, Kind.RELEASED, by=by, person=person)
    return record


def _end(review: Review, user) -> None:
    if review.done_at is None and review.given_up_at is None:
        review.given_up_at, review.given_up_why = timezone.now(), "removed"
        review.grid, review.remarks = {}, ""
        note(locked_record(review.record_id), Kind.REVIEW_GIVEN_UP, person=user)
    review.reviewer, review.email, review.name = None, "", ""
    review.save()
