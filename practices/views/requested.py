"""What the editors ask a contributor to change, and what she answers to each request."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import cleaning
from ..domain import change_requests as domain
from ..domain.errors import Refused
from ..forms import typed
from ..forms.opened import writer_key
from ..models import ChangeRequest, PracticeRecord
from ..permissions import may_write
from ..review.readings import open_requests
from ..review.requests import RequestShown, shown
from .own import drawn_for_another, exists, own_or_404, sign_in_first

ANSWER_LENGTH = 2_000


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest, identifier: str) -> HttpResponse:
    """Each request beside the field it is about, with room for her answer."""
    if not request.user.is_authenticated:
        return sign_in_first(request, known=exists(identifier))
    record = own_or_404(request, identifier)
    why_not = may_write(request.user, record)
    asked = [] if record.is_under_review else open_requests(record)
    if request.method == "POST" and asked:
        if refusal := drawn_for_another(request):
            return refusal
        return _answer(request, record, asked)
    remembered = typed.recall(request, request.path) if asked and not why_not else None
    if remembered:
        messages.warning(request, _("Here is what you had written, as you left it. It is not saved yet."))
    return _page(request, record, shown(asked, typed=remembered), why_not=why_not)


def _answer(request: HttpRequest, record: PracticeRecord, asked: list[ChangeRequest]) -> HttpResponse:
    """Keeps every answer, or none when one cannot be kept; what was typed stays."""
    answers, faults = {}, {}
    for row in asked:
        text = request.POST.get(f"answer-{row.pk}", "")
        try:
            answers[row.pk] = (cleaning.clean_text(text, longest=ANSWER_LENGTH), f"done-{row.pk}" in request.POST)
        except ValidationError as fault:
            faults[row.pk] = fault.messages[0]
    if not faults:
        try:
            domain.answer_requests(page_id=record.pk, by=request.user, answers=answers)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return _page(request, record, shown(asked, typed=request.POST), status=409)
        typed.forget(request, request.path)
        messages.success(request, _("Your answers are kept; the editors read them once you send the sheet back."))
        return redirect("practices:mine_requests", record.identifier)
    return _page(request, record, shown(asked, typed=request.POST, faults=faults), status=422)


def _page(request: HttpRequest, record: PracticeRecord, rows: list[RequestShown], *, why_not=None, status: int = 200) -> HttpResponse:
    faults = [{"id": f"answer-{row.request.pk}", "message": row.error} for row in rows if row.error]
    context = {
        "record": record,
        "title": record.page.draft_title or record.page.title,
        "rows": rows,
        "due_on": next((row.request.due_on for row in rows if row.request.due_on), None),
        "why_not": why_not,
        "faults": faults,
        "writer": writer_key(request.user),
    }
    return render(request, "practices/review/requests.html", context, status=status)
