"""Tools with their files, and dossiers."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from publications.models import DossierIndexPage, DossierItem, DossierPage, ToolFile, ToolIndexPage, ToolPage, ToolSheet
from tests.practices.submission.files import pdf, word

from .factories import make_content


def make_document(name: str = "grille.pdf", *, title: str = "La grille", content: bytes | None = None) -> Document:
    """A whole file of the kind that its name says."""
    content = content if content is not None else (pdf() if name.endswith(".pdf") else word())
    return Document.objects.create(title=title, file=ContentFile(content, name=name))


def make_tool(
    *, title: str = "La grille du palier", files: tuple[ToolFile, ...] = (), sheets: tuple[str, ...] = (), **values: Any
) -> ToolPage:
    """A draft of a tool. `sheets`: identifiers."""
    values = {"type": "grid", "purpose": "Préparer une réunion de palier.", "summary": "Une page à remplir ensemble."} | values
    page = make_content(ToolPage, ToolIndexPage.objects.get(), title=title, **values)
    page.files = list(files)
    page.sheets = [ToolSheet(identifier=identifier) for identifier in sheets]
    page.save_revision()
    return page


def make_file(document: Document | None = None, *, dated: str = "2026-01-10", **values: Any) -> ToolFile:
    return ToolFile(document=document or make_document(), dated=date.fromisoformat(dated), **values)


def make_dossier(*items: str | tuple[str, str, str], title: str = "Rompre l’isolement", **values: Any) -> DossierPage:
    """A draft of a dossier. An item: an identifier, or (part, identifier, reason)."""
    page = make_content(DossierPage, DossierIndexPage.objects.get(), title=title, **values)
    rows = [item if isinstance(item, tuple) else ("", item, "") for item in items]
    page.items = [DossierItem(part=part, identifier=identifier, reason=reason) for part, identifier, reason in rows]
    page.save_revision()
    return page


def versions_of(page: ToolPage) -> list[dict[str, Any]]:
    """Of its first file, as the public reads them."""
    return page.own_data()["files"][0]["versions"]
