"""« Signaler »: what readers say is wrong with a public sheet, without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..domain.errors import OutOfDate
from ..domain.reports import report_practice
from ..forms import readers
from ..models import PublicPractice
from ..queries import record_of_identifier


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, identifier: str) -> HttpResponse:
    """The form; once sent, what happens next. A sheet that is gone says so at its own address."""
    public = PublicPractice.objects.filter(identifier=identifier.lower()).only("title", "region_slug", "slug").first()
    if public is None:
        return redirect("practices:permanent", identifier)
    form = readers.ReportForm(request.POST or None)
    context = {"sheet": public, "form": form, "sent": False}
    if request.method != "POST":
        return render(request, "practices/report.html", context)
    if form.is_filled_by_a_program:
        return render(request, "practices/report.html", context | {"sent": True})
    if not form.is_valid():
        return render(request, "practices/report.html", context, status=422)
    if seconds := readers.wait(request):
        return too_many(request, "practices/report.html", context, seconds)
    record = record_of_identifier(public.identifier)
    try:
        values = {name: form.cleaned_data[name] for name in ("reason", "text", "email")}
        report_practice(page_id=record.pk, **values)
    except OutOfDate:
        return redirect("practices:permanent", identifier)
    return render(request, "practices/report.html", context | {"sent": True})


def too_many(request: HttpRequest, template: str, context: dict, seconds: int) -> HttpResponse:
    """The form with all that was typed, and when it can be sent."""
    said = ngettext(
        "Too many messages at once: try again in %(n)d second.", "Too many messages at once: try again in %(n)d seconds.", seconds
    )
    readers.refuse(context["form"], said % {"n": seconds})
    response = render(request, template, context, status=429)
    response["Retry-After"] = str(seconds)
    return response
