"""Cahiers, their articles and the sheets that they cite."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image as Drawing
from wagtail.images.models import Image

from core.media import public_collection
from publications.models import ArticlePage, CahierPage, CahierPiece, PublicationIndexPage

from .factories import make_content, publish

TEXT = [("text", "<p>Un texte.</p>")]


def stream(model, name: str, blocks) -> Any:
    """A stream of `(type, value)`."""
    return model._meta.get_field(name).stream_block.to_python([{"type": kind, "value": value} for kind, value in blocks])


def make_cahier(*, title: str = "Faire groupe", slug: str = "faire-groupe", editorial=(), **values: Any) -> CahierPage:
    values = {"number": 1, "date": "2026-10-15", "summary": "Ce que le groupe déplace."} | values
    stream_value = stream(CahierPage, "editorial", editorial)
    return make_content(CahierPage, PublicationIndexPage.objects.get(), title=title, slug=slug, editorial=stream_value, **values)


def make_article(
    cahier: CahierPage, *, title: str = "Du guichet à la table", slug: str = "du-guichet", body=TEXT, **values: Any
) -> ArticlePage:
    cahier.refresh_from_db()
    return make_content(ArticlePage, cahier, title=title, slug=slug, body=stream(ArticlePage, "body", body), **values)


def gather(cahier: CahierPage, *pieces: Any) -> CahierPage:
    """Puts these in, in this order: pages, identifiers of sheets, and `("heading of a part", piece)`; then publishes all of it."""
    rows = []
    for place, each in enumerate(pieces):
        part, piece = each if isinstance(each, tuple) else ("", each)
        what = {"sheet": piece} if isinstance(piece, str) else {"page": piece}
        rows.append(CahierPiece(sort_order=place, part=part, **what))
        if not isinstance(piece, str) and not piece.live:
            publish(piece)
    cahier.refresh_from_db()
    cahier.pieces = rows
    cahier.save_revision()
    return publish(cahier)


def make_image(width: int = 1000, height: int = 500) -> Image:
    """A public image."""
    written = BytesIO()
    Drawing.new("RGB", (width, height), "#9c3b23").save(written, "PNG")
    return Image.objects.create(title="Essai", file=ContentFile(written.getvalue(), name="essai.png"), collection=public_collection())
