"""The download of one's own data: a file of texts per app, and the files that one gave. Written while it is sent, never whole in memory."""

import io
import json
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from accounts.personal_data import sources

_CHUNK = 64 * 1024


class _Pipe(io.RawIOBase):
    """What was written since it was last read; cannot be wound back, as a connection."""

    def __init__(self):
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self._waiting += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


def archive_of(user: User) -> Iterator[bytes]:
    """The archive, piece by piece."""
    pipe = _Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED) as archive:
        archive.writestr(_entry("LISEZMOI.txt"), render_to_string("accounts/own_data.txt", {}))
        yield pipe.take()
        for source in sources():
            if data := source.data_of(user):
                archive.writestr(_entry(f"{source.name}.json"), _text(data))
                yield pipe.take()
            for path, file in source.files_of(user):
                with file.open("rb") as opened, archive.open(_entry(f"fichiers/{path}"), "w") as into:
                    while piece := opened.read(_CHUNK):
                        into.write(piece)
                        yield pipe.take()
    yield pipe.take()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, date_time=timezone.localtime().timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    return entry


def _text(data) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
