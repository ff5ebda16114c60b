"""One sheet on an editor's screen: read it beside the grid, ask others to read it, decide."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from .. import content, display, notifications, permissions
from ..desk.forms import ApprovalForm, AssignForm, ChangesForm, DeclineForm, HandOverForm, LetterForm
from ..domain import change_requests, reviewers
from ..domain import review as domain
from ..domain.errors import Faulty, Refused
from ..domain.records import version_for_editors
from ..domain.routing import hand_over_practice
from ..helps.checklist import checklist
from ..helps.duplicates import near_duplicates
from ..helps.personal_data import findings
from ..models import PracticePage, PracticeRecord
from ..public import Sheet
from ..review.forms import GridForm
from ..review.letters import Asked
from ..review.readings import Attached, Round, attached, changes_since_read, open_requests, remember
from ..review.requests import shown


@never_cache
@require_safe
def review(request: HttpRequest, page_id: int) -> HttpResponse:
    """One sheet to read, whole, with its grid, its history and what can be decided."""
    record = _handled(request, page_id)
    remember(record, request.user)
    return _screen(request, record)


@require_safe
def preview(request: HttpRequest, page_id: int) -> HttpResponse:
    """The newest version as the public would read it."""
    record = _handled(request, page_id)
    return render(request, "practices/sheet.html", {"sheet": Sheet(version_for_editors(record), record).data, "preview": True})


@require_POST
def take(request: HttpRequest, page_id: int) -> HttpResponse:
    record = _handled(request, page_id)
    return _done(request, record, domain.take_in_charge, said=_("You are reading this sheet; the contributor sees that it is in review."))


@require_POST
def approve(request: HttpRequest, page_id: int) -> HttpResponse:
    record = _handled(request, page_id)
    form = ApprovalForm(request.POST, record=record, readings=Round(record, request.user))
    if not form.knows_its_version:
        messages.error(request, _("The version that you read is not known: read the sheet again."))
        return redirect("practices_desk:review", page_id)

    def act(form: ApprovalForm) -> dict[str, Any]:
        version = {"revision_id": form.cleaned_data["revision"], "content_hash": form.cleaned_data["content_hash"]}
        return {"grid": form.answers, "letter": form.letter, **version}

    return _decide(request, record, "approval", form, domain.approve_practice, act, _("The sheet is published."))


@require_POST
def ask_changes(request: HttpRequest, page_id: int) -> HttpResponse:
    record = _handled(request, page_id)
    form = ChangesForm(request.POST, record=record, readings=Round(record, request.user))

    def act(form: ChangesForm) -> dict[str, Any]:
        return {"comment": form.letter, "asked": form.asked, "due_on": form.cleaned_data["due_on"]}

    said = _("Your request is on its way to the contributor.")
    return _decide(request, record, "comment_form", form, domain.request_changes, act, said)


@require_POST
def decline(request: HttpRequest, page_id: int) -> HttpResponse:
    record = _handled(request, page_id)
    form = DeclineForm(request.POST, record=record, readings=Round(record, request.user))
    said = _("The sheet is declined; the contributor is told why.")
    return _decide(request, record, "reason_form", form, domain.decline_practice, lambda form: {"reason": form.letter}, said)


@require_POST
def hand_over(request: HttpRequest, page_id: int) -> HttpResponse:
    record = _handled(request, page_id)
    form = HandOverForm(request.POST, record=record)
    if not form.is_valid():
        return _screen(request, record, status=422, hand_over_form=form)
    values = {"region_id": form.cleaned_data["region"].pk, "reason": form.cleaned_data["comment"]}
    return _done(request, record, hand_over_practice, said=_("The sheet is handed over."), **values)


@require_POST
def ask_agreement(request: HttpRequest, page_id: int) -> HttpResponse:
    record = _handled(request, page_id)
    return _done(request, record, domain.ask_agreement, said=_("The contributor gets your corrections by mail."))


@require_POST
def assign(request: HttpRequest, page_id: int) -> HttpResponse:
    """Asks somebody to read the sheet."""
    record, form = _handled(request, page_id), AssignForm(request.POST)
    if not form.is_valid():
        return _screen(request, record, status=422, assign_form=form)
    said = _("The reader gets the link by mail.")
    return _done(request, record, reviewers.assign_reviewer, said=said, stays=True, kept={"assign_form": form}, **form.reader)


@require_POST
def take_back(request: HttpRequest, page_id: int, review_id: int) -> HttpResponse:
    """No longer asks for a reading."""
    record = _handled(request, page_id)
    said = _("This reading is no longer asked for.")
    return _done(request, record, reviewers.take_back_review, said=said, stays=True, review_id=review_id)


@require_POST
def read_oneself(request: HttpRequest, page_id: int) -> HttpResponse:
    """The editor takes a grid of her own."""
    return _done(request, _handled(request, page_id), reviewers.read_oneself, said=_("Here is your grid."), stays=True)


@require_POST
def grid(request: HttpRequest, page_id: int) -> HttpResponse:
    """Keeps the editor's own grid, or gives it in."""
    record = _handled(request, page_id)
    own = Round(record, request.user).filling
    if own is None:
        messages.error(request, _("This reading is no longer awaited."))
        return redirect("practices_desk:review", page_id)
    form, done = GridForm(own, request.POST), "done" in request.POST
    if not form.is_valid():
        return _screen(request, record, status=422, grid_form=form)
    values = {"review_id": own.pk, "grid": form.grid, "remarks": form.remarks, "done": done}
    said = _("Your grid is given in; here are all of them.") if done else _("Your answers are kept. Give them in when you are ready.")
    try:
        reviewers.save_review(page_id=record.pk, **values)
    except Faulty as refusal:
        form.refuse(str(refusal))
        return _screen(request, record, status=422, grid_form=form)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("practices_desk:review", page_id)


