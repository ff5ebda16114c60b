"""What a posted form of a sheet saves: the same for its buttons and for autosave."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext as _
from wagtail.models import Revision

from .. import content
from ..domain.merging import Fate, compare, merge_draft
from ..forms import acts, posted, typed
from ..forms.conflict import Conflict, conflicts, settle
from ..forms.form import StepForm
from ..forms.opened import READ, Opened, new_key, opened, writer_key, written_as_marks
from ..forms.steps import Step
from ..models import PracticePage, PracticeRecord
from ..sheet import Field

#: Versions looked into for who wrote what she did not.
MOST_ORIGINS = 5


@dataclass
class Filled:
    """A form as it was typed, on the newest version. `values` are those that can be saved; `left`: what she leaves as it stands."""

    form: StepForm
    opened: Opened
    values: dict[str, Any]
    left: set[str]
    focus: str = ""


@dataclass
class Saved:
    """What became of it. `read`: marks of what the form is now filled from; `elsewhere`: fields that were changed in another place only."""

    page: PracticePage
    form: StepForm
    read: str
    conflicts: list[Conflict]
    elsewhere: list[Field]
    late: bool

    @property
    def is_whole(self) -> bool:
        """Whether all that was typed is saved."""
        return not self.form.errors and not self.conflicts


def fill(data: QueryDict, page: PracticePage, step: Step, act: acts.Act) -> Filled:
    """Reads what was posted, does to it what the button and her choices between versions say, and checks it."""
    its = opened(data, step.attributes)
    raw = posted.read(data, step.fields)
    focus = acts.apply(act, raw)
    left = settle(data, step.fields, raw, its.read, content.read(page))
    form = StepForm(step, page, raw, typed=data)
    if act.name == "choose":
        form.query = ""
    values = {name: value for name, value in form.check().items() if name not in left}
    return Filled(form, its, values, left, focus)


def save(record: PracticeRecord, by, filled: Filled, *, autosave: bool = False) -> Saved:
    """Saves what can be; what cannot stays in the form. Raises Refused. An autosave does nothing after a later save of the same form."""
    try:
        merged = merge_draft(
            page_id=record.pk,
            by=by,
            values=filled.values,
            read=filled.opened.read,
            form_key=filled.opened.key,
            number=filled.opened.number,
            only_if_later=autosave,
        )
    except PracticeRecord.DoesNotExist:
        # Deleted a moment ago, from another page.
        raise Http404 from None
    return _outcome(filled, merged.page, merged.fates, drawn_anew=not autosave, late=merged.late)


def look(filled: Filled) -> Saved:
    """What `save` would give, without saving: for a form that waited."""
    form = filled.form
    return _outcome(filled, form.page, compare(form.stored, filled.values, filled.opened.read), drawn_anew=True)


def remember(request: HttpRequest, place: str, saved: Saved) -> None:
    """What could not be saved waits for her in this form; the rest is saved."""
    if saved.is_whole:
        typed.forget(request, place)
    else:
        typed.keep(request, place, request.POST, **{READ: saved.read})


def keeping(request: HttpRequest, record: PracticeRecord, form: StepForm, saved: Saved | None = None) -> dict[str, Any]:
    """What the pages of the form and autosave say of what is kept: templates practices/submission/{keeping,signal,versions}.html."""
    page = record.page
    disputed = saved.conflicts if saved else []
    return {
        "record": record,
        "form": form,
        "read": saved.read if saved else form.fingerprint,
        "form_key": new_key(),
        "writer": writer_key(request.user),
        "saved_at": page.latest_revision_created_at,
        "saved_by": _name_of(page.latest_revision, request.user),
        "conflicts": disputed,
        "theirs_by": _name_of(_origin(page, disputed, request.user), request.user),
        "elsewhere": saved.elsewhere if saved else [],
        "unchosen": False,
    }


def _origin(page: PracticePage, disputed: list[Conflict], reader) -> Revision | None:
    """The newest version that somebody else saved and that says what the reader's form contradicts; none when she wrote it herself."""
    if not disputed:
        return None
    for revision in page.revisions.exclude(user=reader).exclude(user=None).select_related("user").order_by("-pk")[:MOST_ORIGINS]:
        stored = content.read(revision.as_object())
        if any(content.mark(stored[conflict.name]) == conflict.seen for conflict in disputed):
            return revision
    return None


def _name_of(revision: Revision | None, reader) -> str:
    """Who saved a version, when it was not the reader."""
    if revision is None or revision.user_id in (None, reader.pk):
        return ""
    return str(revision.user.name or _("a co-author"))


def _outcome(filled: Filled, page: PracticePage, fates: Mapping[str, Fate], *, drawn_anew: bool, late: bool = False) -> Saved:
    """`drawn_anew`: the form shows from now on what was written elsewhere in the fields that were not touched in it."""
    stored, form, marks = content.read(page), filled.form, dict(filled.opened.read)
    by_fate = {fate: [each for each in form.step.fields if fates.get(each.attribute) is fate] for fate in Fate}
    shown = [*by_fate[Fate.SAME], *by_fate[Fate.WRITTEN], *(each for each in form.step.fields if each.attribute in filled.left)]
    if drawn_anew:
        form.raw |= {each.key: stored[each.attribute] for each in by_fate[Fate.LEFT]}
        shown += by_fate[Fate.LEFT]
    marks |= {each.attribute: content.mark(stored[each.attribute]) for each in shown}
    disputed = conflicts(by_fate[Fate.CONFLICT], stored, filled.values)
    return Saved(page, form, written_as_marks(marks, form.step.attributes), disputed, by_fate[Fate.LEFT], late)
