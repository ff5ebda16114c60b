"""Accounts of the use of tools, on the desk of the national editors: those that wait, and one of them to decide about."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from practices.cleaning import clean_text
from practices.domain.errors import Refused
from practices.helps.personal_data import scan
from practices.permissions import is_national_editor

from ..domain import tool_uses
from ..models import ToolUse

PER_PAGE = 50
REASON_LENGTH = 2_000
STATES = {"": ToolUse.State.WAITING, "publies": ToolUse.State.ACCEPTED, "non-retenus": ToolUse.State.DECLINED}


class ReasonForm(forms.Form):
    """Why an account is not kept; its author reads it."""

    words = forms.CharField(label=gettext_lazy("Why (the author reads it)"), required=False, widget=forms.Textarea(attrs={"rows": 5}))

    def clean_words(self) -> str:
        return clean_text(self.cleaned_data["words"], longest=REASON_LENGTH)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Those that wait, the oldest first; the others, the last decided first."""
    _for_national_editors(request)
    chosen = request.GET.get("etat", "")
    state = STATES.get(chosen, ToolUse.State.WAITING)
    order = ["sent_at", "pk"] if state == ToolUse.State.WAITING else ["-decided_at", "-pk"]
    uses = ToolUse.objects.filter(state=state).select_related("record__page", "territory").order_by(*order)
    tabs = [{"value": value, "label": each.label, "current": each == state} for value, each in STATES.items()]
    page = Paginator(uses, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "publications/admin/uses.html", {"uses": page, "tabs": tabs, "chosen": chosen if chosen in STATES else ""})


@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, use_id: int) -> HttpResponse:
    """One account: read it, then publish it or say why not."""
    _for_national_editors(request)
    found = ToolUse.objects.select_related("record__page", "territory", "author", "decided_by").filter(pk=use_id).first()
    if found is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decided(request, found, form.cleaned_data["words"]):
        return redirect("publications_uses:index")
    context = {
        "use": found,
        "form": form,
        "read": tool_uses.digest(found),
        "why_not": tool_uses.may_judge_use(request.user, found),
        "passages": _telling(found),
    }
    return render(request, "publications/admin/use.html", context, status=422 if form.is_bound else 200)


urlpatterns = [
    path("", index, name="index"),
    path("<int:use_id>/", use, name="use"),
]


def _for_national_editors(request: HttpRequest) -> None:
    if not is_national_editor(request.user):
        raise Http404


def _decided(request: HttpRequest, found: ToolUse, words: str) -> bool:
    values: dict[str, Any] = {"use_id": found.pk, "by": request.user, "read": request.POST.get("read", "")}
    try:
        if "accept" in request.POST:
            tool_uses.accept_use(**values)
            messages.success(request, _("The account is published below its tool. Its author is told."))
        else:
            tool_uses.decline_use(**values, reason=words)
            messages.success(request, _("The account is not kept. Its author is told why."))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def _telling(found: ToolUse) -> list[str]:
    """Passages that may tell who a person is, as they stand in the text."""
    return [text[start:end] for text in (found.purpose, found.outcome) for start, end, _kind in scan(text)]
