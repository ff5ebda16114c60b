"""Real files for tests of uploads, made here: honest ones, and ones that lie."""

import struct
import zipfile
import zlib
from io import BytesIO

from PIL import Image

GPS, ORIENTATION, DESCRIPTION = 0x8825, 0x0112, 0x010E
SECRET = "Camille Dupont, 12 rue des Lilas"
CONTENT_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def picture(*, size=(80, 40), kind="JPEG", mode="RGB", colour=None) -> bytes:
    out = BytesIO()
    Image.new(mode, size, colour or ((200, 30, 30) if mode == "RGB" else (200, 30, 30, 90))).save(out, kind)
    return out.getvalue()


def photograph() -> bytes:
    """Taken sideways, somewhere, of somebody: left half red, right half blue as stored; to be turned a quarter clockwise."""
    image = Image.new("RGB", (80, 40), (255, 0, 0))
    image.paste((0, 0, 255), (40, 0, 80, 40))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[DESCRIPTION] = SECRET
    exif.get_ifd(GPS).update({1: "N", 2: (50.0, 37.0, 45.0), 3: "E", 4: (3.0, 3.0, 36.0)})
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, comment=SECRET.encode(), quality=95)
    return out.getvalue()


def bomb() -> bytes:
    """A few kilobytes that say they are a picture of 144 million pixels."""
    side = 12_000

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    packer = zlib.compressobj(9)
    row = bytes(side + 1)
    body = b"".join(packer.compress(row) for _row in range(side)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", body)
        + chunk(b"IEND", b"")
    )


def pdf(*, extra: bytes = b"", trailer: bytes = b"") -> bytes:
    """The smallest whole PDF, with its table where it says."""
    body = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n" + extra
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 3 /Root 1 0 R " + trailer + b">>\n"
    return body + table + b"startxref\n%d\n%%%%EOF\n" % len(body)


def archive(entries: dict[str, bytes], *, packed: bool = True) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as zipped:
        for name, content in entries.items():
            zipped.writestr(name, content)
    return out.getvalue()


def word(*, content_types: str = CONTENT_TYPES, **entries: bytes) -> bytes:
    types = f'<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="{content_types}"/></Types>'
    parts = {"[Content_Types].xml": types.encode(), "word/document.xml": b"<document/>"}
    return archive(parts | {name.replace("__", "/"): content for name, content in entries.items()})


def open_document(**entries: bytes) -> bytes:
    parts = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<content/>", "META-INF/manifest.xml": b"<manifest/>"}
    return archive(parts | entries)


def locked_zip() -> bytes:
    """A document of which each part says that it is encrypted."""
    content = bytearray(word())
    position = 0
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = 0
        while (position := content.find(signature, position)) >= 0:
            content[position + offset] |= 1
            position += 4
    return bytes(content)


def swollen() -> bytes:
    """A document of 50 kilobytes that comes to 50 megabytes once opened."""
    return word(word__media=bytes(50 * 1024 * 1024))
