"""What the contributor of a public sheet does with it: leave the public and come back, give up a version, take messages, certify."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ..domain import absence, new_version, relay
from ..domain.errors import Refused
from ..forms.readers import WithdrawalForm
from ..life import certificate as paper
from ..models import PublicPractice, PublicState
from ..permissions import may_get_certificate, may_give_up, may_withdraw
from .own import own_or_404


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, identifier: str) -> HttpResponse:
    """Takes a published sheet away from the public, once confirmed, with or without words."""
    record = own_or_404(request, identifier)
    if refusal := may_withdraw(request.user, record, PublicState.WITHDRAWN):
        return _refused(request, identifier, refusal)
    if record.public_state != PublicState.PUBLISHED:
        return redirect("practices:mine_sheet", identifier)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = _("The sheet is withdrawn: nobody reads it any more. You can put it back for 30 days.")
        return _act(request, identifier, absence.withdraw_practice, said, **form.cleaned_data)
    context = {"record": record, "title": record.page.title, "form": form}
    return render(request, "practices/mine/withdraw.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, identifier: str) -> HttpResponse:
    """Puts back what she withdrew. Coming from the sign-in page, she presses the button again."""
    return _by_button(request, identifier, absence.restore_practice, _("The sheet is public again, at the same address."))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest, identifier: str) -> HttpResponse:
    """Gives up a new version, once confirmed; what is public stays."""
    record = own_or_404(request, identifier)
    if refusal := may_give_up(request.user, record):
        return _refused(request, identifier, refusal)
    if request.method == "POST":
        said = _("The new version is given up. The public text is the one you start from next time.")
        return _act(request, identifier, new_version.give_up_version, said)
    return render(request, "practices/mine/give_up.html", {"record": record, "title": record.page.title})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_messages(request: HttpRequest, identifier: str) -> HttpResponse:
    """Opens the form that hides the contact's address, or closes it."""
    accepted = request.POST.get("act") == "accept"
    said = _("Done: the public sheet follows, unless the contact must agree first; a message then asks for it.")
    return _by_button(request, identifier, relay.set_relay, said if accepted else _("Readers can no longer write."), accepted=accepted)


@never_cache
@login_required
@require_safe
def certificate(request: HttpRequest, identifier: str) -> HttpResponse:
    """The certificate of contribution, for one of those who wrote the sheet, made on demand."""
    record = own_or_404(request, identifier)
    if refusal := may_get_certificate(request.user, record):
        return _refused(request, identifier, refusal)
    public = PublicPractice.objects.get(identifier=record.identifier)
    response = HttpResponse(paper.pdf(public.data, record, request.user), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="attestation-{record.identifier}.pdf"'
    return response


def _by_button(request: HttpRequest, identifier: str, act: Callable, said: str, **values: Any) -> HttpResponse:
    if request.method != "POST":
        return redirect("practices:mine_sheet", own_or_404(request, identifier).identifier)
    return _act(request, identifier, act, said, **values)


def _act(request: HttpRequest, identifier: str, act: Callable, said: str, **values: Any) -> HttpResponse:
    """Acts, then says what was done, or why it was refused."""
    record = own_or_404(request, identifier)
    try:
        act(page_id=record.pk, by=request.user, **values)
    except Refused as refusal:
        return _refused(request, identifier, refusal)
    messages.success(request, said)
    return redirect("practices:mine_sheet", identifier)


def _refused(request: HttpRequest, identifier: str, refusal: object) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("practices:mine_sheet", identifier)
