"""Who writes a sheet together: invited, listed, given another role, gone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..domain import coauthors
from ..domain.errors import Refused
from ..forms.together import ROLES, InviteForm, RoleForm
from ..models import CoAuthor, PracticeRecord
from ..permissions import coauthor_role, may_invite
from ..situations import YOU_MAY, name_of, situation
from ..together import invitations
from .own import acted, back_to, own_or_404


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest, identifier: str) -> HttpResponse:
    """Those who take part, and for who holds the sheet the form to invite somebody."""
    record = own_or_404(request, identifier)
    if request.method != "POST":
        return _page(request, record, InviteForm())
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, record, form, status=422)
    try:
        invitation = coauthors.invite(page_id=record.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("email", str(refusal))
        return _page(request, own_or_404(request, identifier), form, status=422)
    messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
    return back_to("together", record)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, identifier: str, number: int) -> HttpResponse:
    """Another role for one of them, none any more, or the sheet proposed to her. Coming from the sign-in page, one presses again."""
    record = own_or_404(request, identifier)
    which = {"page_id": record.pk, "coauthor_id": number}
    form = RoleForm(request.POST)
    if "remove" in request.POST:
        acted(request, coauthors.remove, _("This person no longer takes part."), **which)
    elif "offer" in request.POST:
        acted(request, coauthors.offer, _("The sheet is proposed: it stays yours until she accepts."), **which)
    elif "keep" in request.POST:
        acted(request, coauthors.take_offer_back, _("The proposal is taken back: you keep the sheet."), **which)
    elif form.is_valid():
        acted(request, coauthors.change_role, _("What this person may do is changed."), role=form.cleaned_data["role"], **which)
    return back_to("together", record)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, identifier: str) -> HttpResponse:
    """A co-author gives up her share, once confirmed: she cannot take it back by herself."""
    record = own_or_404(request, identifier)
    if not coauthor_role(request.user, record):
        return back_to("together", record)
    if request.method == "POST" and acted(request, coauthors.leave, _("You no longer take part in this sheet."), page_id=record.pk):
        return redirect("practices:mine")
    return render(request, "practices/together/leave.html", {"record": record, "title": record.page.draft_title})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, identifier: str) -> HttpResponse:
    """A co-author to whom the sheet is proposed takes it, or leaves it where it is."""
    record = own_or_404(request, identifier)
    if request.method == "POST":
        if "accept" in request.POST:
            said = _("The sheet is yours now. Look at who signs it and at its contact: they are as they were.")
            acted(request, coauthors.accept_offer, said, page_id=record.pk)
        elif "decline" in request.POST:
            acted(request, coauthors.decline_offer, _("You go on writing the sheet, and do not hold it."), page_id=record.pk)
        return back_to("mine_sheet", record)
    if not situation(record, request.user).offered:
        return back_to("mine_sheet", record)
    context = {"record": record, "title": record.page.draft_title, "holder": name_of(record.page.owner)}
    return render(request, "practices/together/offer.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites to what; accepted with the account of the invited address only. Reading changes nothing."""
    try:
        number, sent_at = invitations.read_token(token)
    except signing.SignatureExpired:
        return _over(request)
    except signing.BadSignature:
        raise Http404 from None
    row = CoAuthor.objects.select_related("record__page__owner", "invited_by").filter(pk=number).first()
    if row and row.user_id and row.user_id == request.user.pk:
        return back_to("mine_sheet", row.record)
    if row is None or row.user_id or row.invited_at.isoformat() != sent_at:
        return _over(request)
    if request.method == "POST":
        return _answered(request, row, number, sent_at)
    context = {
        "title": row.record.page.draft_title,
        "who": name_of(row.invited_by),
        "may": YOU_MAY[row.role],
        "hers": request.user.is_authenticated and request.user.email.lower() == row.email,
        "address": request.path,
    }
    return _private(render(request, "practices/together/invitation.html", context))


def _answered(request: HttpRequest, row: CoAuthor, number: int, sent_at: str) -> HttpResponse:
    try:
        if "decline" in request.POST:
            coauthors.decline(invitation_id=number, sent_at=sent_at)
            return _private(render(request, "practices/together/declined.html", {"who": name_of(row.invited_by)}))
        if not request.user.is_authenticated:
            return redirect(request.path)
        record = coauthors.accept(invitation_id=number, sent_at=sent_at, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    messages.success(request, _("Welcome: you take part in this sheet."))
    return back_to("mine_sheet", record)


def _page(request: HttpRequest, record: PracticeRecord, form: InviteForm, status: int = 200) -> HttpResponse:
    rows = list(record.coauthors.all())
    context = {
        "record": record,
        "title": record.page.draft_title,
        "holder": name_of(record.page.owner),
        "leads": may_invite(request.user, record) is None,
        "members": [(row, name_of(row.user), YOU_MAY[row.role]) for row in rows if row.user_id],
        "awaited": [row for row in rows if not row.user_id],
        "heirs": [(row, name_of(row.user)) for row in rows if row.user_id and row.role == CoAuthor.Role.EDIT],
        "offered": situation(record, request.user).offered,
        "valid_days": invitations.VALID_FOR.days,
        "roles": ROLES,
        "form": form,
    }
    return render(request, "practices/together/index.html", context, status=status)


def _over(request: HttpRequest) -> HttpResponse:
    """The link has served, was replaced or taken back, or is too old: nothing of the sheet is told."""
    return _private(render(request, "practices/together/invitation_over.html", status=410))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
