"""Every hit of a search as a file: streamed batch by batch, so that memory is the same for ten sheets and for all of them."""

import logging
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from core.params import ParamError
from practices import citations
from practices.formats import writing
from practices.linked_data import absolute
from practices.models import PublicPractice

from .api.answers import open_to_all, refused
from .deep import Pages, each_page
from .params import parse
from .vocabulary import Vocabulary

logger = logging.getLogger(__name__)

#: Texts are sent together up to this size, in characters: line by line each would cost a packet.
CHUNK = 64 * 1024

Sheets = Generator[dict[str, Any], None, None]


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
        response = HttpResponse() if request.method == "HEAD" else file_of(each_page(params), kind)
    except writing.TooManyRows:
        return refused([ParamError("", kind, _("A spreadsheet cannot hold so many sheets: narrow the search, or take the CSV file."))])
    return download(response, kind, f"pratiques-{timezone.localdate()}")


def download(response: HttpResponseBase, kind: str, name: str) -> HttpResponseBase:
    """The answer as a file of this format to save under this name."""
    response["Content-Type"] = KINDS[kind].content_type
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def sheets_of(pages: Iterable[list[str]]) -> Iterator[dict[str, Any]]:
    """The public objects of these sheets, in this order, with absolute addresses: one query a page. What was withdrawn is left out."""
    for identifiers in pages:
        found = dict(PublicPractice.objects.filter(pk__in=identifiers).values_list("identifier", "data")) if identifiers else {}
        yield from (absolute(found[identifier]) for identifier in identifiers if identifier in found)


def file_of(pages: Pages, kind: str) -> HttpResponse | StreamingHttpResponse:
    """The sheets of these pages of identifiers in one file. Raises writing.TooManyRows."""
    sheets = _every_sheet(pages, kind)
    texts = KINDS[kind].texts
    return StreamingHttpResponse(_chunks(texts, sheets)) if texts else _spreadsheet(sheets)


def _every_sheet(pages: Pages, kind: str) -> Sheets:
    """What goes wrong on the way is logged and raised: the server then cuts the line, so that half a file never looks whole."""
    given = 0
    try:
        with closing(pages):
            for sheet in sheets_of(pages):
                yield sheet
                given += 1
    except Exception:
        logger.exception("Export .%s broken off after %d sheets.", kind, given)
        raise


def _spreadsheet(sheets: Sheets) -> FileResponse:
    """Whole on the disk before the first byte leaves: a failure on the way is an error, never half a file."""
    with closing(sheets), TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / "pratiques.xlsx"
        writing.write_xlsx(path, map(writing.cells, sheets))
        # Open, it outlives its folder, and goes with the answer.
        return FileResponse(path.open("rb"))


def _chunks(texts: Callable[[Sheets], Iterable[str]], sheets: Sheets) -> Iterator[bytes]:
    """Closed with the answer, finished or not."""
    held: list[str] = []
    size = 0
    with closing(sheets):
        for text in texts(sheets):
            held.append(text)
            size += len(text)
            if size >= CHUNK:
                yield "".join(held).encode()
                held, size = [], 0
    yield "".join(held).encode()
