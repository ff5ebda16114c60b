"""What a form of a sheet saves by itself while one writes: the same rules as its buttons, an answer for static/js/autosave.js."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ..domain.errors import Refused
from ..domain.records import latest_version
from ..forms import acts, typed
from ..forms.form import StepForm
from ..forms.opened import WRITER, writer_key
from ..forms.steps import BY_SLUG
from ..models import PracticeRecord
from ..queries import own_record
from .saving import Saved, fill, keeping, remember, save


@never_cache
@require_POST
def autosave(request: HttpRequest, identifier: str, slug: str) -> JsonResponse:
    """Saves what can be saved. What cannot stays in the browser's form, and is said in the answer.

    200: saved, perhaps in part. 400: not one of our forms. 401: signed out. 404: no such sheet for this person.
    409: the sheet may not be changed now, or somebody else is signed in. Each refusal says why in `said`.
    """
    this = BY_SLUG.get(slug)
    if this is None:
        return _refused(_("This page of the form does not exist."), 404)
    place = reverse("practices:submit_step", args=[identifier, slug])
    if not request.user.is_authenticated:
        if PracticeRecord.objects.filter(identifier=identifier).exists():
            typed.keep(request, place, request.POST)
        return _refused(_("You are no longer signed in."), 401)
    record = own_record(request.user, identifier)
    if record is None:
        return _refused(_("This sheet is no longer there, or no longer yours."), 404)
    if request.POST.get(WRITER) != writer_key(request.user):
        return _refused(_("Somebody else is signed in on this machine now: nothing was saved."), 409)
    filled = fill(request.POST, latest_version(record), this, acts.Act(acts.STAY))
    if not filled.opened.key or not filled.opened.number or not filled.opened.read:
        return _refused(_("This page is too old to save by itself: use its buttons."), 400)
    try:
        saved = save(record, request.user, filled, autosave=True)
    except Refused as refusal:
        return _refused(str(refusal), 409)
    if saved.late:
        return JsonResponse({"late": True})
    remember(request, place, saved)
    return JsonResponse(_answer(request, record, saved))


def _answer(request: HttpRequest, record: PracticeRecord, saved: Saved) -> dict[str, Any]:
    """`read`: what the form must send next time. `errors`: what is wrong, by input. `conflict`: the choice to offer, or empty.

    `elsewhere`: what was changed in another place only; the form still shows the old text, and never puts it back.
    """
    context = keeping(request, own_record(request.user, record.identifier) or record, saved.form, saved)
    return {
        "said": render_to_string("practices/submission/saved.html", context, request).strip(),
        "read": saved.read,
        "errors": _errors(saved.form),
        "conflict": render_to_string("practices/submission/conflict.html", context, request) if saved.conflicts else "",
        "elsewhere": _elsewhere(saved),
    }


def _elsewhere(saved: Saved) -> str:
    if not saved.elsewhere:
        return ""
    fields = ", ".join(str(field.label) for field in saved.elsewhere)
    return _("Changed elsewhere meanwhile: %(fields)s. Reload this page to read it.") % {"fields": fields}


def _errors(form: StepForm) -> list[dict[str, str]]:
    """Each error with the input that it stands beside; its own id is that of the input or question, and `-error`."""
    questions = [question for _section, asked in form.sections for question in asked]
    own = [
        {"input": question.first_id, "id": f"{question.id}-error", "message": " ".join(question.errors)}
        for question in questions
        if question.errors
    ]
    cells = [cell for question in questions for row in question.rows for cell in row.cells if cell.error]
    return [*own, *({"input": cell.id, "id": cell.error_id, "message": cell.error} for cell in cells)]


def _refused(said: str, status: int) -> JsonResponse:
    return JsonResponse({"said": said}, status=status)
