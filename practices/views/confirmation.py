"""« Toujours en cours ? »: the answer of who holds a sheet, from the mail, without signing in."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import cleaning
from ..domain import confirmation as domain
from ..domain.errors import Refused
from ..life import notifications
from ..models import PracticeRecord, PublicState


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Three buttons. Opening the page answers nothing: programs that check mails open links too."""
    try:
        record, stands = notifications.read_confirmation_token(token)
    except signing.SignatureExpired:
        return _page(request, None, status=410)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    if record is None or record.public_state != PublicState.PUBLISHED:
        return _page(request, None, status=410)
    if not stands:
        return _page(request, record, done="before")
    if request.method == "POST":
        return _answered(request, record)
    return _page(request, record)


def _answered(request: HttpRequest, record: PracticeRecord) -> HttpResponse:
    act, given = request.POST.get("act", ""), request.POST.get("end_date", "")
    by = record.page.owner
    try:
        if act == "yes":
            return _page(request, domain.confirm_practice(page_id=record.pk, by=by), done="yes")
        if act == "ended":
            end_date = cleaning.clean_partial_date(given)
            return _page(request, domain.end_practice(page_id=record.pk, by=by, end_date=end_date), done="ended")
        if act == "update":
            domain.put_off_confirmation(page_id=record.pk, by=by)
            return redirect("practices:mine_sheet", record.identifier)
    except Refused as refusal:
        return _page(request, record, given=given, error=str(refusal), status=422)
    except cleaning.ValidationError as fault:
        return _page(request, record, given=given, error=fault.messages[0], status=422)
    return _page(request, record, error=_("Choose one of the answers."), status=422)


def _page(request, record: PracticeRecord | None, *, done: str = "", given: str = "", error: str = "", status: int = 200) -> HttpResponse:
    """`done`: what was answered (yes, ended), or that it was before."""
    errors = [{"id": "id_end_date", "message": error}] if error else []
    context = {"record": record, "done": done, "given": given, "error": error, "errors": errors}
    response = render(request, "practices/confirm.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
