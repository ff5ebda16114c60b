"""Cahiers, their articles and the sheets that they cite."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image as Drawing
from wagtail.images.models import Image

from core.media import public_collection
from publications.models import ArticlePage, CahierPage, CahierPiece, PublicationIndexPage
from tests.practices.factories import make_editor, make_published, make_user

from .factories import make_content, make_voice, publish

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
    for each in pieces:
        part, piece = each if isinstance(each, tuple) else ("", each)
        rows.append(CahierPiece(part=part, sheet=piece) if isinstance(piece, str) else CahierPiece(part=part, page=piece))
        if not isinstance(piece, str) and not piece.live:
            publish(piece)
    cahier.refresh_from_db()
    cahier.pieces = rows
    cahier.save_revision()
    return publish(cahier)


def make_whole(articles: int = 4, sheets: int = 5, voices: int = 3) -> CahierPage:
    """A public cahier of as many pieces."""
    cahier = make_cahier()
    made = [make_article(cahier, title=f"Article {number}", slug=f"article-{number}") for number in range(articles)]
    owner, editor = make_user(f"autrice-{sheets}@essai.example"), make_editor()
    cited = [make_published(owner, editor, title=f"Fiche {number}").identifier for number in range(sheets)]
    words = [make_voice(title=f"Parole {number}", slug=f"parole-{number}") for number in range(voices)]
    return gather(cahier, *made, *cited, *words)


def make_image(width: int = 1000, height: int = 500) -> Image:
    """A public image."""
    written = BytesIO()
    Drawing.new("RGB", (width, height), "#9c3b23").save(written, "PNG")
    return Image.objects.create(title="Essai", file=ContentFile(written.getvalue(), name="essai.png"), collection=public_collection())
