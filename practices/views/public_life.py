"""What editors do with a sheet that is or was public: archive it, set it aside, bring it back, put a typing error right, answer readers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import content, permissions, texts
from ..cleaning import clean_text
from ..domain import absence, amendments, confirmation, reports
from ..domain.errors import Refused
from ..models import PracticePage, PracticeRecord, Report
from ..queries import reports_to_answer

PER_PAGE = 50
REASON_LENGTH = 2_000
ANSWER_LENGTH = 5_000


class WordsForm(forms.Form):
    """Words that somebody will read. `label` says who."""

    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, label: Any, longest: int, required: bool = True, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.longest = longest
        self.fields["words"].label = label
        self.fields["words"].required = required

    def clean_words(self) -> str:
        return clean_text(self.cleaned_data["words"], longest=self.longest)


@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: HttpRequest, page_id: int) -> HttpResponse:
    """Takes a sheet away from the public, with a reason that its author reads."""
    record = _handled(request, page_id)
    form = WordsForm(request.POST or None, label=lazy("Why (the author reads it)"), longest=REASON_LENGTH)
    if request.method == "POST" and form.is_valid():
        said = _("The sheet is archived: nobody reads it any more, its address says so. Its author is told why.")
        if _done(request, absence.archive_practice, said, page_id=record.pk, reason=form.cleaned_data["words"]):
            return redirect("practices_desk:review", record.pk)
    context = {"record": record, "form": form, "back": reverse("practices_desk:review", args=[record.pk])}
    return render(request, "practices/desk/archive.html", context, status=422 if form.errors else 200)


@require_POST
def suspend(request: HttpRequest, page_id: int) -> HttpResponse:
    said = _("The sheet is set aside: nobody reads it until you put it back. Its author is told.")
    return _at_once(request, page_id, absence.suspend_practice, said)


@require_POST
def restore(request: HttpRequest, page_id: int) -> HttpResponse:
    return _at_once(request, page_id, absence.restore_practice, _("The sheet is public again, at the same address. Its author is told."))


@require_POST
def confirm(request: HttpRequest, page_id: int) -> HttpResponse:
    return _at_once(request, page_id, confirmation.confirm_practice, _("The sheet says that the action still goes on, as of today."))


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, page_id: int) -> HttpResponse:
    """Each text of the public sheet in a field of its own, and why one or the other is put right."""
    record = _handled(request, page_id)
    if refusal := permissions.may_amend(request.user, record):
        messages.error(request, str(refusal))
        return redirect("practices_desk:review", record.pk)
    shown = texts.by_path(content.read(PracticePage.objects.get(pk=record.pk)))
    form = WordsForm(request.POST or None, label=lazy("Why (the author reads it)"), longest=REASON_LENGTH)
    # A browser sends ends of lines as CRLF, and what it was given in a hidden field likewise.
    typed = {path: (_typed(request, f"read-{path}"), _typed(request, f"new-{path}")) for path in shown} if form.is_bound else {}
    if form.is_bound and form.is_valid():
        said = _("The correction is public. Its author gets the differences by mail.")
        values = {"page_id": record.pk, "corrections": typed, "reason": form.cleaned_data["words"]}
        if _done(request, amendments.correct_public, said, **values):
            return redirect("practices_desk:review", record.pk)
    fields = [{"text": text, "new": typed[path][1] if typed else text.text} for path, text in shown.items()]
    context = {"record": record, "form": form, "fields": fields, "back": reverse("practices_desk:review", args=[record.pk])}
    return render(request, "practices/desk/correct.html", context, status=422 if form.is_bound else 200)


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """What readers of the editor's regions wait for an answer to."""
    regions = permissions.edited_regions(request.user)
    if not regions:
        raise Http404
    shown = Paginator(reports_to_answer(regions), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "practices/desk/reports.html", {"reports": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """One report: read it, answer it, or close it without an answer."""
    found = Report.objects.select_related("handled_by").filter(pk=report_id).first()
    if found is None:
        raise Http404
    record = _handled(request, found.record_id)
    can_be_mailed = bool(found.email)
    form = WordsForm(request.POST or None, label=lazy("Your answer"), longest=ANSWER_LENGTH, required="close" not in request.POST)
    if request.method == "POST" and form.is_valid():
        said = _("The answer is on its way.") if can_be_mailed and form.cleaned_data["words"] else _("The report is closed.")
        if _done(request, reports.answer_report, said, report_id=found.pk, answer=form.cleaned_data["words"]):
            return redirect("practices_desk:reports")
    why_not = permissions.may_judge(request.user, record)
    context = {"report": found, "record": record, "form": form, "why_not": why_not, "can_be_mailed": can_be_mailed}
    return render(request, "practices/desk/report.html", context, status=422 if form.is_bound else 200)


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\r\n", "\n").strip()


def _at_once(request: HttpRequest, page_id: int, act: Callable, said: str) -> HttpResponse:
    record = _handled(request, page_id)
    _done(request, act, said, page_id=record.pk)
    return redirect("practices_desk:review", record.pk)


def _done(request: HttpRequest, act: Callable, said: str, **values: Any) -> bool:
    """Acts, and says what was done or why it was refused."""
    try:
        act(by=request.user, **values)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, said)
    return True


def _handled(request: HttpRequest, page_id: int) -> PracticeRecord:
    """A sheet of the editor's regions; any other is not found."""
    record = PracticeRecord.objects.select_related("page__owner", "region").filter(page_id=page_id).first()
    if record is None or permissions.may_handle(request.user, record):
        raise Http404
    return record
