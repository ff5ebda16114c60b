"""Files that editors put on the site: what they really are, told by their content, and what the public is told of them."""

from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _
from wagtail.documents.models import Document

from practices.public import sha256
from practices.uploads import Unacceptable, documents


def faults_of(document: Document) -> list[str]:
    """Why this document cannot be offered; empty when nothing is wrong with it."""
    try:
        with document.open_file() as file:
            documents.ready(file, document.filename, document.file.size)
    except FileNotFoundError:
        return [_("The file of “%(title)s” is missing: send it again.") % {"title": document.title}]
    except Unacceptable as refusal:
        return [f"{document.title}: {refusal.message}"]
    return []


def told(document: Document) -> dict[str, Any]:
    """What the public reads of a document: number, name, kind (the extension that its content calls for), size in bytes, digest."""
    return {
        "id": document.pk,
        "name": document.filename,
        "kind": PurePath(document.filename).suffix.lower().lstrip("."),
        "size": document.file.size,
        "sha256": sha256(document.file),
    }
