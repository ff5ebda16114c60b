"""« Anonymise me »: what it does, said before it is done."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..domain import names as domain
from ..domain.records import latest_version
from ..models import PublicState
from ..permissions import may_withhold_names
from ..together import names as borne
from .own import acted, back_to, own_or_404


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest, identifier: str) -> HttpResponse:
    """The names that the public reads, what withholding them changes and what it does not reach."""
    record = own_or_404(request, identifier)
    if request.method == "POST":
        if "show" in request.POST:
            done = acted(request, domain.show_names, _("The names are public again."), page_id=record.pk)
        else:
            done = acted(request, domain.withhold_names, _("The public reads no name on this sheet any more."), page_id=record.pk)
        return back_to("mine_sheet" if done else "names", record)
    # Of a published sheet, the version that the public reads.
    page = record.page if record.public_state == PublicState.PUBLISHED else latest_version(record)
    context = {
        "record": record,
        "title": record.page.draft_title,
        "names": borne.signatures(page),
        "organisation": page.organisation_name,
        "contact_public": page.contact_public,
        "written_in": borne.fields_that_name(page, borne.public_names(page)),
        "refusal": may_withhold_names(request.user, record),
    }
    return render(request, "practices/together/names.html", context)
