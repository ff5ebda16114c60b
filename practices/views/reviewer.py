"""A reader's access to one sheet: by the link of her mail, or from her list when she is signed in. Readers never enter the admin."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.allowances import Allowance
from core.client import client_ip

from ..domain import reviewers
from ..domain.errors import Faulty, Refused
from ..models import PracticePage, Review
from ..permissions import may_review
from ..review import links
from ..review.forms import GridForm
from ..review.readings import Attached, attached, reviews_of, text_of, version_of
from .files import served_document, served_image

#: Somebody who reads and saves now and then never meets it; who tries links does.
allowance = Allowance("readings", 60)


@never_cache
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What this person is asked to read, and what she has read."""
    awaited, done = reviews_of(request.user)
    return render(request, "practices/review/index.html", {"awaited": awaited, "done": done, "today": timezone.localdate()})


def _by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the reading of the link while it is awaited; else says decently that the link is over, and nothing of the sheet."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        if wait := allowance.wait(client_ip(request)):
            response = render(request, "practices/review/over.html", {"why": "often"}, status=429)
            response["Retry-After"] = str(wait)
            return _private(response)
        try:
            review = links.read(token)
        except signing.SignatureExpired:
            return _over(request, "expired")
        except signing.BadSignature:
            raise Http404 from None
        if why := _why_over(review):
            return _over(request, why)
        return _private(view(request, review, **kwargs))

    return wrapped


@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def reading(request: HttpRequest, review: Review) -> HttpResponse:
    """The sheet beside the grid; what is filled in can be kept, then given back once."""
    form = GridForm(review, request.POST if request.method == "POST" else None)
    said = ""
    if request.method == "POST" and form.is_valid():
        done = "done" in request.POST
        try:
            reviewers.save_review(page_id=review.record_id, review_id=review.pk, grid=form.grid, remarks=form.remarks, done=done)
        except Faulty as refusal:
            form.refuse(str(refusal))
        except Refused:
            return _over(request, "closed")
        else:
            if done:
                return render(request, "practices/review/thanks.html", {"title": version_of(review).title})
            said = _("Your answers are kept. Give them back when you are ready.")
    page = version_of(review)
    context = {
        "review": review,
        "title": page.title,
        "chapters": text_of(page),
        "form": form,
        "said": said,
        "due_on": review.due_on,
        "files": _files(review, page),
        "refuse_url": links.path(review, "reading_refuse"),
    }
    return render(request, "practices/review/reading.html", context, status=422 if form.faults else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def refuse(request: HttpRequest, review: Review) -> HttpResponse:
    """One button: she will not read it. Following the link changes nothing, since mail programs follow links too."""
    if request.method == "POST":
        try:
            reviewers.refuse_review(page_id=review.record_id, review_id=review.pk)
        except Refused:
            return _over(request, "closed")
        return render(request, "practices/review/refused.html")
    return render(request, "practices/review/refuse.html", {"title": version_of(review).title})


@require_safe
@_by_link
def image(request: HttpRequest, review: Review) -> HttpResponse:
    return served_image(version_of(review))


@require_safe
@_by_link
def document(request: HttpRequest, review: Review, document_id: int) -> HttpResponse:
    return served_document(version_of(review), document_id)


def _files(review: Review, page: PracticePage) -> list[Attached]:
    token = links.token(review)
    return attached(
        page,
        image_url=reverse("practices:reading_image", args=[token]),
        document_url=lambda pk: reverse("practices:reading_document", args=[token, pk]),
    )


def _why_over(review: Review | None) -> str:
    """Why the link no longer opens anything: a word of `over.html`, empty while it does."""
    if review is None or review.given_up_at or review.round != review.record.round:
        return "closed"
    if review.done_at:
        return "done"
    return "closed" if may_review(review.record, user=review.reviewer, email=review.email) else ""


def _over(request: HttpRequest, why: str) -> HttpResponse:
    return _private(render(request, "practices/review/over.html", {"why": why}, status=410))


def _private(response: HttpResponse) -> HttpResponse:
    """The address opens a text that is not public: nothing keeps it, and no other site learns it."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    patch_cache_control(response, no_store=True, private=True, max_age=0)
    return response
