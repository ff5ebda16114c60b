"""The messages in the back office: their words, edited and seen before they are saved; and which ones left, without what they said."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Q, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem

from core import mail_kinds
from core.mail_kinds import MailKind
from core.models import MailText, OutgoingMail

PERMISSION = "core.change_mailtext"
PER_PAGE = 50
STATES = {"sent": lazy("sent"), "gathered": lazy("waits for the daily message"), "waiting": lazy("waits"), "failed": lazy("tried in vain")}

#: What a mail of each state is like: one of them holds for each.
IN_STATE = {
    "sent": Q(sent_at__isnull=False),
    "gathered": Q(sent_at=None, gathered=True),
    "waiting": Q(sent_at=None, gathered=False, last_error=""),
    "failed": Q(sent_at=None, gathered=False) & ~Q(last_error=""),
}


class SoughtForm(forms.Form):
    """Narrows the log."""

    a = forms.CharField(label=lazy("To"), required=False, max_length=254)
    sur = forms.CharField(label=lazy("About (identifier of a sheet, for instance)"), required=False, max_length=100)
    etat = forms.ChoiceField(label=lazy("State"), required=False, choices=[("", lazy("Any state")), *STATES.items()])


class WordsForm(forms.Form):
    """Subject and text of one kind of message."""

    subject = forms.CharField(label=lazy("Subject"), max_length=200)
    body = forms.CharField(label=lazy("Text"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 18}))

    def __init__(self, *args, kind: MailKind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean(self):
        values = super().clean()
        if not self.errors:
            mail_kinds.check(values["subject"], values["body"], self.kind)
        return values


@require_safe
@permission_required(PERMISSION)
def index(request: HttpRequest) -> HttpResponse:
    edited = set(MailText.objects.values_list("template", flat=True))
    kinds = [(kind, kind.template in edited) for kind in mail_kinds.every()]
    return render(request, "core/mail/admin/index.html", {"kinds": kinds})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PERMISSION)
def edit(request: HttpRequest, template: str) -> HttpResponse:
    """The words of one message: seen with examples first, then saved; or given back to the site's own."""
    kind = mail_kinds.get(template)
    if kind is None:
        raise Http404
    edited = MailText.objects.filter(template=template).first()
    if request.POST.get("act") == "reset":
        MailText.objects.filter(template=template).delete()
        messages.success(request, _("This message has the site’s own words again."))
        return redirect("core_mails:edit", template)
    subject, body = (edited.subject, edited.body) if edited else mail_kinds.own_text(kind)
    form = WordsForm(request.POST or None, kind=kind, initial={"subject": subject, "body": body})
    valid = request.method == "POST" and form.is_valid()
    if valid and request.POST.get("act") == "save":
        MailText.objects.update_or_create(template=template, defaults=form.cleaned_data)
        messages.success(request, _("The words of this message are saved: the next ones will have them."))
        return redirect("core_mails:index")
    if valid:
        subject, body = form.cleaned_data["subject"], form.cleaned_data["body"]
    seen = mail_kinds.example(subject, body, kind) if valid or request.method == "GET" else None
    context = {"kind": kind, "form": form, "edited": edited, "seen": seen}
    return render(request, "core/mail/admin/edit.html", context, status=422 if form.errors else 200)


@require_safe
@permission_required(PERMISSION)
def log(request: HttpRequest) -> HttpResponse:
    """What was sent to whom, and what waits: never what it said, which may open doors."""
    form = SoughtForm(request.GET)
    form.full_clean()
    state_of = Case(*(When(test, then=Value(state)) for state, test in IN_STATE.items()))
    mails = OutgoingMail.objects.defer("body", "headers").annotate(state=state_of).order_by("-created_at", "-pk")
    if about := form.cleaned_data.get("sur"):
        mails = mails.filter(about__iexact=about)
    if to := form.cleaned_data.get("a"):
        mails = mails.filter(to__icontains=to)
    if state := form.cleaned_data.get("etat"):
        mails = mails.filter(state=state)
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(mail, mail_kinds.get(mail.template), STATES[mail.state]) for mail in page]
    return render(request, "core/mail/admin/log.html", {"page": page, "rows": rows, "form": form})


class MailsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


def menu_item() -> MenuItem:
    return MailsMenuItem(lazy("Messages"), reverse("core_mails:index"), name="mails", icon_name="mail", order=700)


urlpatterns = [
    path("", index, name="index"),
    path("envois/", log, name="log"),
    path("<path:template>/", edit, name="edit"),
]
