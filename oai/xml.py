"""Writing XML: any text becomes text, nothing else."""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

XSI = "http://www.w3.org/2001/XMLSchema-instance"

# XML 1.0 has no way at all to write these.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, *content: str, at: Mapping[str, str] | None = None) -> str:
    """An element whose content is XML already; `at` are its attributes, those without a value left out."""
    attributes = "".join(f" {key}={quoteattr(_writable(value))}" for key, value in (at or {}).items() if value)
    inner = "".join(content)
    return f"<{name}{attributes}>{inner}</{name}>" if inner else f"<{name}{attributes}/>"


def leaf(name: str, text: str, at: Mapping[str, str] | None = None) -> str:
    """An element that holds this text; nothing at all for no text."""
    return element(name, escape(_writable(text)), at=at) if text else ""


def schema(namespace: str, location: str) -> dict[str, str]:
    """The attributes by which an element says what it obeys."""
    return {"xmlns:xsi": XSI, "xsi:schemaLocation": f"{namespace} {location}"}


def _writable(text: str) -> str:
    return _FORBIDDEN.sub(" ", text)
