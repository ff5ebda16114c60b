"""What the editors ask a contributor to change, and what she answers to each request."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import cleaning
from ..domain import change_requests as domain
from ..domain.errors import Refused
from ..models import ChangeRequest, PracticeRecord
from ..permissions import may_write
from ..queries import own_record
from ..review.readings import open_requests
from ..review.requests import RequestShown, shown

ANSWER_LENGTH = 2_000


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest, identifier: str) -> HttpResponse:
    """Each request beside the field it is about, with room for her answer."""
    record = own_record(request.user, identifier)
    if record is None:
        raise Http404
    why_not = may_write(request.user, record)
    asked = [] if record.is_under_review else open_requests(record)
    if request.method == "POST" and asked:
        return _answer(request, record, asked)
    return _page(request, record, shown(asked), why_not=why_not)


def _answer(request: HttpRequest, record: PracticeRecord, asked: list[ChangeRequest]) -> HttpResponse:
    """Keeps every answer, or none when one cannot be kept; what was typed stays."""
    answers, faults = {}, {}
    for row in asked:
        typed = request.POST.get(f"answer-{row.pk}", "")
        try:
            answers[row.pk] = (cleaning.clean_text(typed, longest=ANSWER_LENGTH), f"done-{row.pk}" in request.POST)
        except ValidationError as fault:
            faults[row.pk] = fault.messages[0]
    if not faults:
        try:
            domain.answer_requests(page_id=record.pk, by=request.user, answers=answers)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("practices:mine_requests", record.identifier)
        messages.success(request, _("Your answers are kept; the editors read them once you send the sheet back."))
        return redirect("practices:mine_requests", record.identifier)
    return _page(request, record, shown(asked, typed=request.POST, faults=faults))


def _page(request: HttpRequest, record: PracticeRecord, rows: list[RequestShown], *, why_not=None) -> HttpResponse:
    faults = [{"id": f"answer-{row.request.pk}", "message": row.error} for row in rows if row.error]
    context = {
        "record": record,
        "title": record.page.draft_title or record.page.title,
        "rows": rows,
        "due_on": next((row.request.due_on for row in rows if row.request.due_on), None),
        "why_not": why_not,
        "faults": faults,
    }
    return render(request, "practices/review/requests.html", context, status=422 if faults else 200)
