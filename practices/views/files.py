"""Images and documents of sheets: public with the sheet, else for those who may read it. Nothing lies under a public media path."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ..domain.records import latest_version
from ..models import PracticePage, PracticeRecord, PublicState
from ..permissions import may_read_unpublished
from ..queries import tombstones
from .public import gone


@require_safe
def image(request, identifier):
    """The sheet's image, at most 1,200 pixels wide."""
    version = _readable_version(request, identifier)
    return served_image(version) if version else _absent(request, identifier)


@require_safe
def document(request, identifier, document_id):
    """A document of the sheet, always as a download."""
    version = _readable_version(request, identifier)
    return served_document(version, document_id) if version else _absent(request, identifier)


def served_image(page: PracticePage):
    """The image of this version, for a caller who has checked that it may be read."""
    if page.image is None:
        raise Http404
    rendition = page.image.get_rendition("max-1200x1200|format-webp")
    return _served(rendition.file, "image/webp")


def served_document(page: PracticePage, document_id: int):
    """As `served_image`, for a document of this version."""
    row = next((row for row in page.document_rows.all() if row.document_id == document_id), None)
    if row is None:
        raise Http404
    return _served(row.document.file, "application/octet-stream", as_attachment=True, filename=row.document.filename)


def _readable_version(request, identifier) -> PracticePage | None:
    """The live version for everybody; the newest one for those who may read it and ask for it (?version=derniere); None for others."""
    record = get_object_or_404(PracticeRecord.objects.select_related("page"), identifier=identifier)
    if request.GET.get("version") == "derniere" and may_read_unpublished(request.user, record) is None:
        return latest_version(record)
    return record.page if record.public_state == PublicState.PUBLISHED else None


def _absent(request, identifier):
    """Files of a sheet that was taken off the site are gone as it is; those of one that was never public are not found."""
    return gone(request, tombstones().filter(identifier=identifier).first())


def _served(file, content_type, **options):
    response = FileResponse(file.open("rb"), content_type=content_type, **options)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
