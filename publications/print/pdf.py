"""The PDF of a cahier and of an article."""

from pathlib import Path

from django.template.loader import render_to_string

from core.printed import MOTIF, lay_out, motif
from practices.printing import SIGNS

from ..vocabulary import Kind
from .pages import Pages, address, quoted
from .pictures import Pictures
from .sources import Data, Edition, Piece
from .text import signatures

#: Crossings of the cover's motif.
COLUMNS, ROWS = 34, 26


def write(edition: Edition, into: Path) -> None:
    """Writes the file to `into`. Raises NotMade, in words."""
    pictures = Pictures("own:{name}")
    html = page_source(edition, pictures)
    lay_out(html, {MOTIF: ornament(edition.data, COLUMNS, ROWS), **SIGNS, **pictures.given}, into)


def page_source(edition: Edition, pictures: Pictures) -> str:
    """The document before it is laid out."""
    pages = Pages(edition, pictures)
    context = {
        "edition": edition,
        "by": signatures(edition.data),
        "address": address(edition.data),
        "quoted": quoted(edition),
    }
    if edition.data["kind"] == Kind.CAHIER:
        return render_to_string("publications/print/cahier.html", context | {"parts": pages.parts(), "editorial": pages.editorial()})
    own = pages.page(Piece(Kind.ARTICLE, edition.data["id"], "", edition.data), "article", alone=True)
    return render_to_string("publications/print/article.html", context | {"piece": own})


def ornament(data: Data, columns: int, rows: int) -> bytes:
    """The motif of a content, in the inks of its first theme."""
    theme = data["themes"][0]["slug"] if data["themes"] else ""
    return motif(data["id"], theme, columns, rows)
