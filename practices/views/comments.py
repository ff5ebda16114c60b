"""What those who write a sheet say about it, beside its text."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import cleaning, sheet
from ..domain import comments as domain
from ..domain.errors import Refused
from ..domain.records import latest_version
from ..forms import typed
from ..forms.opened import writer_key
from ..models import PracticeRecord
from ..permissions import may_comment
from ..together import threads
from .own import acted, back_to, own_or_404

TYPED_KEPT = 10_000


@dataclass(frozen=True)
class Draft:
    """What somebody is writing and is not said yet: `place` is the field's key, or the number of the comment that it answers."""

    place: str
    text: str
    error: str = ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, identifier: str) -> HttpResponse:
    """The sheet with its comments; posting opens a thread on a field or on the whole."""
    if not request.user.is_authenticated:
        return _sign_in_first(request, request.path)
    record = own_or_404(request, identifier)
    if request.method == "POST":
        place = request.POST.get("field", "")
        return _said(request, record, Draft(place if place in sheet.BY_KEY else "", request.POST.get("text", "")))
    page = _page(request, record, _remembered(request))
    threads.mark_read(record, request.user)
    return page


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, identifier: str, number: int) -> HttpResponse:
    """An answer to a comment, or what its buttons do. Coming from the sign-in page, one presses the button again."""
    place = reverse("practices:comments", args=[identifier])
    if not request.user.is_authenticated:
        return _sign_in_first(request, place)
    record = own_or_404(request, identifier)
    which = {"page_id": record.pk, "comment_id": number}
    anchor = f"comment-{number}"
    if "resolve" in request.POST:
        acted(request, domain.resolve, _("The comment is settled."), **which)
    elif "reopen" in request.POST:
        acted(request, domain.reopen, _("The comment is open again."), **which)
    elif "delete" in request.POST:
        acted(request, domain.delete, _("Your comment is deleted."), **which)
        anchor = ""
    elif request.method == "POST":
        return _said(request, record, Draft(str(number), request.POST.get("text", "")))
    return back_to("comments", record, anchor)


def _said(request: HttpRequest, record: PracticeRecord, draft: Draft) -> HttpResponse:
    """Says it, or shows the page again with what was typed and what is wrong with it."""
    try:
        text = cleaning.clean_text(draft.text, longest=domain.LONGEST)
        if not text:
            raise ValidationError(_("Write your comment first."))
        if draft.place.isdecimal():
            made = domain.answer(page_id=record.pk, by=request.user, comment_id=int(draft.place), text=text)
        else:
            made = domain.comment(page_id=record.pk, by=request.user, field=draft.place, text=text)
    except ValidationError as fault:
        return _page(request, record, Draft(draft.place, draft.text[:TYPED_KEPT], fault.messages[0]), status=422)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _page(request, own_or_404(request, record.identifier), Draft(draft.place, draft.text[:TYPED_KEPT]), status=409)
    typed.forget(request, reverse("practices:comments", args=[record.identifier]))
    messages.success(request, _("Your comment is there; those who write with you will hear of it."))
    return back_to("comments", record, f"comment-{made.pk}")


def _page(request: HttpRequest, record: PracticeRecord, draft: Draft, status: int = 200) -> HttpResponse:
    found = threads.threads(record)
    context = {
        "record": record,
        "title": record.page.draft_title,
        "chapters": threads.chapters(latest_version(record), found),
        "whole": found.get("", []),
        "open_number": sum(thread.is_open for each in found.values() for thread in each),
        "may_comment": may_comment(request.user, record) is None,
        "draft": draft,
        "errors": [{"id": f"text-{draft.place}", "message": draft.error}] if draft.error else [],
        "longest": domain.LONGEST,
        "writer": writer_key(request.user),
    }
    return render(request, "practices/together/comments.html", context, status=status)


def _remembered(request: HttpRequest) -> Draft:
    """What a person whose session had ended was writing."""
    kept = typed.recall(request, request.path)
    if kept is None:
        return Draft("", "")
    messages.info(request, _("Here is the comment that you were writing: it is not sent yet."))
    typed.forget(request, request.path)
    return Draft(kept.get("about", ""), kept.get("text", "")[:TYPED_KEPT])


def _sign_in_first(request: HttpRequest, place: str) -> HttpResponse:
    """To the sign-in page and back to the comments; what was typed waits there."""
    if request.method == "POST" and len(request.POST.get("text", "")) <= TYPED_KEPT:
        number = request.resolver_match.kwargs.get("number") if request.resolver_match else None
        typed.keep(request, place, request.POST, about=str(number or request.POST.get("field", "")))
    return redirect_to_login(place)
