"""One sheet on an editor's screen: read it, decide."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import content, display, permissions
from ..desk_forms import ApprovalForm, ChangesForm, DeclineForm, HandOverForm
from ..domain import review as domain
from ..domain.errors import Refused
from ..domain.records import latest_version
from ..domain.routing import hand_over_practice
from ..models import PracticeRecord
from ..public import Sheet


@require_safe
def review(request, page_id):
    """One sheet to read, whole, with its history and what can be decided."""
    return _review_page(request, _handled(request, page_id))


@require_safe
def preview(request, page_id):
    """The newest version as the public would read it."""
    record = _handled(request, page_id)
    return render(request, "practices/sheet.html", {"sheet": Sheet(latest_version(record), record).data, "preview": True})


@require_POST
def take(request, page_id):
    record = _handled(request, page_id)
    return _done(request, record, domain.take_in_charge, said=_("You are reading this sheet; the contributor sees that it is in review."))


@require_POST
def approve(request, page_id):
    record, form = _handled(request, page_id), ApprovalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The version that you read is not known: read the sheet again."))
        return redirect("practices_desk:review", page_id)
    version = {"revision_id": form.cleaned_data["revision"], "content_hash": form.cleaned_data["content_hash"]}
    return _done(request, record, domain.approve_practice, said=_("The sheet is published."), **version)


@require_POST
def ask_changes(request, page_id):
    return _with_form(request, page_id, ChangesForm, domain.request_changes, "comment", _("Your request is on its way to the contributor."))


@require_POST
def decline(request, page_id):
    return _with_form(
        request, page_id, DeclineForm, domain.decline_practice, "reason", _("The sheet is declined; the contributor is told why.")
    )


@require_POST
def hand_over(request, page_id):
    record = _handled(request, page_id)
    form = HandOverForm(request.POST, record=record)
    if not form.is_valid():
        return _review_page(request, record, hand_over_form=form)
    values = {"region_id": form.cleaned_data["region"].pk, "reason": form.cleaned_data["comment"]}
    return _done(request, record, hand_over_practice, said=_("The sheet is handed over."), **values)


@require_POST
def ask_agreement(request, page_id):
    record = _handled(request, page_id)
    return _done(request, record, domain.ask_agreement, said=_("The contributor gets your corrections by mail."))


def _handled(request, page_id) -> PracticeRecord:
    """The record of a sheet of the editor's regions; any other is not found."""
    record = (
        PracticeRecord.objects.select_related("page__owner", "page__latest_revision", "region", "holder").filter(page_id=page_id).first()
    )
    if record is None or permissions.may_handle(request.user, record):
        raise Http404
    return record


def _with_form(request, page_id, form_class, act, argument, said):
    record, form = _handled(request, page_id), form_class(request.POST)
    if not form.is_valid():
        return _review_page(request, record, **{f"{argument}_form": form})
    return _done(request, record, act, said=said, **{argument: form.cleaned_data["comment"]}, _form=(f"{argument}_form", form))


def _done(request, record, act, *, said, _form=None, **values):
    """Acts, then says what was done or why it was refused; what the editor typed stays on the page."""
    try:
        act(page_id=record.pk, by=request.user, **values)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _review_page(request, _handled(request, record.pk), **dict([_form] if _form else []))
    messages.success(request, said)
    if permissions.may_handle(request.user, PracticeRecord.objects.select_related("page").get(pk=record.pk)):
        return redirect("practices_desk:index")
    return redirect("practices_desk:review", record.pk)


def _review_page(request, record, **forms):
    page = latest_version(record)
    context = {
        "record": record,
        "page": page,
        "chapters": display.chapters(page),
        "missing": content.missing(page),
        "events": record.events.select_related("actor"),
        "approval": ApprovalForm(initial={"revision": record.page.latest_revision_id, "content_hash": content.public_hash(page)}),
        "why_not_decide": permissions.may_decide(request.user, record),
        "why_not_approve": permissions.may_approve(request.user, record),
        "why_not_correct": permissions.may_correct(request.user, record),
        "comment_form": ChangesForm(),
        "reason_form": DeclineForm(),
        "hand_over_form": HandOverForm(record=record),
        **forms,
    }
    return render(request, "practices/desk/review.html", context, status=422 if forms else 200)
