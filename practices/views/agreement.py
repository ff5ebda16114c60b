"""The contributor reads the editors' corrections and accepts them, from the mail, without signing in."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import content, notifications
from ..domain.errors import OutOfDate
from ..domain.records import latest_version
from ..domain.review import accept_corrections
from ..models import PracticeRecord
from ..together.versions import agreed_version, changes


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: HttpRequest, token: str) -> HttpResponse:
    """What was corrected since she last agreed; one button accepts it. Reading changes nothing."""
    try:
        page_id, revision_id = notifications.read_agreement_token(token)
    except signing.SignatureExpired:
        return _over(request)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    record = PracticeRecord.objects.select_related("page__latest_revision", "submitted_revision", "region").filter(pk=page_id).first()
    if record is None or not record.is_under_review or record.page.latest_revision_id != revision_id:
        return _over(request)
    version = latest_version(record)
    content_hash = content.public_hash(version)
    if request.method == "POST":
        return _accept(request, record, revision_id, version)
    context = {
        "title": version.title,
        "region": record.region,
        "changes": changes(agreed_version(record), version),
        "accepted": record.accepted_hash == content_hash,
        "revision_id": revision_id,
        "content_hash": content_hash,
    }
    return _private(render(request, "practices/mine/agreement.html", context))


def _accept(request: HttpRequest, record: PracticeRecord, revision_id: int, version) -> HttpResponse:
    """Accepts the very version that the form showed."""
    if request.POST.get("revision_id") != str(revision_id):
        return _over(request)
    try:
        accept_corrections(page_id=record.pk, revision_id=revision_id, content_hash=request.POST.get("content_hash", ""))
    except OutOfDate:
        return _over(request)
    return _private(render(request, "practices/mine/accepted.html", {"title": version.title, "region": record.region}))


def _over(request: HttpRequest) -> HttpResponse:
    """The link has served, or the sheet has changed since: nothing of the sheet is told."""
    return _private(render(request, "practices/mine/agreement_over.html", status=410))


def _private(response: HttpResponse) -> HttpResponse:
    """The address opens a text that is not public: search engines leave it (and the site's policy tells it to no other site)."""
    response["X-Robots-Tag"] = "noindex"
    return response
