"""A cahier with a piece of every kind, as the page editor writes it."""

import io
import json
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image as Drawing
from pypdf import PdfReader
from wagtail.images.models import Image

from core.media import public_collection
from practices import content
from practices.domain.imports import import_row, read_row
from practices.models import PublicPractice
from publications.models import (
    ArticlePage,
    CahierPage,
    CahierPiece,
    ContentAuthor,
    ContentFile,
    EditorialPage,
    PublicationIndexPage,
    ToolIndexPage,
    ToolPage,
    VoicePage,
)
from tests.publications.factories import make_content, make_voice, publish

FULL = json.loads((Path(__file__).parents[2] / "practices/full_sheet.json").read_text(encoding="utf-8"))


def make_sheet(**changes: Any) -> PublicPractice:
    """A public sheet with every chapter filled."""
    lookup = content.Lookup()
    row, faults = read_row(FULL | changes, publish=True, lookup=lookup)
    assert faults == []
    record, _created = import_row(row, owner=None, publish=True, is_demo=False, lookup=lookup)
    return PublicPractice.objects.get(identifier=record.identifier)


def make_image(size=(600, 400), mode="RGB") -> Image:
    written = io.BytesIO()
    Drawing.new(mode, size, "#9c3b23").save(written, "PNG")
    written.seek(0)
    return Image.objects.create(title="Six séances", file=ImageFile(written, name="seances.png"), collection=public_collection())


def body_of(image: Image, sheet: PublicPractice, voice: VoicePage) -> list[dict[str, Any]]:
    """Every block that an article may hold."""
    return [
        {"type": "text", "value": "<p>Le groupe tient par ses <b>règles</b>[^regle] ; elles se disent[^1].</p><ul><li>À deux</li></ul>"},
        {"type": "heading", "value": "Ce que l’on voit"},
        {
            "type": "figure",
            "value": {
                "image": {"image": image.pk, "decorative": False, "alt_text": "Six barres qui montent"},
                "caption": "Six séances",
                "source": "L’équipe",
            },
        },
        {"type": "image", "value": {"image": {"image": image.pk, "decorative": True, "alt_text": ""}, "caption": ""}},
        {
            "type": "table",
            "value": {
                "caption": "Présences",
                "cells": "Séance\tPersonnes\n1\t6\n2\t9",
                "heads_rows": True,
                "source": "Relevé de l’équipe",
            },
        },
        {"type": "quote", "value": {"text": "On se dit bonjour.", "said_by": "Une habitante"}},
        {"type": "sheet", "value": {"identifier": sheet.identifier, "version": None}},
        {"type": "voice", "value": {"voice": voice.pk}},
        {"type": "reference", "value": {"text": "Un livre à lire", "url": "https://livre.example/"}},
        {"type": "note", "value": {"mark": "regle", "text": "<p>Affichées au mur.</p>"}},
        {"type": "note", "value": {"mark": "1", "text": "<p>À chaque séance, <i>sans exception</i>.</p>"}},
    ]


def make_article(cahier: CahierPage, title: str, body: list[dict[str, Any]], **values: Any) -> ArticlePage:
    page = make_content(ArticlePage, cahier, title=title, themes=["isolement"], **{"summary": "En deux mots.", **values})
    page.author_rows = [ContentAuthor(name="Nadia Essai", affiliation="Centre social des Tilleuls"), ContentAuthor(name="Sacha Essai")]
    page.bibliography = "Essai, N., Le groupe, 2024, https://livre.example/groupe\nEssai, S., La règle, 2025"
    return written(page, "body", body)


def written(page: Any, name: str, stream: list[dict[str, Any]]) -> Any:
    """The page with this text, saved as a version."""
    setattr(page, name, page._meta.get_field(name).stream_block.to_python(stream))
    page.save_revision()
    return type(page).objects.get(pk=page.pk)


def make_cahier(**values: Any) -> CahierPage:
    """A draft: no piece yet."""
    values = {"title": "Faire groupe", "slug": "faire-groupe", "number": 3, "date": "2026-10-15", "summary": "Douze textes."} | values
    page = make_content(CahierPage, PublicationIndexPage.objects.get(), themes=["isolement"], **values)
    page.author_rows = [ContentAuthor(name="Comité de lecture", affiliation="Observatoire")]
    return written(page, "editorial", [{"type": "text", "value": "<p>Pourquoi ce numéro ?</p>"}])


def gather(cahier: CahierPage, *pieces: tuple[str, Any]) -> CahierPage:
    """Gives it these pieces: (part, page or public sheet)."""
    rows = [
        CahierPiece(part=part, page=EditorialPage.objects.get(pk=piece.pk))
        if isinstance(piece, EditorialPage)
        else CahierPiece(part=part, sheet=piece.pk)
        for part, piece in pieces
    ]
    newest = cahier.latest_revision.as_object()
    newest.pieces = rows
    newest.save_revision()
    return CahierPage.objects.get(pk=cahier.pk)


def make_whole_cahier() -> CahierPage:
    """A draft with a piece of every kind, in two parts."""
    sheet, voice, cahier = make_sheet(), make_voice(agreed=("site", "print")), make_cahier()
    other = make_voice(title="Bonjour", said_by="Moussa", words="On me dit bonjour.", agreed=("site", "print"))
    publish(other)
    article = make_article(cahier, "Du guichet à la table : ce que le groupe déplace", body_of(make_image(), sheet, other))
    tool = make_content(ToolPage, ToolIndexPage.objects.get(), title="Une grille", purpose="Préparer.", with_whom="L’équipe.")
    return gather(cahier, ("Changer de place", article), ("", sheet), ("Tenir", voice), ("", tool))


def pages_of(row: ContentFile) -> list[str]:
    """The text of each page of a PDF, on one line."""
    with row.open() as file:
        return [" ".join(page.extract_text().replace("\x00", "").replace("-\n", "-").split()) for page in PdfReader(file).pages]


def bookmarks_of(row: ContentFile) -> list[str]:
    """The titles of the first level."""
    with row.open() as file:
        return [entry.title for entry in PdfReader(file).outline if not isinstance(entry, list)]


def text_of(row: ContentFile) -> str:
    return " ".join(pages_of(row))
