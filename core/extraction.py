"""Finds the texts to translate in Python files and templates, without GNU gettext. Development only: needs Babel."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract
from django.utils.translation.template import templatize

_SINGLE = (1,)
_PLURAL = (1, 2)
_CONTEXT = ((1, "c"), 2)
_CONTEXT_PLURAL = ((1, "c"), 2, 3)
_KEYWORDS = {
    "_": _SINGLE,
    "gettext": _SINGLE,
    "gettext_lazy": _SINGLE,
    "lazy": _SINGLE,
    "gettext_noop": _SINGLE,
    "ngettext": _PLURAL,
    "ngettext_lazy": _PLURAL,
    "pgettext": _CONTEXT,
    "pgettext_lazy": _CONTEXT,
    "npgettext": _CONTEXT_PLURAL,
    "npgettext_lazy": _CONTEXT_PLURAL,
}


class Message(NamedTuple):
    """One text to translate; its key in a catalogue is the context and the singular."""

    context: str | None
    singular: str
    plural: str | None
    file: str


def messages_of(path: Path, root: Path) -> Iterator[Message]:
    """Every text of one Python file or template, in the order of the file."""
    source = path.read_text("utf-8")
    if path.suffix != ".py":
        source = _as_python(source, path)
    for _line, texts, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=_KEYWORDS):
        singular, plural = texts if isinstance(texts, tuple) else (texts, None)
        if singular:
            yield Message(context, singular, plural, path.relative_to(root).as_posix())


def _as_python(source: str, path: Path) -> str:
    """A template as calls to gettext; without margins, which Python would read as blocks."""
    return "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
