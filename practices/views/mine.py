"""The sheets that a person holds or shares: where each stands, its history, and what she can do with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ..domain import drafts, submission
from ..permissions import may_delete
from ..queries import own_sheets
from ..review.readings import awaited_of
from ..situations import situation
from ..together import invitations
from . import parts
from .own import acted, back_to, own_or_404

PER_PAGE = 25


@never_cache
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Each sheet with its state in words and what comes next."""
    shown = Paginator(own_sheets(request.user), PER_PAGE).get_page(request.GET.get("page"))
    situations = [situation(page.record, request.user) for page in shown]
    context = {"situations": situations, "shown": shown, "invitations": invitations.awaiting(request.user)}
    context["readings"] = awaited_of(request.user).count()
    return render(request, "practices/mine/index.html", context)


@never_cache
@login_required
@require_safe
def sheet(request: HttpRequest, identifier: str) -> HttpResponse:
    """One sheet: what the editors said, what comes next, who writes it, its history. Its parts are in `practices.views.parts`."""
    record = own_or_404(request, identifier)
    context = {"situation": situation(record, request.user), **parts.context(record, request.user)}
    return render(request, "practices/mine/sheet.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, identifier: str) -> HttpResponse:
    """Gives the sheet back to its contributor. Coming from the sign-in page, she presses the button again."""
    record = own_or_404(request, identifier)
    if request.method == "POST":
        said = _("The sheet is yours again. Send it back to the editors when it is ready.")
        acted(request, submission.take_back_practice, said, page_id=record.pk)
    return back_to("mine_sheet", record)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, identifier: str) -> HttpResponse:
    """Throws away a sheet that was never sent, once confirmed."""
    record = own_or_404(request, identifier)
    if request.method == "POST":
        deleted = acted(request, drafts.delete_draft, _("The draft is deleted."), page_id=record.pk)
        return redirect("practices:mine") if deleted else back_to("mine_sheet", record)
    if refusal := may_delete(request.user, record):
        messages.error(request, str(refusal))
        return back_to("mine_sheet", record)
    if not record.is_draft or record.submitted_at:
        return back_to("mine_sheet", record)
    return render(request, "practices/mine/delete.html", {"record": record, "title": record.page.draft_title})
