"""Subscribing, choosing and leaving, without an account. Links of mails change nothing by being looked at."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.client import client_ip

from .. import links
from ..domain import subscriptions
from ..forms import SubscribeForm, WishForm, allowance
from ..models import Issue

LATEST_SHOWN = 3
FORGED = (signing.BadSignature, ValueError, TypeError)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form; once sent, the same answer whether the address is known or not."""
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _form(request, form)
    if form.is_filled_by_a_program:
        return render(request, "newsletter/asked.html")
    if not form.is_valid():
        return _form(request, form, status=422)
    if seconds := allowance.wait(client_ip(request)):
        return _too_many(request, form, seconds)
    subscriptions.ask(email=form.cleaned_data["email"], **form.wish)
    return render(request, "newsletter/asked.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the first mail: a button confirms. Programs that open links to check them confirm nothing."""
    try:
        subscriber = links.read_confirm_token(token)
    except signing.SignatureExpired:
        subscriber = None
    except FORGED:
        raise Http404 from None
    if subscriber is None:
        return _private(render(request, "newsletter/over.html", status=410))
    if request.method == "POST":
        subscriptions.confirm(subscriber=subscriber)
        subscriber.refresh_from_db()
    context = {"confirmed": bool(subscriber.confirmed_at), "preferences_url": links.preferences_path(subscriber.pk)}
    return _private(render(request, "newsletter/confirm.html", context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """What one receives, and the way out."""
    try:
        subscriber = links.read_preferences_token(token)
    except FORGED:
        raise Http404 from None
    if subscriber is None:
        return _private(render(request, "newsletter/over.html", status=410))
    form = WishForm(
        request.POST if request.method == "POST" else None, initial={"themes": subscriber.themes, "regions": subscriber.regions}
    )
    saved = request.method == "POST" and form.is_valid()
    if saved:
        subscriptions.choose(subscriber=subscriber, **form.wish)
    context = {"form": form, "saved": saved, "address": _masked(subscriber.email), "stop_url": links.stop_path(subscriber.pk)}
    return _private(render(request, "newsletter/preferences.html", context, status=422 if form.errors else 200))


# Mail programs post here by themselves (RFC 8058), without a session: the signed link is the proof.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No letter any more: at once when posted, by one button when looked at."""
    try:
        subscriber_id, delivery_id = links.read_stop_token(token)
    except FORGED:
        raise Http404 from None
    if request.method == "POST":
        subscriptions.leave(subscriber_id=subscriber_id, delivery_id=delivery_id)
    return _private(render(request, "newsletter/stop.html", {"stopped": request.method == "POST"}))


def _form(request: HttpRequest, form: SubscribeForm, status: int = 200) -> HttpResponse:
    return render(request, "newsletter/subscribe.html", {"form": form, "latest": Issue.objects.public()[:LATEST_SHOWN]}, status=status)


def _too_many(request: HttpRequest, form: SubscribeForm, seconds: int) -> HttpResponse:
    said = ngettext(
        "Too many requests at once: try again in %(n)d second.", "Too many requests at once: try again in %(n)d seconds.", seconds
    )
    form.add_error(None, said % {"n": seconds})
    response = _form(request, form, status=429)
    response["Retry-After"] = str(seconds)
    return response


def _masked(address: str) -> str:
    """Enough for its reader to know which of her addresses it is, for nobody else to learn it."""
    name, _at, domain = address.partition("@")
    return f"{name[:1]}…@{domain}"


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
