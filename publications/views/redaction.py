"""What members and authors do without entering the admin: read, sign a proof, answer what is to be corrected."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.allowances import Allowance
from core.client import client_ip
from practices.domain.errors import Refused

from .. import links
from ..domain import readers, sign_offs, workflow
from ..domain.proofs import missing_files
from ..drawing import draw_preview
from ..entrusted import corrections_of, proofs_of, readings_of
from ..grid import ReadingForm
from ..models import ContentFile, ContentReading, EditorialEvent, EditorialRecord, SignOff, WorkState
from .piece import proof_of

#: Somebody who reads and answers never meets it; who tries links does.
allowance = Allowance("proofs", 60)
LONGEST_ANSWER = 5_000


@never_cache
@login_required
@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """What this member is asked to read, and what she has read."""
    awaited, done = (
        rows.select_related("record__page").order_by("due_on", "pk")
        for rows in (readings_of(request.user), request.user.content_readings.filter(done_at__isnull=False))
    )
    context = {"awaited": awaited, "done": done, "today": timezone.localdate()}
    return render(request, "publications/redaction/readings.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest, reading_id: int) -> HttpResponse:
    """The grid beside the text; kept, then given in once."""
    row = _own_reading(request, reading_id)
    if not _is_awaited(row):
        return _over(request, "read" if row.done_at else "closed")
    posted = request.POST if request.method == "POST" else None
    form = ReadingForm(grid=row.grid, remarks=row.remarks, advice=row.advice, posted=posted)
    said = ""
    if posted is not None and not form.faults:
        done = "done" in posted
        values = {"grid": form.grid, "remarks": form.remarks, "advice": form.advice, "done": done}
        try:
            readers.save_reading(page_id=row.record_id, reading_id=row.pk, by=request.user, **values)
        except Refused:
            return _over(request, "closed")
        if done:
            return _over(request, "thanks", status=200)
        said = _("Your answers are kept. Give them in when you are ready.")
    context = {"reading": row, "title": _version(row).title, "form": form, "said": said}
    return render(request, "publications/redaction/reading.html", context, status=422 if form.faults else 200)


@never_cache
@login_required
@require_safe
def reading_text(request: HttpRequest, reading_id: int) -> HttpResponse:
    """The text as its readers would get it."""
    row = _own_reading(request, reading_id)
    return _private(draw_preview(request, _version(row))) if _is_awaited(row) else _over(request, "closed")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refuse_reading(request: HttpRequest, reading_id: int) -> HttpResponse:
    """She will not read it, once confirmed."""
    row = _own_reading(request, reading_id)
    if not _is_awaited(row):
        return _over(request, "closed")
    if request.method == "POST":
        try:
            readers.refuse_reading(page_id=row.record_id, reading_id=row.pk, by=request.user)
        except Refused:
            return _over(request, "closed")
        return _over(request, "refused", status=200)
    return render(request, "publications/redaction/refuse.html", {"title": _version(row).title})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proofs(request: HttpRequest) -> HttpResponse:
    """The texts that this person signs: proofs that await her, corrections that are asked for."""
    asked = list(corrections_of(request.user).select_related("page").order_by("due_on", "pk"))
    said = error = ""
    if request.method == "POST":
        said, error = _answer(request, asked)
    waiting = [(row, links.path(row)) for row in proofs_of(request.user)]
    letters = {event.record_id: event.comment for event in _letters(asked)}
    context = {"waiting": waiting, "asked": [(record, letters.get(record.pk, "")) for record in asked], "said": said, "error": error}
    return render(request, "publications/redaction/proofs.html", context, status=422 if error else 200)


@never_cache
@login_required
@require_safe
def own_text(request: HttpRequest, identifier: str) -> HttpResponse:
    """The newest version of a text whose corrections await this author."""
    record = corrections_of(request.user).filter(identifier=identifier).select_related("page__latest_revision").first()
    if record is None:
        return _over(request, "closed")
    return _private(draw_preview(request, record.page.latest_revision.as_object()))


def _by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the proof of the link while it can be signed; else says decently that the link is over, and nothing of the text."""

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        if wait := allowance.wait(client_ip(request)):
            response = _over(request, "often", status=429)
            response["Retry-After"] = str(wait)
            return response
        try:
            row = links.read(token)
        except signing.SignatureExpired:
            return _over(request, "closed")
        except signing.BadSignature:
            raise Http404 from None
        if row is None or not sign_offs.is_awaited(row):
            return _over(request, "signed" if row and row.signed_at else "changed")
        return _private(view(request, row, **kwargs))

    return wrapped


