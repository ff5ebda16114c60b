"""The author objects to a small correction of her text, from the mail, without signing in."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..domain.errors import OutOfDate
from ..domain.reports import report_practice
from ..forms.readers import ObjectionForm
from ..life import notifications
from ..models import PracticeEvent, Report


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, token: str) -> HttpResponse:
    """What was changed, and room to say what is wrong with it. The editors answer by mail."""
    try:
        event = notifications.read_objection_token(token)
    except signing.SignatureExpired:
        return _page(request, None, status=410)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    if event is None or event.record.page.owner is None:
        return _page(request, None, status=410)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _object(request, event, form)
    return _page(request, event, form=form, status=422 if form.is_bound else 200)


def _object(request: HttpRequest, event: PracticeEvent, form: ObjectionForm) -> HttpResponse:
    owner = event.record.page.owner
    words = f"{form.cleaned_data['text']}\n\n— {event.comment}"
    try:
        report_practice(page_id=event.record_id, reason=Report.Reason.CORRECTION, text=words, email=owner.email, by=owner)
    except OutOfDate:
        return _page(request, None, status=410)
    return _page(request, event, sent=True)


def _page(
    request: HttpRequest, event: PracticeEvent | None, *, form: ObjectionForm | None = None, sent: bool = False, status: int = 200
) -> HttpResponse:
    response = render(request, "practices/objection.html", {"event": event, "form": form, "sent": sent}, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
