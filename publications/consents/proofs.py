"""The proof of an agreement: a scan, a photograph, a mail printed to PDF, or recorded words; told by what it holds."""

from typing import BinaryIO

from practices.uploads import Ready, documents, images
from practices.uploads.kinds import HEAD

from ..voices import recordings

IMAGES = (b"\xff\xd8\xff", b"\x89PNG")


def ready(file: BinaryIO, name: str, size: int) -> Ready:
    """The file, once it is known what it is. Raises Unacceptable."""
    if recordings.extension_of(file):
        return Ready(file, recordings.check(file))
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(IMAGES) or head[8:12] == b"WEBP":
        return images.ready(file, size)
    return documents.ready(file, name, size)