@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def proof(request: HttpRequest, row: SignOff) -> HttpResponse:
    """Sign the proof, or say what is to be corrected. Following the link changes nothing: mail programs follow links too."""
    comment, error = request.POST.get("comment", "").strip()[:LONGEST_ANSWER], ""
    if request.method == "POST":
        try:
            if "sign" in request.POST:
                sign_offs.sign(page_id=row.record_id, sign_off_id=row.pk)
                return _over(request, "signed", status=200)
            if comment:
                sign_offs.refuse(page_id=row.record_id, sign_off_id=row.pk, comment=comment)
                return _over(request, "corrected", status=200)
        except Refused:
            return _over(request, "changed")
        error = _("Say what is to be corrected.")
    files = ContentFile.objects.filter(record=row.record, revision=row.revision).exclude(file="")
    context = {
        "row": row,
        "title": _version(row).title,
        "token": links.token(row),
        "files": files,
        "awaited": missing_files(row.record, row.revision) if row.revision else [],
        "error": error,
    }
    return render(request, "publications/redaction/proof.html", context, status=422 if error else 200)


@require_safe
@_by_link
def proof_text(request: HttpRequest, row: SignOff) -> HttpResponse:
    return draw_preview(request, _version(row))


@require_safe
@_by_link
def proof_file(request: HttpRequest, row: SignOff, kind: str) -> HttpResponse:
    return proof_of(row.record, row.revision_id, kind)


def _answer(request: HttpRequest, asked: list[EditorialRecord]) -> tuple[str, str]:
    """What is said of the answer, and what was wrong with it."""
    record = next((record for record in asked if record.identifier == request.POST.get("about")), None)
    text = request.POST.get("text", "").strip()[:LONGEST_ANSWER]
    if record is None:
        return "", _("No corrections are awaited any more.")
    if not text:
        return "", _("Write your answer first.")
    try:
        workflow.answer_corrections(page_id=record.pk, author=request.user, text=text)
    except Refused as refusal:
        return "", str(refusal)
    return _("Your answer is with the editors."), ""


def _letters(records: list[EditorialRecord]) -> list[EditorialEvent]:
    """The latest request for corrections of each, the newest last."""
    kind = EditorialEvent.Kind.CHANGES_REQUESTED
    return list(EditorialEvent.objects.filter(record__in=records, kind=kind).order_by("at", "pk"))


def _own_reading(request: HttpRequest, reading_id: int) -> ContentReading:
    row = ContentReading.objects.select_related("record__page", "revision").filter(pk=reading_id, reader=request.user).first()
    if row is None:
        raise Http404
    return row


def _is_awaited(row: ContentReading) -> bool:
    answered = row.done_at or row.given_up_at
    return not answered and row.record.work_state == WorkState.READING and row.round == row.record.round


def _version(row: ContentReading | SignOff):
    return row.revision.as_object() if row.revision else row.record.page.specific


def _over(request: HttpRequest, why: str, status: int = 410) -> HttpResponse:
    return _private(render(request, "publications/redaction/over.html", {"why": why}, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """The address opens a text that is not public: nothing keeps it, and no other site learns it."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    patch_cache_control(response, no_store=True, private=True, max_age=0)
    return response
