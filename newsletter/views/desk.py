"""/gestion/lettre/: a letter as it will be received, to whom it goes, its sending and what became of it; and the list's own page."""

from collections.abc import Callable
from functools import wraps

from csp.decorators import csp
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from practices.cleaning import clean_email
from practices.domain.errors import Refused

from ..choices import regions, themes
from ..composition import Composition
from ..domain import issues, subscriptions
from ..links import links_of_nobody
from ..models import Issue, Subscriber
from ..permissions import may_send
from ..queries import counts, new_things, recipients

#: The mail holds styles of its own, as mails do; nothing else may be loaded or run.
MAIL_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
}
PAGE_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'self'"],
    "font-src": ["'self'"],
    "img-src": ["'self'"],
    "frame-ancestors": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
}


class WhoForm(forms.Form):
    """As which subscriber to look at the letter."""

    theme = forms.ChoiceField(label=lazy("Theme"), required=False)
    region = forms.ChoiceField(label=lazy("Region"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", _("all themes")), *themes()]
        self.fields["region"].choices = [("", _("all regions")), *regions()]

    def chosen(self, name: str) -> list[str]:
        value = self.cleaned_data.get(name) if self.is_valid() else ""
        return [value] if value else []


class ScheduleForm(forms.Form):
    at = forms.DateTimeField(
        label=lazy("Day and time"),
        help_text=lazy("Paris time. It leaves by itself, with what is public then."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class AddressForm(forms.Form):
    email = forms.CharField(label=lazy("Mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])


class NewThingsForm(forms.Form):
    """What became public since the last letter."""

    things = forms.MultipleChoiceField(
        label=lazy("What will the letter tell of?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Tick at least one.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["things"].choices = new_things()


def _for_national_editors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if may_send(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@never_cache
@_for_national_editors
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Issue.objects.select_related("sent_by"), pk=pk)
    schedule_form = ScheduleForm(request.POST if request.POST.get("act") == "schedule" else None)
    if request.method == "POST" and (request.POST.get("act") != "schedule" or schedule_form.is_valid()):
        _act(request, found, schedule_form)
        return redirect("newsletter_admin:issue", pk)
    composition = Composition(found)
    who = WhoForm(request.GET)
    context = {
        "issue": found,
        "composition": composition,
        "recipients": recipients(composition).count() if found.number is None else 0,
        "subscribers": Subscriber.objects.confirmed().count(),
        "counts": counts(found) if found.number else None,
        "who": who,
        "query": f"theme={''.join(who.chosen('theme'))}&region={''.join(who.chosen('region'))}",
        "schedule_form": schedule_form,
    }
    return render(request, "newsletter/admin/issue.html", context, status=422 if schedule_form.errors else 200)


@never_cache
@_for_national_editors
@require_safe
def preview(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """What one subscriber receives, or the page on the site: `part` is `courriel`, `texte` or `site`."""
    found = get_object_or_404(Issue, pk=pk)
    show = {"courriel": _mail, "texte": _text, "site": _site}.get(part)
    if show is None:
        raise Http404
    return show(request, Composition(found))


@xframe_options_sameorigin
@csp(MAIL_POLICY)
def _mail(request: HttpRequest, composition: Composition) -> HttpResponse:
    letter = composition.letter(_wish(request, composition), links_of_nobody())
    return HttpResponse(letter.html if letter else "")


@xframe_options_sameorigin
def _text(request: HttpRequest, composition: Composition) -> HttpResponse:
    letter = composition.letter(_wish(request, composition), links_of_nobody())
    return HttpResponse(letter.text if letter else "", content_type="text/plain; charset=utf-8")


@xframe_options_sameorigin
@csp(PAGE_POLICY)
def _site(request: HttpRequest, composition: Composition) -> HttpResponse:
    context = {"issue": composition.issue, "parts": composition.for_wish(None), "preview": True}
    return render(request, "newsletter/issue.html", context)


@never_cache
@_for_national_editors
@require_http_methods(["GET", "HEAD", "POST"])
def subscribers(request: HttpRequest) -> HttpResponse:
    """How many they are, without showing who; and one address taken off, for who asks for it by another way or whose mail bounces."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if subscriptions.remove(email=form.cleaned_data["email"]):
            messages.success(request, _("This address receives no letter any more."))
        else:
            messages.warning(request, _("This address is not subscribed."))
        return redirect("newsletter_admin:subscribers")
    context = {
        "form": form,
        "confirmed": Subscriber.objects.confirmed().count(),
        "everything": Subscriber.objects.confirmed().filter(themes=[], regions=[]).count(),
        "waiting": Subscriber.objects.filter(confirmed_at=None).count(),
    }
    return render(request, "newsletter/admin/subscribers.html", context, status=422 if form.errors else 200)


@never_cache
@_for_national_editors
@require_http_methods(["GET", "HEAD", "POST"])
def new_letter(request: HttpRequest) -> HttpResponse:
    """A letter begun with what is new."""
    form = NewThingsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = issues.begin_with(identifiers=form.cleaned_data["things"], by=request.user)
        return redirect("newsletter_letters:edit", found.pk)
    return render(request, "newsletter/admin/new_letter.html", {"form": form}, status=422 if form.errors else 200)


def _act(request: HttpRequest, found: Issue, schedule_form: ScheduleForm) -> None:
    """One of the page's buttons; a refusal is said and changes nothing."""
    act, whose = request.POST.get("act"), {"issue_id": found.pk, "by": request.user}
    read = request.POST.get("version", "")
    version = int(read) if read.isdecimal() else 0
    try:
        match act:
            case "try":
                issues.try_out(**whose)
                said = _("The letter is on its way to %(address)s.") % {"address": request.user.email}
            case "send":
                issues.send(version=version, **whose)
                said = _("The letter leaves.")
            case "schedule":
                issues.schedule(version=version, at=schedule_form.cleaned_data["at"], **whose)
                said = _("The letter is scheduled.")
            case "unschedule":
                issues.unschedule(**whose)
                said = _("The letter is a draft again.")
            case "stop":
                issues.stop(**whose)
                said = _("The sending has stopped.")
            case "resume":
                issues.resume(**whose)
                said = _("The sending goes on.")
            case "again":
                issues.send_again_to_unsure(**whose)
                said = _("The letter leaves once more to those who may not have received it.")
            case _unknown:
                raise Http404
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)


def _wish(request: HttpRequest, composition: Composition):
    who = WhoForm(request.GET)
    return composition.segments.of(who.chosen("theme"), who.chosen("region"))