@require_POST
def settle(request: HttpRequest, page_id: int, request_id: int) -> HttpResponse:
    """The editor is content with an answer."""
    record = _handled(request, page_id)
    return _done(request, record, change_requests.settle_request, said=_("This request is settled."), stays=True, request_id=request_id)


def _handled(request: HttpRequest, page_id: int) -> PracticeRecord:
    """The record of a sheet of the editor's regions; any other is not found."""
    records = PracticeRecord.objects.select_related("page__owner", "page__latest_revision", "region", "holder")
    record = records.prefetch_related("coauthors").filter(page_id=page_id).first()
    if record is None or permissions.may_handle(request.user, record):
        raise Http404
    return record


def _decide(
    request: HttpRequest, record: PracticeRecord, name: str, form: LetterForm, act: Callable, values: Callable, said: str
) -> HttpResponse:
    """A decision with its letter: shown as it would be sent (`preview`), or taken."""
    if not form.is_valid():
        return _screen(request, record, status=422, **{name: form})
    if "preview" in request.POST:
        subject, body = notifications.letter_preview(record, form.kind, form.letter or notifications.usual_letter(record))
        return _screen(request, record, **{name: form}, letter_preview={"decision": name, "subject": subject, "body": body})
    return _done(request, record, act, said=said, kept={name: form}, **values(form))


def _done(
    request: HttpRequest,
    record: PracticeRecord,
    act: Callable,
    *,
    said: str,
    stays: bool = False,
    kept: dict[str, Any] | None = None,
    **values: Any,
) -> HttpResponse:
    """Acts, then says what was done or why it was refused; what the editor typed (`kept`) stays on the page."""
    try:
        act(page_id=record.pk, by=request.user, **values)
    except Refused as refusal:
        messages.error(request, str(refusal))
        for form in (kept or {}).values():
            form.add_error(None, str(refusal))
        return _screen(request, _handled(request, record.pk), status=422 if kept else 200, **(kept or {}))
    messages.success(request, said)
    if not stays and permissions.may_handle(request.user, PracticeRecord.objects.select_related("page").get(pk=record.pk)):
        return redirect("practices_desk:index")
    return redirect("practices_desk:review", record.pk)


def _screen(request: HttpRequest, record: PracticeRecord, *, status: int = 200, **replaced: Any) -> HttpResponse:
    """The whole screen; `replaced` are forms that come back with what was typed in them."""
    page = version_for_editors(record)
    values = content.read(page)
    readings = Round(record, request.user)
    requests = open_requests(record)
    decision = {"record": record, "readings": readings}
    version = {"revision": record.page.latest_revision_id, "content_hash": content.public_hash(page)}
    context = {
        "record": record,
        "page": page,
        "chapters": display.chapters(page),
        "files": _files(record, page),
        "missing": content.missing(page),
        "near": near_duplicates(values, record=record, user=request.user),
        "personal": findings(values),
        "useful": checklist(values).useful,
        "events": record.events.select_related("actor", "person"),
        "changes": changes_since_read(record, request.user, page),
        "readings": readings,
        "requests": shown(requests),
        "grid_form": GridForm(readings.filling) if readings.filling else None,
        "assign_form": AssignForm(),
        "approval": ApprovalForm(initial=version, **decision),
        "why_not_decide": permissions.may_decide(request.user, record),
        "why_not_approve": permissions.may_approve(request.user, record),
        "why_not_correct": permissions.may_correct(request.user, record),
        "comment_form": ChangesForm(again=[Asked(row.field, row.text) for row in requests], **decision),
        "reason_form": DeclineForm(**decision),
        "hand_over_form": HandOverForm(record=record),
        "letter_preview": None,
        "to_correct": next((form.anchor for form in replaced.values() if getattr(form, "errors", None)), ""),
        **replaced,
    }
    return render(request, "practices/desk/review.html", context, status=status)


def _files(record: PracticeRecord, page: PracticePage) -> list[Attached]:
    newest = "?version=derniere"
    return attached(
        page,
        image_url=reverse("practices:image", args=[record.identifier]) + newest,
        document_url=lambda pk: reverse("practices:document", args=[record.identifier, pk]) + newest,
    )
