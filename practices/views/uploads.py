"""The image and the documents of a sheet, sent by its contributor."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from .. import content
from ..domain.errors import Refused
from ..domain.files import change_files
from ..domain.records import latest_version
from ..forms import plan, typed
from ..forms.files import FilesForm
from ..forms.opened import writer_key
from ..forms.steps import FILES, PLACES, PLAN
from ..models import PracticeRecord
from ..permissions import may_write
from ..queries import changes_requested
from ..uploads import DOCUMENT_BYTES
from ..uploads.bounded import BoundedUploads
from ..uploads.discussion import holds_discussion
from .own import drawn_for_another, exists, own_or_404, sign_in_first

MISSING = "a-completer"
_DISCUSSED = lazy(
    "This document still holds comments or tracked changes: whoever downloads it reads them, with the names of those who wrote them. "
    "If they are not meant for everybody, remove it, accept or delete them in the document, then send it again."
)
STAYS = ("add", "remove_image", "remove_document")


@csrf_exempt
def files(request: HttpRequest, identifier: str) -> HttpResponse:
    """Bounds what comes in before anything reads it; the token is checked just after, since that reads the form."""
    bounded = BoundedUploads(DOCUMENT_BYTES)
    request.upload_handlers.insert(0, bounded)
    return _files(request, identifier, bounded)


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _files(request: HttpRequest, identifier: str, bounded: BoundedUploads) -> HttpResponse:
    if not request.user.is_authenticated:
        return sign_in_first(request, known=exists(identifier))
    record = own_or_404(request, identifier)
    if request.method == "POST":
        if refusal := drawn_for_another(request):
            return refusal
        return _save(request, record, frozenset(bounded.too_large))
    if reason := may_write(request.user, record):
        messages.warning(request, str(reason))
        return redirect("practices:mine_sheet", identifier)
    if remembered := typed.recall(request, request.path):
        return _page(request, record, FilesForm(latest_version(record), remembered), remembered=True)
    form = FilesForm(latest_version(record))
    if MISSING in request.GET and form.page.image_id:
        form.mark_missing()
    return _page(request, record, form)


def _save(request: HttpRequest, record: PracticeRecord, too_large: frozenset[str]) -> HttpResponse:
    form = FilesForm(latest_version(record), request.POST, request.FILES, too_large=too_large)
    if form.is_stale:
        said = _("The files of this sheet were changed elsewhere. What you wrote is below, not saved yet: look, then send again.")
        return _page(request, record, form, refusal=said, status=409)
    changes = form.changes()
    discussed = changes.document is not None and holds_discussion(changes.document.ready)
    try:
        change_files(page_id=record.pk, by=request.user, changes=changes)
    except Refused as refusal:
        return _page(request, record, form, refusal=str(refusal), status=409)
    if discussed:
        messages.warning(request, _DISCUSSED)
    if form.errors:
        record = own_or_404(request, record.identifier)
        return _page(request, record, form.after(latest_version(record), changes), status=422)
    typed.forget(request, request.path)
    messages.success(request, _told(request, changes))
    return redirect(_where(request, record))


def _told(request: HttpRequest, changes: Any) -> str:
    if changes.image and changes.document:
        return _("The image and the document are kept with your sheet.")
    if changes.image:
        return _("The image is kept with your sheet.")
    if changes.document:
        return _("“%(title)s” is kept with your sheet.") % {"title": changes.document.title}
    if changes.remove_image or changes.remove_document:
        return _("The file is no longer part of your sheet.")
    return _("Saved.")


def _where(request: HttpRequest, record: PracticeRecord) -> str:
    target = request.POST.get("go", PLAN)
    if target == "apercu":
        return reverse("practices:submit_preview", args=[record.identifier])
    if any(request.POST.get(name) for name in STAYS) or target not in PLACES:
        target = FILES
    return reverse("practices:submit_step", args=[record.identifier, target])


def _page(
    request: HttpRequest, record: PracticeRecord, form: FilesForm, *, refusal: str = "", remembered: bool = False, status: int = 200
) -> HttpResponse:
    lines = plan.lines(content.read(form.page), form.page)
    context = {
        "record": record,
        "title": form.page.title,
        "form": form,
        "step": lines[-1],
        "number": len(lines),
        "plan": lines,
        "comment": changes_requested(record),
        "saved_at": record.page.latest_revision_created_at,
        "saved_by": "",
        "refusal": refusal,
        "remembered": remembered,
        "writer": writer_key(request.user),
    }
    return render(request, "practices/submission/files.html", context, status=status)
