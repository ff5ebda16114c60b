"""The image and the documents of a row: those that the sheet has already are recognised, others come from the files sent along."""

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import SEEK_END
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.models import Image

from .. import cleaning
from ..formats.attachments import Attachments
from ..models import PracticeDocument, PracticePage, PracticeRecord
from ..public import sha256
from ..sheet import Fault
from ..uploads import MEGABYTE, MOST_DOCUMENTS, Ready, Unacceptable, documents, images
from ..vocabulary import Licence
from .files import NewDocument, new_document, new_image
from .stored_files import Stored

NOT_HERE = gettext_lazy("This file is not attached to the sheet: send it along, or add it once the sheet is imported.")
TITLE_LENGTH = 200
PATH_LENGTH = 500
#: What is said of an image cannot be guessed, nor can the agreement of those who are on it.
NEEDED = {
    "alt": gettext_lazy("Say in a few words what the image shows: some readers hear it."),
    "credit": gettext_lazy("Say who made the image, for example “Photo: Tilleuls team”."),
    "consent": gettext_lazy("Write “true” once the persons who can be recognised have agreed, or when nobody can be."),
}


@dataclass
class RowFiles:
    """What a row says of its files; `image` and each of `documents` have `sha256` and `file`, one of which may be empty."""

    image: dict[str, Any] | None = None
    documents: list[dict[str, Any]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.image or self.documents)


def read_files(data: dict[str, Any], faults: list[Fault]) -> RowFiles:
    """The files that an object of the formats names; what is wrong is added to `faults`."""
    image, rows = data.get("image") or None, data.get("documents") or []
    if image is not None and not isinstance(image, dict):
        faults.append(("image", _("An object with its fields is expected.")))
        image = None
    if not isinstance(rows, list) or not all(isinstance(item, dict) for item in rows):
        faults.append(("documents", _("A list of rows is expected.")))
        rows = []
    if len(rows) > MOST_DOCUMENTS:
        faults.append(("documents", _("%(count)d documents at most: remove one first.") % {"count": MOST_DOCUMENTS}))
        rows = []
    return RowFiles(
        image
        and {
            "sha256": str(image.get("sha256") or "").lower(),
            "file": _line(image, "file", "image", faults, PATH_LENGTH),
            "alt": _line(image, "alt", "image", faults),
            "credit": _line(image, "credit", "image", faults),
            "consent": image.get("consent") is True,
        },
        [
            {
                "sha256": str(item.get("sha256") or "").lower(),
                "file": _line(item, "file", f"documents[{index}]", faults, PATH_LENGTH),
                "title": _line(item, "title", f"documents[{index}]", faults, TITLE_LENGTH),
                "licence": _licence(item, f"documents[{index}].licence", faults),
            }
            for index, item in enumerate(rows)
        ],
    )


class FilesRefused(Exception):
    """`faults` says what is wrong with which file."""

    def __init__(self, faults: list[Fault]):
        self.faults = [(path, str(message)) for path, message in faults]
        super().__init__(self.faults)


def attach(*, record: PracticeRecord, page: PracticePage, files: RowFiles, sent: Attachments | None, by, stored: Stored | None) -> None:
    """Gives the page, in memory, the files of the row. Raises FilesRefused.

    New ones are kept, and added to `stored` for who must take them back; without `stored` they are looked at only.
    """
    faults: list[Fault] = []
    with ExitStack() as opened:
        image = _image(page, files.image, sent, opened, faults)
        held = {sha256(row.document.file): row for row in page.document_rows.all()} if files.documents else {}
        found = [_document(item, index, held, sent, opened, faults) for index, item in enumerate(files.documents)]
        if faults:
            raise FilesRefused(faults)
        if stored is not None:
            _put_image(page, record, files.image, image, by, stored)
            rows = [_row(record, item, each, by, stored) for item, each in zip(files.documents, found, strict=True)]
            page.document_rows = [PracticeDocument(document_id=pk, licence=licence, sort_order=at) for at, (pk, licence) in enumerate(rows)]


def _image(page: PracticePage, said: dict[str, Any] | None, sent, opened: ExitStack, faults: list[Fault]) -> Image | Ready | None:
    if said is None:
        return None
    held = {sha256(page.image.file): page.image} if page.image else {}
    try:
        found = _found(said, held, sent, opened, images.ready)
    except Unacceptable as refusal:
        faults.append(("image", refusal.message))
        return None
    if isinstance(found, Ready):
        faults += [(f"image.{key}", str(message)) for key, message in NEEDED.items() if not said[key]]
    return found


def _document(item: dict[str, Any], index: int, held, sent, opened: ExitStack, faults: list[Fault]) -> PracticeDocument | Ready | None:
    try:
        return _found(item, held, sent, opened, lambda file, size: documents.nameless(file, item["file"], size))
    except Unacceptable as refusal:
        faults.append((f"documents[{index}]", refusal.message))
        return None


def _found(item: dict[str, Any], held: dict[str, Any], sent: Attachments | None, opened: ExitStack, check) -> Any:
    """What the sheet holds already, else the file that was sent along, cleaned. Raises Unacceptable."""
    if known := held.get(item["sha256"]):
        return known
    if sent is None or not item["file"]:
        raise Unacceptable(NOT_HERE)
    file = opened.enter_context(sent.open(item["file"]))
    if item["sha256"] and _digest(file) != item["sha256"]:
        raise Unacceptable(_("The file “%(path)s” is not the one whose sha256 is given.") % {"path": item["file"]})
    ready = check(file, file.seek(0, SEEK_END))
    # The same file once more: it was cleaned in the same way.
    return held.get(_digest(ready.file)) or ready


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(MEGABYTE):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _put_image(page: PracticePage, record: PracticeRecord, said: dict[str, Any] | None, found: Image | Ready | None, by, stored) -> None:
    if said is None:
        page.image, page.image_alt, page.image_credit, page.image_consent = None, "", "", False
        return
    if isinstance(found, Ready):
        page.image = image = new_image(record, page, by, found)
        stored.add(image.file)
        page.image_consent = said["consent"]
    page.image_alt, page.image_credit = said["alt"], said["credit"]


def _row(record: PracticeRecord, item: dict[str, Any], found: Any, by, stored) -> tuple[int, str]:
    if isinstance(found, PracticeDocument):
        return found.document_id, item["licence"] or found.licence
    licence = item["licence"] or Licence.CC_BY
    title = item["title"] or PurePosixPath(item["file"]).stem.replace("_", " ")[:TITLE_LENGTH] or _("Document")
    document = new_document(record, by, NewDocument(found, title, licence))
    stored.add(document.file)
    return document.pk, licence


def _line(row: dict[str, Any], key: str, where: str, faults: list[Fault], longest: int = cleaning.LINE_LENGTH) -> str:
    try:
        return cleaning.clean_text(row.get(key), longest=longest, multiline=False)
    except ValidationError as error:
        faults += [(f"{where}.{key}", message) for message in error.messages]
        return ""


def _licence(document: dict[str, Any], path: str, faults: list[Fault]) -> str:
    try:
        return cleaning.clean_choice(document.get("licence"), Licence)
    except ValidationError as error:
        faults += [(path, message) for message in error.messages]
        return ""
