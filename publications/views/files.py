"""Files of contents: public with the content, else for those who may edit it. Nothing lies under a public media path."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.documents.models import Document

from practices.models import GONE

from ..domain.records import latest_version
from ..drawing import draw_gone
from ..models import EditorialRecord, PublicContent, ToolPage


@require_safe
def file(request: HttpRequest, identifier: str, document_id: int) -> HttpResponse | FileResponse:
    """A file of a tool in one of its versions, always as a download."""
    if not _is_public(identifier, document_id) and not _may_edit(request, identifier, document_id):
        return _absent(request, identifier, document_id)
    document = get_object_or_404(Document, pk=document_id)
    try:
        opened = document.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(opened, content_type="application/octet-stream", as_attachment=True, filename=document.filename)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _is_public(identifier: str, document_id: int) -> bool:
    return any(version["id"] == document_id and not version["withdrawn"] for version in _public_versions(identifier))


def _public_versions(identifier: str) -> list[dict[str, Any]]:
    data = PublicContent.objects.filter(pk=identifier).values_list("data", flat=True).first() or {}
    return [version for each in data.get("files", []) for version in each["versions"]]


def _may_edit(request: HttpRequest, identifier: str, document_id: int) -> bool:
    """For previews: who may edit the page downloads what its newest version names."""
    if not request.user.is_authenticated:
        return False
    record = EditorialRecord.objects.select_related("page").filter(identifier=identifier).first()
    if record is None or not record.page.permissions_for_user(request.user).can_edit():
        return False
    page = latest_version(record)
    return isinstance(page, ToolPage) and any(row.document_id == document_id for row in page.files.all())


def _absent(request: HttpRequest, identifier: str, document_id: int) -> HttpResponse:
    """A file that was taken off, by itself or with its content, is said to be gone; any other is not found."""
    record = EditorialRecord.objects.filter(identifier=identifier).first()
    if record is None or not (record.public_state in GONE or _is_withdrawn(identifier, document_id)):
        raise Http404
    return draw_gone(request, record)


def _is_withdrawn(identifier: str, document_id: int) -> bool:
    """Of a content that is public still."""
    return any(version["id"] == document_id and version["withdrawn"] for version in _public_versions(identifier))
