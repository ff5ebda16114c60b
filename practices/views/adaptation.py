"""« Adapter cette pratique »: a new draft that says where it comes from, or a sheet being written that says so."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..domain import adaptation
from ..domain.errors import Refused
from ..forms.steps import STEPS
from ..models import PublicPractice
from ..permissions import may_write
from ..queries import own_record


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def adapt(request: HttpRequest, identifier: str) -> HttpResponse:
    """Says what is taken up and what is not, then does it. `fiche`: the sheet of her own that adapts this one."""
    source = PublicPractice.objects.filter(pk=identifier.lower()).first()
    if source is None:
        # Its permanent address tells whether it is gone or never was.
        return redirect("practices:permanent", identifier)
    sheet = own_record(request.user, (request.POST or request.GET).get("fiche", "")[:20].replace("\x00", ""))
    if sheet and (sheet.identifier == source.identifier or may_write(request.user, sheet)):
        sheet = None
    if request.method == "POST":
        try:
            if sheet:
                adaptation.declare_adaptation(page_id=sheet.pk, by=request.user, identifier=source.identifier)
                messages.success(request, _("Your sheet says now that it adapts this one; both will show it once it is published."))
                return redirect("practices:submit_step", sheet.identifier, STEPS[-1].slug)
            page = adaptation.begin_adaptation(identifier=source.identifier, owner=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("practices:permanent", source.identifier)
        messages.success(request, _("Your sheet is begun. Give it a title of your own, and tell your story."))
        return redirect("practices:submit_step", page.record.identifier, STEPS[0].slug)
    return render(request, "practices/adaptation/adapt.html", {"source": source.data, "sheet": sheet})
