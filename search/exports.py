"""Every hit of a search as a file: streamed batch by batch, so that memory is the same for ten sheets and for all of them."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from practices import citations
from practices.formats import writing
from practices.linked_data import absolute
from practices.models import PublicPractice

from .api.answers import open_to_all, refused
from .deep import each_page
from .params import ParamError, SearchParams, parse
from .vocabulary import Vocabulary

logger = logging.getLogger(__name__)

#: Texts are sent together up to this size, in characters: line by line each would cost a packet.
CHUNK = 64 * 1024

Sheets = Iterable[dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """One format of export. `texts`: what is written of sheets; None for a file that cannot be read before its end is written."""

    content_type: str
    texts: Callable[[Sheets], Iterable[str]] | None


KINDS = {
    "csv": Kind("text/csv; charset=utf-8", lambda sheets: writing.csv_lines(map(writing.cells, sheets))),
    "xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", None),
    "jsonl": Kind("application/x-ndjson; charset=utf-8", lambda sheets: map(writing.jsonl_line, sheets)),
    "ris": Kind("application/x-research-info-systems; charset=utf-8", lambda sheets: map(citations.ris, sheets)),
    "bib": Kind("application/x-bibtex; charset=utf-8", lambda sheets: map(citations.bibtex, sheets)),
}


@open_to_all
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The file, or 422 with every value that was not understood. `page` and `par_page` mean nothing here."""
    if kind not in KINDS:
        raise Http404
    params = parse(request.GET, Vocabulary())
    if params.errors:
        return refused(params.errors)
    try:
        response = HttpResponse() if request.method == "HEAD" else _file(params, kind)
    except writing.TooManyRows:
        return refused([ParamError("", kind, _("A spreadsheet cannot hold so many sheets: narrow the search, or take the CSV file."))])
    response["Content-Type"] = KINDS[kind].content_type
    response["Content-Disposition"] = f'attachment; filename="pratiques-{timezone.localdate()}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def sheets_of(pages: Iterable[list[str]]) -> Iterator[dict[str, Any]]:
    """The public objects of these sheets, in this order, with absolute addresses: one query a page. What was withdrawn is left out."""
    for identifiers in pages:
        found = dict(PublicPractice.objects.filter(pk__in=identifiers).values_list("identifier", "data")) if identifiers else {}
        yield from (absolute(found[identifier]) for identifier in identifiers if identifier in found)


def _file(params: SearchParams, kind: str) -> HttpResponse | StreamingHttpResponse:
    sheets = _watched(sheets_of(each_page(params)), kind)
    texts = KINDS[kind].texts
    return StreamingHttpResponse(_chunks(texts(sheets))) if texts else _spreadsheet(sheets)


def _spreadsheet(sheets: Sheets) -> FileResponse:
    """Whole on the disk before the first byte leaves: a failure on the way is an error, never half a file."""
    with TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / "pratiques.xlsx"
        writing.write_xlsx(path, map(writing.cells, sheets))
        # Open, it outlives its folder, and goes with the answer.
        return FileResponse(path.open("rb"))


def _chunks(texts: Iterable[str]) -> Iterator[bytes]:
    held, size = [], 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size >= CHUNK:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()


def _watched(sheets: Sheets, kind: str) -> Iterator[dict[str, Any]]:
    """The same sheets. What goes wrong on the way is logged and raised: the server cuts the line, so that half a file never looks whole."""
    given = 0
    try:
        for sheet in sheets:
            yield sheet
            given += 1
    except Exception:
        logger.exception("Export .%s broken off after %d sheets.", kind, given)
        raise
