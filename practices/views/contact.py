"""Writing to the team of a public sheet without seeing its address, and the team's way to stop it."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..domain import relay as domain
from ..domain.errors import OutOfDate
from ..forms import readers
from ..life import notifications, relay
from ..models import PracticeRecord, PublicPractice
from ..queries import record_of_identifier
from .reports import too_many

TEMPLATE = "practices/contact.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, identifier: str) -> HttpResponse:
    """The form; once sent, what happens next."""
    public = PublicPractice.objects.filter(identifier=identifier.lower()).only("title", "region_slug", "slug").first()
    if public is None:
        return redirect("practices:permanent", identifier)
    record = record_of_identifier(public.identifier)
    if not relay.is_offered(record, record.page):
        return render(request, "practices/contact_closed.html", {"sheet": public}, status=410)
    form = readers.MessageForm(request.POST or None)
    context = {"sheet": public, "form": form, "sent": False}
    if request.method != "POST":
        return render(request, TEMPLATE, context)
    if form.is_filled_by_a_program:
        return render(request, TEMPLATE, context | {"sent": True})
    if not form.is_valid():
        return render(request, TEMPLATE, context, status=422)
    if seconds := readers.wait(request):
        return too_many(request, TEMPLATE, context, seconds)
    try:
        domain.pass_on(page_id=record.pk, **{name: form.cleaned_data[name] for name in ("name", "email", "message")})
    except OutOfDate as refusal:
        readers.refuse(form, str(refusal))
        return render(request, TEMPLATE, context, status=409)
    return render(request, TEMPLATE, context | {"sent": True})


# Whoever holds the mail holds the signed link, and has no session here.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The holder of a contact address takes messages, or no longer: by a button, never by looking."""
    try:
        page_id, digest = notifications.read_relay_token(token)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    record = PracticeRecord.objects.select_related("page").filter(pk=page_id).first()
    if record is None or relay.digest(record.page.contact_email) != digest:
        return _private(render(request, "practices/messages_over.html", status=410))
    said = request.POST.get("act") if request.method == "POST" else None
    if request.method == "POST":
        domain.answer_for_address(page_id=page_id, digest=digest, accepted=said == "accept")
    context = {"title": record.page.title, "answered": request.method == "POST", "accepted": said == "accept"}
    return _private(render(request, "practices/messages.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
