"""Files that contributors send: what they really are, and whether they can be kept. Nothing here touches the database."""

from dataclasses import dataclass
from typing import BinaryIO

from django.utils.functional import Promise

MEGABYTE = 1024 * 1024
IMAGE_BYTES = 12 * MEGABYTE
IMAGE_PIXELS = 50_000_000
#: Longest side that is kept, in pixels: enough for a printed page.
IMAGE_SIDE = 2_560
DOCUMENT_BYTES = 20 * MEGABYTE
MOST_DOCUMENTS = 10


class Unacceptable(Exception):
    """The file cannot be kept; the message says why and what to do."""

    def __init__(self, message: str | Promise):
        self.message = str(message)
        super().__init__(self.message)


@dataclass(frozen=True)
class Ready:
    """A file that can be kept: its content, and the extension that its content calls for."""

    file: BinaryIO
    extension: str
