"""« Anonymise me »: the names of persons taken off the public sheet, which stays; and put back."""

from django.db import transaction

from ..models import PracticeEvent, PracticePage, PracticeRecord, PublicState
from ..permissions import may_withhold_names
from .errors import Forbidden
from .publication import write_public_record
from .records import locked_record, note


def withhold_names(*, page_id: int, by) -> PracticeRecord:
    """The public reads no name of a person on this sheet any more, nor on its next versions. Raises Forbidden."""
    return _set(page_id, by, withheld=True)


def show_names(*, page_id: int, by) -> PracticeRecord:
    """The names that the sheet bears are public again. Raises Forbidden."""
    return _set(page_id, by, withheld=False)


@transaction.atomic
def _set(page_id: int, by, *, withheld: bool) -> PracticeRecord:
    record = locked_record(page_id)
    if refusal := may_withhold_names(by, record):
        raise Forbidden(refusal)
    if record.authors_withheld == withheld:
        return record
    record.authors_withheld = withheld
    record.save(update_fields=["authors_withheld"])
    note(record, PracticeEvent.Kind.AUTHORS_WITHHELD if withheld else PracticeEvent.Kind.AUTHORS_SHOWN, by=by)
    if record.public_state == PublicState.PUBLISHED:
        write_public_record(record=record, page=PracticePage.objects.get(pk=page_id))
    return record
