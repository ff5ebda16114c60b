"""The sheets that a person holds or shares: where each stands, its history, and what she can do with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from .. import invitations
from ..domain import drafts, submission
from ..domain.errors import Refused
from ..models import PracticeRecord
from ..permissions import may_delete
from ..queries import own_record, own_sheets
from ..situations import situation
from . import parts

PER_PAGE = 25


@never_cache
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Each sheet with its state in words and what comes next."""
    shown = Paginator(own_sheets(request.user), PER_PAGE).get_page(request.GET.get("page"))
    situations = [situation(page.record, request.user) for page in shown]
    context = {"situations": situations, "shown": shown, "invitations": invitations.awaiting(request.user)}
    return render(request, "practices/mine/index.html", context)


@never_cache
@login_required
@require_safe
def sheet(request: HttpRequest, identifier: str) -> HttpResponse:
    """One sheet: what the editors said, what comes next, who writes it, its history. Its parts are in `practices.views.parts`."""
    record = _own(request, identifier)
    context = {"situation": situation(record, request.user), **parts.context(record, request.user)}
    return render(request, "practices/mine/sheet.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, identifier: str) -> HttpResponse:
    """Gives the sheet back to its contributor. Coming from the sign-in page, she presses the button again."""
    if request.method != "POST":
        return redirect("practices:mine_sheet", _own(request, identifier).identifier)
    said = _("The sheet is yours again. Send it back to the editors when it is ready.")
    return _act(request, identifier, submission.take_back_practice, said)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, identifier: str) -> HttpResponse:
    """Throws away a sheet that was never sent, once confirmed."""
    record = _own(request, identifier)
    if request.method == "POST":
        return _act(request, identifier, drafts.delete_draft, _("The draft is deleted."), to="practices:mine")
    if refusal := may_delete(request.user, record):
        return _refused(request, record, refusal)
    if not record.is_draft or record.submitted_at:
        return redirect("practices:mine_sheet", identifier)
    return render(request, "practices/mine/delete.html", {"record": record, "title": record.page.draft_title})


def _act(request: HttpRequest, identifier: str, act: Callable, said: str, *, to: str = "", **values: Any) -> HttpResponse:
    """Acts, then says what was done, or why it was refused."""
    record = _own(request, identifier)
    try:
        act(page_id=record.pk, by=request.user, **values)
    except Refused as refusal:
        return _refused(request, record, refusal)
    messages.success(request, said)
    return redirect(to) if to else redirect("practices:mine_sheet", identifier)


def _refused(request: HttpRequest, record: PracticeRecord, refusal: object) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("practices:mine_sheet", record.identifier)


def _own(request: HttpRequest, identifier: str) -> PracticeRecord:
    """A sheet that this person holds or shares; any other is not found, whether it exists or not."""
    record = own_record(request.user, identifier)
    if record is None:
        raise Http404
    return record
