"""What the views of one's own and shared sheets have in common."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..domain.errors import Refused
from ..forms import typed
from ..forms.opened import WRITER, writer_key
from ..models import PracticeRecord
from ..queries import own_record


def own_or_404(request: HttpRequest, identifier: str) -> PracticeRecord:
    """A sheet that this person holds or shares; any other is not found, whether it exists or not."""
    record = own_record(request.user, identifier)
    if record is None:
        raise Http404
    return record


def sign_in_first(request: HttpRequest, *, known: bool) -> HttpResponse:
    """To the sign-in page and back; what a signed-out person typed waits for her, where the sheet is one that is `known`."""
    if request.method == "POST" and known:
        typed.keep(request, request.path, request.POST)
        messages.info(request, _("You were signed out. Sign in: what you wrote is waiting for you."))
    return redirect_to_login(request.path)


def drawn_for_another(request: HttpRequest) -> HttpResponse | None:
    """The refusal of a form that another account of this browser was given: what was typed is not hers who posts it."""
    mine = writer_key(request.user)
    if request.POST.get(WRITER, mine) == mine:
        return None
    return render(request, "practices/submission/somebody_else.html", status=409)


def exists(identifier: str) -> bool:
    return PracticeRecord.objects.filter(identifier=identifier).exists()


def acted(request: HttpRequest, act: Callable, said: str, **values: Any) -> bool:
    """Acts, then says what was done, or why it was refused."""
    try:
        act(by=request.user, **values)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, said)
    return True


def back_to(name: str, record: PracticeRecord, anchor: str = "") -> HttpResponse:
    """To one of the sheet's pages."""
    response = redirect(f"practices:{name}", record.identifier)
    response["Location"] += f"#{anchor}" if anchor else ""
    return response
