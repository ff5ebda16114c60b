"""Changes of a public text without a review: small corrections by editors, the end of an action told by its contributor."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from .. import content, sheet, texts
from ..life import notifications
from ..models import PracticeEvent, PracticePage, PracticeRecord, ReviewState
from ..permissions import may_amend
from ..together import versions
from .errors import Faulty, Forbidden, OutOfDate
from .publication import publish_version
from .records import locked_record, note

#: Words taken away and put in, over the whole sheet: more than that is no typing error.
MOST_WORDS = 30

Values = dict[str, Any]


@transaction.atomic
def correct_public(*, page_id: int, by, corrections: Mapping[str, tuple[str, str]], reason: str) -> PracticeRecord:
    """Puts right typing errors of a public text, at once: for each path (practices.texts) the text that was read and the one to put.

    Its author gets the differences by mail. Raises Forbidden, OutOfDate when a text is not the one that was read, Faulty.
    """
    record = locked_record(page_id)
    if refusal := may_amend(by, record):
        raise Forbidden(refusal)
    public = PracticePage.objects.get(pk=page_id)
    found = texts.by_path(content.read(public))
    if any(path not in found or found[path].text != read for path, (read, _new) in corrections.items()):
        raise OutOfDate(_("The sheet has changed since you read it: look at it again."))
    changed = {path: (read, new) for path, (read, new) in corrections.items() if new != read}
    _check(changed)
    differences = [(found[path].label, versions.pieces(read, new)) for path, (read, new) in changed.items()]
    revision = publish_amended(record=record, by=by, amend=lambda values: texts.replaced(values, changed))
    told = "\n".join(f"{label} : {versions.in_words(pieces)}" for label, pieces in differences)
    event = note(record, PracticeEvent.Kind.CORRECTED, by=by, comment=f"{reason}\n\n{told}", revision=revision)
    notifications.text_corrected(record, event)
    return record


def publish_amended(*, record: PracticeRecord, by, amend: Callable[[Values], Values]) -> Revision:
    """Publishes the public text with `amend(values)` put on it, as a new revision. The caller holds the lock and has checked the right.

    A new version that the contributor has begun stays the newest, amended in the same way. Raises Faulty.
    """
    begun = record.page.latest_revision if record.review_state != ReviewState.SETTLED else None
    page = PracticePage.objects.get(pk=record.pk)
    _put(page, amend)
    revision = page.save_revision(user=by, clean=False)
    publish_version(record=record, revision=revision, by=by)
    if begun:
        draft = begun.as_object()
        _put(draft, amend)
        draft.save_revision(user=begun.user, clean=False)
    return revision


def _put(page: PracticePage, amend: Callable[[Values], Values]) -> None:
    values = content.read(page)
    amended = _cleaned(amend(values))
    if faults := sheet.cross_faults(values | amended):
        raise Faulty(faults[0][1])
    content.assign(page, amended)


def _cleaned(amended: Values) -> Values:
    try:
        return {field.attribute: field.clean(amended[field.attribute]) for field in sheet.FIELDS if field.attribute in amended}
    except ValidationError as error:
        raise Faulty(error.messages[0]) from None


def _check(changed: Mapping[str, tuple[str, str]]) -> None:
    if not changed:
        raise Faulty(_("Nothing is changed."))
    if not all(new.strip() for _read, new in changed.values()):
        raise Faulty(_("A small correction does not take a whole text away."))
    if sum(versions.words_changed(versions.pieces(read, new)) for read, new in changed.values()) > MOST_WORDS:
        raise Faulty(
            _("This changes more than %(count)d words: that is no typing error. Ask the author for a new version.") % {"count": MOST_WORDS}
        )
