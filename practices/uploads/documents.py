"""Documents: PDF and office files of today's formats, told by their content. What acts by itself is refused."""

from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from . import DOCUMENT_BYTES, MEGABYTE, Ready, Unacceptable, office, pdf, properties
from .kinds import HEAD, described

EXTENSIONS = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp")
NAMES = {
    "pdf": "PDF",
    "docx": "Word (.docx)",
    "xlsx": "Excel (.xlsx)",
    "pptx": "PowerPoint (.pptx)",
    "odt": "OpenDocument (.odt)",
    "ods": "OpenDocument (.ods)",
    "odp": "OpenDocument (.odp)",
}


def ready(file: BinaryIO, name: str, size: int) -> Ready:
    """The same file, once it is known what it is. Raises Unacceptable."""
    if size > DOCUMENT_BYTES:
        raise Unacceptable(_("This document weighs more than %(most)d MB.") % {"most": DOCUMENT_BYTES // MEGABYTE})
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(b"%PDF-"):
        pdf.check(file, size)
        extension = "pdf"
    elif head.startswith(b"PK\x03\x04"):
        extension = office.kind(file)
    else:
        raise Unacceptable(_not_a_document(head))
    said = PurePath(name).suffix.lower().lstrip(".")
    if said and said != extension:
        words = {"said": f".{said[:10]}", "kind": NAMES[extension], "right": f".{extension}"}
        raise Unacceptable(_("The name of this file ends in %(said)s, but it is a file of kind %(kind)s: rename it in %(right)s.") % words)
    file.seek(0)
    return Ready(file, extension)


def nameless(file: BinaryIO, name: str, size: int) -> Ready:
    """The same, without what it says of its author beside its text. Raises Unacceptable."""
    return properties.without_names(ready(file, name, size))


def _not_a_document(head: bytes) -> str:
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _(
            "This file is of the old Office format, or protected by a password. Save it as .docx, .xlsx, .pptx or PDF, without a password."
        )
    kind = described(head)
    if kind:
        return _("We take PDF, Word, Excel, PowerPoint and OpenDocument files. Whatever its name says, this file is %(kind)s.") % {
            "kind": kind
        }
    return _("We take PDF, Word, Excel, PowerPoint and OpenDocument files. This file is none of them.")
