"""What the person of a voice agreed to, kept by national editors: /gestion/paroles/. docs/decisions/voices.md."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practices.domain.errors import Refused
from practices.uploads import DOCUMENT_BYTES
from practices.uploads.bounded import BoundedUploads

from ..consents import links, notifications
from ..consents.forms import AgreementForm, ReceiptForm
from ..domain.consents import Given, record_agreement, withdraw_consents
from ..domain.records import latest_version
from ..models import EditorialRecord, VoiceAgreement, VoiceConsent, VoicePage
from ..permissions import may_keep_consents
from ..vocabulary import ConsentUse
from ..voices.identifying import findings


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every voice with what is agreed to today."""
    _keepers_only(request)
    pages = VoicePage.objects.select_related("record").prefetch_related("consents").order_by("-latest_revision_created_at")
    rows = [(page, [(use, _state(page, use)) for use in ConsentUse]) for page in pages]
    return render(request, "publications/voices/admin/index.html", {"rows": rows, "uses": ConsentUse})


@csrf_exempt
def consents(request: HttpRequest, page_id: int) -> HttpResponse:
    """Bounds what comes in before anything reads it; the token is checked just after, since that reads the form."""
    bounded = BoundedUploads(DOCUMENT_BYTES)
    request.upload_handlers.insert(0, bounded)
    return _consents(request, page_id, bounded)


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _consents(request: HttpRequest, page_id: int, bounded: BoundedUploads) -> HttpResponse:
    """What is agreed to, the proofs, what was withdrawn; and the form for a new agreement."""
    record = _voice_or_404(request, page_id)
    form = AgreementForm(request.POST, request.FILES) if request.method == "POST" else AgreementForm()
    if "proof" in bounded.too_large:
        form.add_error("proof", _("This file weighs more than %(most)d MB.") % {"most": DOCUMENT_BYTES // (1024 * 1024)})
    if form.is_bound and form.is_valid() and _recorded(request, record, form):
        return redirect("publications_voices:consents", page_id)
    page = latest_version(record)
    context = {
        "record": record,
        "page": page,
        "form": form,
        "findings": findings(page),
        "obstacles": page.obstacles(),
        "standing": _standing(page_id),
        "agreements": VoiceAgreement.objects.filter(page_id=page_id).select_related("noted_by").prefetch_related("consents"),
        "events": record.events.filter(kind__in=("consent_given", "consent_withdrawn")).select_related("actor"),
        "receipt": ReceiptForm(),
        "link": links.url(record.identifier),
    }
    return render(request, "publications/voices/admin/consents.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, page_id: int) -> HttpResponse:
    """She said it by word of mouth or by letter: the same as by her own link."""
    record = _voice_or_404(request, page_id)
    uses = [use for use in ConsentUse.values if use in request.POST.getlist("use")]
    if withdraw_consents(page_id=record.pk, uses=uses, by=request.user):
        messages.success(request, _("Done: what was on the site has followed at once."))
    else:
        messages.info(request, _("Nothing was agreed to here any more."))
    return redirect("publications_voices:consents", page_id)


@never_cache
@require_safe
def proof(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """The file, as a download."""
    _keepers_only(request)
    agreement = get_object_or_404(VoiceAgreement.objects.select_related("page__record"), pk=agreement_id)
    extension = agreement.proof.name.rpartition(".")[2]
    name = f"accord-{agreement.page.record.identifier}-{agreement.given_on}.{extension}"
    response = FileResponse(agreement.proof.open("rb"), content_type="application/octet-stream", as_attachment=True, filename=name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_safe
def receipt(request: HttpRequest, page_id: int) -> HttpResponse:
    """What is handed to the person: what she agreed to, and how she takes it back. To print."""
    record = _voice_or_404(request, page_id)
    context = _receipt(record) | {"drawn": links.drawn(record.identifier)}
    return render(request, "publications/voices/receipt.html", context)


@require_POST
def send_receipt(request: HttpRequest, page_id: int) -> HttpResponse:
    record = _voice_or_404(request, page_id)
    form = ReceiptForm(request.POST)
    uses = ", ".join(row.get_use_display() for row in VoiceConsent.objects.standing().filter(page_id=page_id))
    if not uses:
        messages.error(request, _("Nothing is agreed to yet: record the agreement first."))
    elif form.is_valid():
        notifications.receipt(record, to=form.cleaned_data["email"], uses=uses)
        messages.success(request, _("The message is on its way."))
    else:
        messages.error(request, _("This is not a mail address."))
    return redirect("publications_voices:consents", page_id)


def _recorded(request: HttpRequest, record: EditorialRecord, form: AgreementForm) -> bool:
    values: dict[str, Any] = {name: form.cleaned_data[name] for name in Given.__dataclass_fields__}
    try:
        record_agreement(page_id=record.pk, by=request.user, given=Given(**values), proof=form.cleaned_data["proof"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Kept. Hand her the receipt: it says how she takes her words back."))
    return True


def _receipt(record: EditorialRecord) -> dict[str, Any]:
    return {
        "page": latest_version(record),
        "code": links.code(record.identifier),
        "standing": _standing(record.pk),
    }


def _standing(page_id: int) -> list[VoiceConsent]:
    """In the order of the uses."""
    rows = VoiceConsent.objects.standing().filter(page_id=page_id).select_related("agreement")
    return sorted(rows, key=lambda row: ConsentUse.values.index(row.use))


def _state(page: VoicePage, use: ConsentUse) -> str:
    """`valid`, `expired`, `withdrawn` or '' when it was never asked; without a query."""
    rows = [row for row in page.consents.all() if row.use == use]
    standing = next((row for row in rows if row.stands), None)
    if standing:
        return "valid" if standing.holds else "expired"
    return "withdrawn" if any(row.withdrawn_at for row in rows) else ""


def _keepers_only(request: HttpRequest) -> None:
    if may_keep_consents(request.user):
        raise Http404


def _voice_or_404(request: HttpRequest, page_id: int) -> EditorialRecord:
    _keepers_only(request)
    voices = EditorialRecord.objects.filter(page__in=VoicePage.objects.values("pk")).select_related("page")
    return get_object_or_404(voices, pk=page_id)
