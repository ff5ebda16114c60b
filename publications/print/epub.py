"""The EPUB 3 of a cahier: pages of XHTML in a zip, with the contents, the metadata and what readers are told of its accessibility."""

import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from lxml import etree

from core.made_files import NotMade
from core.paper import NOT_TEXT
from core.printed import fonts

from .pages import Pages, Part, address, quoted
from .pdf import ornament
from .pictures import Pictures
from .sources import Edition
from .text import signatures

MIMETYPE = "application/epub+zip"
TEMPLATES = "publications/print/book"
MEDIA_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".css": "text/css"}
COLUMNS, ROWS = 34, 20


@dataclass(frozen=True)
class Document:
    """One page of the book."""

    name: str
    title: str
    content: str

    @property
    def file(self) -> str:
        return f"{self.name}.xhtml"


@dataclass(frozen=True)
class Group:
    """Pages that stand together in the contents: those of a part, or of none."""

    title: str
    documents: list[Document]


def write(edition: Edition, into: Path) -> None:
    """Writes the book to `into`. Raises NotMade, in words."""
    pictures = Pictures("images/{name}")
    groups = _groups(edition, pictures)
    documents = [document for group in groups for document in group.documents]
    images = pictures.given | {"images/weave.svg": ornament(edition.data, COLUMNS, ROWS)}
    faces = {f"fonts/{Path(path).name}": Path(path).read_bytes() for path in fonts().values()}
    others = {**images, **faces, "book.css": render_to_string(f"{TEMPLATES}/book.css").encode()}
    context = _context(edition) | {
        "groups": groups,
        "documents": documents,
        "files": [
            {"name": name, "id": name.replace("/", "-").replace(".", "-"), "type": MEDIA_TYPES[Path(name).suffix]} for name in others
        ],
        "has_pictures": bool(pictures.given),
    }
    pages = {document.file: document.content for document in documents}
    pages |= {"nav.xhtml": _drawn("nav", context), "package.opf": _drawn("package", context)}
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as book:
        # First and not compressed: by its place in the file readers know what it is.
        book.writestr(_entry("mimetype", zipfile.ZIP_STORED), MIMETYPE)
        book.writestr(_entry("META-INF/container.xml"), _drawn("container", context))
        for name, content in {**pages, **others}.items():
            book.writestr(_entry(f"EPUB/{name}"), content)


def _groups(edition: Edition, pictures: Pictures) -> list[Group]:
    pages, context = Pages(edition, pictures, book=True), _context(edition)
    front = [_document("cover", pgettext("of a book", "Cover"), context), _document("imprint", _("This issue"), context)]
    if editorial := pages.editorial():
        front.append(_document("editorial", pgettext("of a cahier", "Editorial"), context | {"body": editorial}))
    return [Group("", front), *(_part(part, context) for part in pages.parts())]


def _part(part: Part, context: dict[str, Any]) -> Group:
    documents = []
    for number, piece in enumerate(part.pieces):
        drawn = _drawn("piece", context | {"piece": piece, "part": "" if number else part.title})
        documents.append(Document(piece.anchor, piece.plain_title, drawn))
    return Group(part.title, documents)


def _document(name: str, title: str, context: dict[str, Any]) -> Document:
    return Document(name, title, _drawn(name, context))


def _context(edition: Edition) -> dict[str, Any]:
    return {
        "edition": edition,
        "by": signatures(edition.data),
        "address": address(edition.data),
        "quoted": quoted(edition),
        # By which reading systems tell one version of a book from another.
        "modified": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _drawn(name: str, context: dict[str, Any]) -> str:
    """A page, which a reading system takes only if it is well-formed XML."""
    drawn = NOT_TEXT.sub("", render_to_string(f"{TEMPLATES}/{name}.html", context))
    try:
        etree.fromstring(drawn.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise NotMade(f"{name}: {error}") from error
    return drawn


def _entry(name: str, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, timezone.now().timetuple()[:6])
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    return entry
