"""The portrait and the recording of a voice: public as long as the voice is, and read by national editors before it is."""

import re
from typing import Any, BinaryIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from practices.permissions import is_national_editor

from ..domain.records import latest_version
from ..models import EditorialRecord, PublicContent, VoicePage
from ..vocabulary import Kind
from ..voices import recordings

#: What browsers ask for when somebody moves in a recording: one range of bytes.
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})$")


@require_safe
def portrait(request: HttpRequest, identifier: str) -> HttpResponse:
    page = _readable(request, identifier, "portrait")
    if page.image is None:
        raise Http404
    rendition = page.image.get_rendition("max-800x800|format-webp")
    return _sealed(FileResponse(rendition.file.open("rb"), content_type="image/webp"))


@require_safe
def recording(request: HttpRequest, identifier: str) -> HttpResponse:
    """Whole, or the part that a player asks for."""
    page = _readable(request, identifier, "recording")
    if not page.recording:
        raise Http404
    kind = recordings.TYPES[recordings.extension(page.recording.name)]
    return _sealed(_ranged(request, page.recording.open("rb"), page.recording.size, kind))


def _readable(request: HttpRequest, identifier: str, key: str) -> VoicePage:
    """The live version where the public reads it; the newest for national editors who ask for it (?version=derniere)."""
    record = get_object_or_404(EditorialRecord.objects.select_related("page"), identifier=identifier)
    if record.page.specific_class is not VoicePage:
        raise Http404
    if request.GET.get("version") == "derniere" and is_national_editor(request.user):
        return latest_version(record)
    public = PublicContent.objects.filter(pk=identifier, kind=Kind.VOICE).only("data").first()
    if public is None or not public.data[key]:
        raise Http404
    return record.page.specific


def _ranged(request: HttpRequest, file: Any, size: int, kind: str) -> HttpResponse:
    asked = _RANGE.match(request.headers.get("Range", ""))
    if asked is None or not any(asked.groups()):
        response = FileResponse(file, content_type=kind)
        response["Accept-Ranges"] = "bytes"
        return response
    first, last = (int(asked[1]), int(asked[2] or size - 1)) if asked[1] else (max(size - int(asked[2]), 0), size - 1)
    last = min(last, size - 1)
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    file.seek(first)
    response = FileResponse(_Part(file, last - first + 1), status=206, content_type=kind)
    response["Content-Length"] = str(last - first + 1)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Accept-Ranges"] = "bytes"
    return response


class _Part:
    """So many bytes of a file, then its end."""

    def __init__(self, file: BinaryIO, length: int):
        self.file, self.left = file, length

    def read(self, size: int = -1) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        chunk = self.file.read(wanted)
        self.left -= len(chunk)
        return chunk

    def close(self) -> None:
        self.file.close()


def _sealed(response: HttpResponse) -> HttpResponse:
    """Not kept by anybody on the way: what is withdrawn must not be read again."""
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response
