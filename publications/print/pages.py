"""An edition as pages: what every piece shows, drawn once for paper or for a book."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import paper
from core.typography import french
from practices.citations import authors as signed_by

from ..vocabulary import ArticleType, Kind
from .pictures import Pictures
from .sources import Data, Edition, Piece
from .text import Text, alternative, signatures


@dataclass(frozen=True)
class Page:
    """One piece, drawn. `title` and `by` are ready for a page."""

    anchor: str
    kind: str
    title: SafeString
    plain_title: str
    by: str
    kind_shown: str
    data: Data
    body: SafeString


@dataclass(frozen=True)
class Part:
    title: str
    pieces: list[Page]


@dataclass
class Pages:
    """`book`: for an EPUB, else for a PDF."""

    edition: Edition
    pictures: Pictures
    book: bool = False

    def parts(self) -> list[Part]:
        """The pieces in their order; a piece that says so opens a part."""
        found: list[Part] = []
        for number, piece in enumerate(self.edition.pieces, 1):
            if piece.part or not found:
                found.append(Part(piece.part, []))
            found[-1].pieces.append(self.page(piece, f"piece-{number}", in_part=bool(found[-1].title)))
        return found

    def editorial(self) -> SafeString:
        stream = self.edition.data.get("editorial", [])
        return self._ready(self._text(self.edition.data).drawn(stream), "editorial-", 0 if self.book else 1) if stream else mark_safe("")

    def page(self, piece: Piece, anchor: str, *, in_part: bool = False, alone: bool = False) -> Page:
        """`alone`: its title is the document's own."""
        deeper = 0 if alone or self.book else 2 if in_part else 1
        title = french(piece.data["title"]) if piece.state == "here" else _absent_title(piece)
        return Page(
            anchor=anchor,
            kind=piece.kind,
            title=self._ready(escape(title), "", 0),
            plain_title=title,
            by=_by(piece),
            kind_shown=_kind_shown(piece),
            data=piece.data,
            body=self._ready(self._body(piece), f"{anchor}-", deeper),
        )

    def _body(self, piece: Piece) -> str:
        if piece.state != "here":
            return render_to_string("publications/print/pieces/absent.html", {"piece": piece})
        context: dict[str, Any] = {"data": piece.data, "text": self._text(piece.data).drawn(piece.data.get("body", []))}
        if piece.kind == Kind.ARTICLE:
            context["picture"] = self._picture(piece.data)
        return render_to_string(f"publications/print/pieces/{piece.kind}.html", context)

    def _picture(self, data: Data) -> dict[str, Any] | None:
        alt = alternative(data)
        return self.pictures.shown(data["image"]["id"], alt, data["title"]) if alt else None

    def _text(self, data: Data) -> Text:
        return Text(self.edition, self.pictures, data["title"], book=self.book)

    def _ready(self, markup: str, prefix: str, deeper: int) -> SafeString:
        return paper.ready(markup, prefix=prefix, deeper=deeper, book=self.book)


def address(data: Data) -> str:
    return f"{settings.SITE_URL}/c/{data['id']}/"


def quoted(edition: Edition) -> str:
    """The reference, as one copies it into a bibliography."""
    data, issue = edition.data, edition.issue
    year = ((issue or data)["date"] or "")[:4]
    who = signatures(data) or "Observatoire des pratiques"
    where = issue or data
    series = f"{where['series']}, n° {where['number']}" if where["number"] else where["series"]
    inside = _("in “%(issue)s”, %(series)s") % {"issue": issue["title"], "series": series} if issue else series
    version = _("version %(number)d") % {"number": edition.version} if edition.version > 1 else ""
    link = f"https://doi.org/{data['doi']}" if data.get("doi") else address(data)
    said = ", ".join(filter(None, [inside, "Observatoire des pratiques", version]))
    return french(f"{who}{f' ({year})' if year else ''}. {data['title']}. {said}. {link}")


def _by(piece: Piece) -> str:
    if piece.state != "here" or piece.kind == Kind.VOICE:
        return ""
    return french(", ".join(signed_by(piece.data))) if piece.kind == "sheet" else signatures(piece.data)


def _kind_shown(piece: Piece) -> str:
    if piece.kind == Kind.ARTICLE:
        return "" if piece.data.get("type") == ArticleType.ARTICLE else str(ArticleType(piece.data["type"]).label) if piece.data else ""
    names = {"sheet": pgettext("piece of a cahier", "Practice sheet"), "voice": pgettext("piece of a cahier", "Voice")}
    return names.get(piece.kind) or pgettext("piece of a cahier", "Tool")


def _absent_title(piece: Piece) -> str:
    if piece.kind != Kind.VOICE:
        return _("A text that was taken off")
    return _("Words to read on the site") if piece.state == "withheld" else _("Words that were taken back")
