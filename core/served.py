"""A made file as an answer: with what caches and readers need to know of it, or a page that asks for a little patience."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from .made_files import MadeFile

#: Seconds after which to look again for a file that is on its way.
LOOK_AGAIN = 5


def served(request: HttpRequest, row: MadeFile, *, content_type: str, filename: str) -> HttpResponse:
    """The file itself; 304 for whoever has it already."""
    etag, made = f'"{row.sha256}"', int(row.made_at.timestamp()) if row.made_at else None
    answer = get_conditional_response(request, etag=etag, last_modified=made) or _whole(row, content_type, filename)
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(made)
    # Asked for anew each time: what was withdrawn must not live on in a cache.
    answer["Cache-Control"] = "no-cache"
    return answer


def _whole(row: MadeFile, content_type: str, filename: str) -> FileResponse:
    answer = FileResponse(row.open(), content_type=content_type, filename=filename)
    answer["Content-Length"] = row.size
    return answer


def under_way(request: HttpRequest, title: str, back: str) -> HttpResponse:
    """202: the file is being made. The page does not reload by itself: that would take it from people who read slowly."""
    answer = render(request, "core/print/under_way.html", {"title": title, "back": back}, status=202)
    answer["Retry-After"] = str(LOOK_AGAIN)
    answer["Cache-Control"] = "no-store"
    return answer
