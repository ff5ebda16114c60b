"""/compte/messages/: how often news come; the same choice by the link of a message, without signing in."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.domain.mail_wishes import choose_rhythm, reader_of, rhythm_of
from core.mail_rhythms import Rhythm


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(label=lazy("How often do you want this news?"), choices=Rhythm.choices, widget=forms.RadioSelect)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    form = RhythmForm(request.POST or None, initial={"rhythm": rhythm_of(request.user)})
    if request.method == "POST" and form.is_valid():
        choose_rhythm(user=request.user, rhythm=form.cleaned_data["rhythm"])
        messages.success(request, _("Your choice is saved."))
        return redirect("accounts:mail_wish")
    return _page(request, form)


# The link itself says who asks; mail programs post to it without a cookie (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    reader = reader_of(token)
    if reader is None:
        messages.warning(request, _("This link is no longer valid. Sign in to choose."))
        return redirect("accounts:mail_wish")
    if request.POST.get("List-Unsubscribe") == "One-Click":
        choose_rhythm(user=reader, rhythm=Rhythm.NEVER)
        return HttpResponse(_("No news will come any more."), content_type="text/plain; charset=utf-8")
    form = RhythmForm(request.POST or None, initial={"rhythm": rhythm_of(reader)})
    if request.method == "POST" and form.is_valid():
        choose_rhythm(user=reader, rhythm=form.cleaned_data["rhythm"])
        messages.success(request, _("Your choice is saved."))
        return redirect("accounts:mail_wish_by_link", token)
    return _page(request, form)


def _page(request: HttpRequest, form: RhythmForm) -> HttpResponse:
    answer = render(request, "accounts/mail_wish.html", {"form": form}, status=422 if form.errors else 200)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
