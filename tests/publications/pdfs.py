"""PDF files made by hand: of words, without any, encrypted, broken, endless."""

from io import BytesIO

from pypdf import PdfReader, PdfWriter


def pdf_of(*pages: str) -> bytes:
    """One page for each text; its lines under each other."""
    return whole_pdf([_drawn(text) for text in pages])


def whole_pdf(drawings: list[bytes]) -> bytes:
    """A PDF whose pages are drawn so."""
    numbers = [4 + 2 * place for place in range(len(drawings))]
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(drawings), b" ".join(b"%d 0 R" % number for number in numbers)),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    for number, drawing in zip(numbers, drawings, strict=True):
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
        objects[number] = page % (number + 1)
        objects[number + 1] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing)
    out, places = BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in sorted(objects.items()):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return out.getvalue()


def _drawn(text: str) -> bytes:
    lines = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252") for line in text.split("\n")]
    return b"BT /F1 12 Tf 14 TL 50 780 Td " + b" ".join(b"(%s) Tj T*" % line for line in lines) + b" ET"


def encrypted(content: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.encrypt(user_password=password, owner_password="propriétaire", algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
