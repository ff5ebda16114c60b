"""One sheet open in several forms: what each holds is put on the newest version field by field, and nothing written elsewhere is lost.

Two screens that change different fields both keep what they wrote. A field that both changed is left as it is, and said to be in conflict.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import transaction
from django.utils import timezone

from .. import content, sheet
from ..models import OpenForm, PracticePage, PracticeRecord
from ..permissions import may_write
from .drafts import write_version
from .errors import Forbidden
from .records import latest_version, locked_record


class Fate(Enum):
    """What becomes of a field of a form."""

    SAME = "says what the sheet says"
    WRITTEN = "changed here only"
    LEFT = "changed elsewhere only"
    CONFLICT = "changed here and elsewhere"


@dataclass(frozen=True)
class Merged:
    """The newest version after a save. `late`: a later save of the same form came first, so that nothing was done."""

    page: PracticePage
    fates: Mapping[str, Fate]
    late: bool = False

    def fields(self, fate: Fate) -> list[str]:
        return [name for name, its in self.fates.items() if its is fate]


@transaction.atomic
def merge_draft(
    *,
    page_id: int,
    by,
    values: Mapping[str, Any],
    read: Mapping[str, str],
    form_key: str = "",
    number: int = 0,
    only_if_later: bool = False,
) -> Merged:
    """Puts what a form holds (clean values by attribute) on the newest version, except what was changed elsewhere since.

    `read`: content.mark of what each field held when the form was filled. `form_key` and `number` name the form and count its saves:
    with `only_if_later`, one that comes after a later one of the same form does nothing. Raises Forbidden.
    """
    record = locked_record(page_id)
    if refusal := may_write(by, record):
        raise Forbidden(refusal)
    page = latest_version(record)
    form = _open_form(record, by, form_key)
    if only_if_later and form.pk and number <= form.number:
        return Merged(page, {}, late=True)
    stored = content.read(page)
    fates = compare(stored, values, read, form.wrote)
    written = {name: values[name] for name, fate in fates.items() if fate is Fate.WRITTEN}
    if written:
        write_version(record=record, page=page, by=by, values=written)
    _remember(form, number, {name: content.mark(values[name]) for name, fate in fates.items() if fate in (Fate.SAME, Fate.WRITTEN)})
    return Merged(page, fates)


def compare(
    stored: Mapping[str, Any], values: Mapping[str, Any], read: Mapping[str, str], wrote: Mapping[str, str] | None = None
) -> dict[str, Fate]:
    """The fate of each value. `wrote`: marks of what the same form wrote before, whose answer it may not have had."""
    own = wrote or {}
    fates = {name: _fate(stored[name], value, {read.get(name), own.get(name)}) for name, value in values.items()}
    written = {name: values[name] for name, fate in fates.items() if fate is Fate.WRITTEN}
    # A start typed here and an end typed elsewhere, each right when it was typed, may not go together.
    for key, _message in sheet.cross_faults({**stored, **written}):
        for name in written.keys() & {sheet.BY_KEY[bound].attribute for bound in sheet.BOUND[key]}:
            fates[name] = Fate.CONFLICT
    return fates


def _fate(stored: Any, typed: Any, known: set[str | None]) -> Fate:
    if typed == stored:
        return Fate.SAME
    if content.mark(stored) in known or (known == {None} and not stored):
        return Fate.WRITTEN
    return Fate.LEFT if content.mark(typed) in known else Fate.CONFLICT


def _open_form(record: PracticeRecord, by, key: str) -> OpenForm:
    """The form of that key, known already or not; a key is drawn anew for each page that is shown."""
    form = OpenForm.objects.filter(record=record, user=by, key=key).first() if key else None
    return form or OpenForm(record=record, user=by, key=key)


def _remember(form: OpenForm, number: int, marks: Mapping[str, str]) -> None:
    if form.key:
        form.wrote |= marks
        form.number, form.at = max(form.number, number), timezone.now()
        form.save()
