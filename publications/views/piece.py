"""One publication on its handlers' screen, and what they do with it: each act one address, one transaction, one sentence back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from practices.domain.errors import Refused

from ..desk.forms import DeskForm
from ..desk.piece import FORMS, Piece
from ..domain import errata, holding, readers, schedule, sign_offs, workflow
from ..drawing import draw_preview
from ..models import ContentFile, EditorialRecord
from ..permissions import may_deposit, may_handle, may_submit
from ..print.crossref import NotReady, deposit
from ..saved_versions import read_together


@never_cache
@require_safe
def piece(request: HttpRequest, page_id: int) -> HttpResponse:
    return _screen(request, _record(request, page_id))


@never_cache
@require_safe
def proof(request: HttpRequest, page_id: int) -> HttpResponse:
    """The newest version as readers will see it."""
    record = _record(request, page_id)
    return draw_preview(request, record.page.latest_revision.as_object())


@never_cache
@require_safe
def proof_file(request: HttpRequest, page_id: int, kind: str) -> HttpResponse:
    """The printed proof of the newest version."""
    record = _record(request, page_id)
    return proof_of(record, record.page.latest_revision_id, kind)


def proof_of(record: EditorialRecord, revision_id: int | None, kind: str) -> HttpResponse:
    """A made file of this version, for those who may read it before the public; else not found."""
    row = ContentFile.objects.filter(record=record, revision_id=revision_id, kind=kind).exclude(file="").first()
    if row is None or not row.is_there:
        raise Http404
    response = FileResponse(row.open(), content_type=row.content_type, filename=f"{record.identifier}{row.extension}")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
def crossref(request: HttpRequest, page_id: int) -> HttpResponse:
    """What to deposit at Crossref for a public cahier, as a file to download."""
    record = _record(request, page_id)
    if may_deposit(request.user, record):
        raise Http404
    try:
        batch, _left_out = deposit(record.identifier, timezone.now())
    except NotReady as reason:
        messages.error(request, str(reason))
        return _screen(request, record, status=422)
    response = HttpResponse(batch, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{record.identifier}-crossref.xml"'
    return response


@require_POST
def submit(request: HttpRequest, page_id: int) -> HttpResponse:
    said = _("The editors have it.")
    return _act(request, page_id, "submit", workflow.submit_content, lambda form: {"revision_id": form.cleaned_data["revision"]}, said)


@require_POST
def approve(request: HttpRequest, page_id: int) -> HttpResponse:
    def values(form: DeskForm) -> dict[str, Any]:
        read = {"revision_id": form.cleaned_data["revision"], "text_hash": form.cleaned_data["text"]}
        return {**read, "comment": form.cleaned_data["comment"]}

    return _act(request, page_id, "approve", workflow.approve_step, values, _("This step is over."))


@require_POST
def corrections(request: HttpRequest, page_id: int) -> HttpResponse:
    return _act(request, page_id, "corrections", workflow.request_corrections, _as_typed, _("Your request is on its way to the authors."))


@require_POST
def take_back(request: HttpRequest, page_id: int) -> HttpResponse:
    return _act(request, page_id, "", workflow.take_back_content, None, _("It is a draft again."))


@require_POST
def ask_reader(request: HttpRequest, page_id: int) -> HttpResponse:
    def values(form: Any) -> dict[str, Any]:
        return {"email": form.address, "due_on": form.cleaned_data["due_on"]}

    return _act(request, page_id, "reader", readers.ask_reader, values, _("The reader is told by mail."))


@require_POST
def take_back_reading(request: HttpRequest, page_id: int, reading_id: int) -> HttpResponse:
    said = _("This reading is no longer asked for.")
    return _act(request, page_id, "", readers.take_back_reading, lambda _form: {"reading_id": reading_id}, said)


@require_POST
def take(request: HttpRequest, page_id: int) -> HttpResponse:
    """The editor takes it on herself."""
    said = _("You hold it: the others see so on the board.")
    return _act(request, page_id, "", holding.give_content, lambda _form: {"holder_id": request.user.pk}, said)


@require_POST
def give(request: HttpRequest, page_id: int) -> HttpResponse:
    return _act(
        request, page_id, "give", holding.give_content, lambda form: {"holder_id": form.cleaned_data["person"].pk}, _("It is given.")
    )


@require_POST
def release(request: HttpRequest, page_id: int) -> HttpResponse:
    return _act(request, page_id, "", holding.release_content, None, _("Nobody holds it any more."))


@require_POST
def due(request: HttpRequest, page_id: int) -> HttpResponse:
    return _act(request, page_id, "due", holding.set_due_date, _as_typed, _("The due date is set."))


@require_POST
def send_proofs(request: HttpRequest, page_id: int) -> HttpResponse:
    return _act(request, page_id, "", sign_offs.ask_sign_off, None, _("The proof is on its way to the authors."))


@require_POST
def send_proof(request: HttpRequest, page_id: int) -> HttpResponse:
    return _act(request, page_id, "proof", sign_offs.ask_sign_off, _as_typed, _("The proof is on its way to the author."))


@require_POST
def record_agreement(request: HttpRequest, page_id: int) -> HttpResponse:
    return _act(request, page_id, "paper", sign_offs.record_agreement, _as_typed, _("The agreement is recorded."))


@require_POST
def schedule_piece(request: HttpRequest, page_id: int) -> HttpResponse:
    def values(form: DeskForm) -> dict[str, Any]:
        return {"revision_id": form.cleaned_data["revision"], "at": form.cleaned_data["at"]}

    return _act(request, page_id, "schedule", schedule.schedule_content, values, _("It goes out by itself at that time."))


@require_POST
def unschedule(request: HttpRequest, page_id: int) -> HttpResponse:
    return _act(request, page_id, "", schedule.unschedule_content, None, _("It is off the schedule, and stays signed off."))


@require_POST
def publish(request: HttpRequest, page_id: int) -> HttpResponse:
    return _act(
        request, page_id, "publish", schedule.publish_now, lambda form: {"revision_id": form.cleaned_data["revision"]}, _("It is out.")
    )


@require_POST
def erratum(request: HttpRequest, page_id: int) -> HttpResponse:
    def values(form: DeskForm) -> dict[str, Any]:
        return {"revision_id": form.cleaned_data["revision"], "text": form.cleaned_data["text"]}

    return _act(request, page_id, "erratum", errata.publish_erratum, values, _("The erratum is out; the former version stays readable."))


def _as_typed(form: DeskForm) -> dict[str, Any]:
    return form.cleaned_data


def _act(
    request: HttpRequest, page_id: int, name: str, act: Callable[..., Any], values: Callable[[Any], dict[str, Any]] | None, said: str
) -> HttpResponse:
    """Acts, then says what was done or why it was refused; what was typed stays on the screen."""
    record = _record(request, page_id)
    form = FORMS[name](request.POST, record=record) if name else None
    bound = {name: form} if form else {}
    if form and not form.is_valid():
        return _screen(request, record, bound, status=422)
    try:
        act(page_id=page_id, by=request.user, **(values(form) if values else {}))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _screen(request, _record(request, page_id), bound, status=422)
    messages.success(request, said)
    return redirect("publications_desk:piece", page_id)


def _record(request: HttpRequest, page_id: int) -> EditorialRecord:
    """A content of the workflow that this person handles, or may send into it; any other is not found."""
    records = EditorialRecord.objects.select_related("page__latest_revision", "holder", "scheduled_revision")
    record = records.filter(page_id=page_id).first()
    if record is None or not record.page.specific_class.needs_workflow or record.page.latest_revision is None:
        raise Http404
    if may_handle(request.user, record) and may_submit(request.user, record):
        raise Http404
    return record


def _screen(request: HttpRequest, record: EditorialRecord, bound: dict[str, DeskForm] | None = None, status: int = 200) -> HttpResponse:
    with read_together([record.page.latest_revision]):
        shown = Piece(record, request.user, bound)
        files = ContentFile.objects.filter(record=record, revision=record.page.latest_revision).exclude(file="")
        context = {"piece": shown, "record": record, "forms": shown.forms(), "why_not": shown.why_not(), "files": files}
        return render(request, "publications/desk/piece.html", context, status=status)
