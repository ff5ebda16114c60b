"""/gestion/redaction/: who edits which region; inviting somebody, and replacing somebody who leaves."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from accounts.domain.errors import Refused as AccountRefused
from accounts.domain.invitations import invite_editor, withdraw_invitation
from accounts.models import EditorInvitation, User
from accounts.permissions import is_administrator, may_manage_editors

from ..domain.editors import remove_editor
from ..domain.errors import Refused
from ..models import PracticeRecord, RegionPage, Review
from ..team.editors import teams


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=lazy("Mail address of the person"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )


class RemovalForm(forms.Form):
    heir = forms.ModelChoiceField(
        label=lazy("Who takes over what she has in hand?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=lazy("Nobody: the sheets await a reader again"),
    )
    even_last = forms.BooleanField(label=lazy("I know that this region stays without an editor"), required=False)

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["heir"].queryset = others
        if others.exists():
            del self.fields["even_last"]
        else:
            del self.fields["heir"]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every region with its editors and the invitations that await an answer."""
    _managers_only(request)
    return render(request, "practices/team/index.html", {"teams": teams(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, region_id: int) -> HttpResponse:
    region = _managed(request, region_id)
    form = InvitationForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            invite_editor(group=region.group, email=form.cleaned_data["email"], by=request.user)
        except AccountRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("practices_team:index")
    return render(request, "practices/team/invite.html", {"region": region, "form": form}, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    invitation = get_object_or_404(EditorInvitation.objects.select_related("group"), pk=invitation_id)
    if may_manage_editors(request.user, invitation.group):
        raise Http404
    try:
        withdraw_invitation(invitation_id=invitation_id, by=request.user)
    except AccountRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation is withdrawn: its link opens nothing any more."))
    return redirect("practices_team:index")


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, region_id: int, user_id: int) -> HttpResponse:
    """First what she has in hand and who may take it over; then all of it in one step."""
    region = _managed(request, region_id)
    editor = User.objects.filter(groups=region.group, pk=user_id).first()
    if editor is None:
        messages.error(request, _("This person no longer edits this region."))
        return redirect("practices_team:index")
    others = User.objects.filter(groups=region.group, is_active=True).exclude(pk=user_id).order_by("name", "email")
    form = RemovalForm(_posted(request), others=others)
    if request.method == "POST" and form.is_valid():
        heir = form.cleaned_data.get("heir")
        try:
            removed = remove_editor(
                region_id=region_id,
                user_id=user_id,
                by=request.user,
                heir_id=heir.pk if heir else None,
                even_last=form.cleaned_data.get("even_last", False),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _said(removed.sheets), buttons=_to_account(request.user, editor))
            return redirect("practices_team:index")
    context = {
        "region": region,
        "editor": editor,
        "form": form,
        "last": not others.exists(),
        "held": PracticeRecord.objects.filter(region=region, holder=editor).count(),
        "awaited": Review.objects.filter(record__region=region, asked_by=editor, done_at=None, given_up_at=None).count(),
    }
    return render(request, "practices/team/remove.html", context, status=422 if form.errors else 200)


def _posted(request: HttpRequest):
    """A post without any field is a post."""
    return request.POST if request.method == "POST" else None


def _said(sheets: int) -> str:
    return ngettext("Done: %(number)d sheet has changed hands.", "Done: %(number)d sheets have changed hands.", sheets) % {"number": sheets}


def _to_account(user: User, editor: User) -> list[tuple]:
    """An administrator may go on and close the account of who left."""
    return [messages.button(reverse("wagtailusers_users:edit", args=[editor.pk]), _("Her account"))] if is_administrator(user) else []


def _managers_only(request: HttpRequest) -> None:
    if may_manage_editors(request.user):
        raise Http404


def _managed(request: HttpRequest, region_id: int) -> RegionPage:
    """A region whose editors this person may choose; any other is not found."""
    region = get_object_or_404(RegionPage.objects.select_related("group"), pk=region_id)
    if may_manage_editors(request.user, region.group):
        raise Http404
    return region
