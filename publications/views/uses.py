"""« Je l’ai utilisé »: written on a page of its own, kept through the sign-in, taken back whenever its author likes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.allowances import Allowance
from core.client import client_ip
from practices.domain.errors import Refused

from ..domain import tool_uses
from ..models import EditorialRecord, PublicContent, ToolUse
from ..tool_uses.forms import SIGNED, UNSIGNED, UseForm
from ..vocabulary import Kind

#: Accounts that one machine may send in a minute.
allowance = Allowance("tool uses", 6)
FIELDS = tuple(UseForm.base_fields)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, identifier: str) -> HttpResponse:
    """The form. Who sends it without being signed in finds it again, filled, once she is."""
    tool = PublicContent.objects.filter(pk=identifier, kind=Kind.TOOL).only("title", "path").first()
    if tool is None:
        return redirect("publications:permanent", identifier)
    own = _own(request, tool)
    if request.method != "POST":
        return _page(request, tool, own, _begun(request, tool, own))
    form = UseForm(request.POST)
    if not form.is_valid():
        return _page(request, tool, own, form, status=422)
    if seconds := allowance.wait(client_ip(request)):
        return _too_many(request, tool, own, form, seconds)
    if not request.user.is_authenticated:
        request.session[_place(tool)] = {name: request.POST.get(name, "") for name in FIELDS}
        return redirect_to_login(request.path)
    try:
        page_id = EditorialRecord.objects.values_list("pk", flat=True).get(identifier=tool.pk)
        tool_uses.send_use(page_id=page_id, by=request.user, **form.account)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, tool, own, form, status=422)
    request.session.pop(_place(tool), None)
    messages.success(request, _("Thank you. The national editors read your account, then everybody can; they tell you by mail."))
    return redirect("publications:use", tool.pk)


@require_POST
@login_required
def take_back(request: HttpRequest, identifier: str, use_id: int) -> HttpResponse:
    """The author takes her account away; from that moment nobody reads it."""
    found = get_object_or_404(ToolUse, pk=use_id, author=request.user, record__identifier=identifier)
    tool_uses.take_back_use(use_id=found.pk, by=request.user)
    messages.success(request, _("Your account is taken back: nobody reads it any more."))
    return redirect("publications:use", identifier)


def _own(request: HttpRequest, tool: PublicContent) -> list[ToolUse]:
    if not request.user.is_authenticated:
        return []
    return list(ToolUse.objects.filter(author=request.user, record__identifier=tool.pk).select_related("territory"))


def _begun(request: HttpRequest, tool: PublicContent, own: list[ToolUse]) -> UseForm:
    """What was typed before the sign-in, else the account that waits, else nothing."""
    if typed := request.session.get(_place(tool)):
        return UseForm(initial=typed)
    waiting = next((each for each in own if each.state == ToolUse.State.WAITING), None)
    if waiting is None:
        return UseForm()
    values = {name: getattr(waiting, name) for name in ("purpose", "outcome", "territory", "signature")}
    return UseForm(initial=values | {"signed": SIGNED if waiting.signature else UNSIGNED})


def _page(request: HttpRequest, tool: PublicContent, own: list[ToolUse], form: UseForm, status: int = 200, **more: Any) -> HttpResponse:
    waits = any(each.state == ToolUse.State.WAITING for each in own)
    context = {"tool": tool, "own": own, "waits": waits, "form": form, **more}
    return render(request, "publications/tool_use.html", context, status=status)


def _too_many(request: HttpRequest, tool: PublicContent, own: list[ToolUse], form: UseForm, seconds: int) -> HttpResponse:
    said = ngettext(
        "Too many messages at once: try again in %(n)d second.", "Too many messages at once: try again in %(n)d seconds.", seconds
    )
    form.add_error(None, said % {"n": seconds})
    response = _page(request, tool, own, form, status=429)
    response["Retry-After"] = str(seconds)
    return response


def _place(tool: PublicContent) -> str:
    """Where the session holds what was typed about this tool."""
    return f"tool_use:{tool.pk}"
