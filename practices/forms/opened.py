"""What a form knows of itself once it is open in a browser: which one it is, whose, and what it was filled from."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.crypto import get_random_string, salted_hmac

from .. import content

KEY, NUMBER, READ, WRITER = "form", "number", "read", "writer"
#: Stands for a field of which the form does not know what it was filled from.
UNKNOWN = "0" * content.MARK_LENGTH
_KEY = re.compile(r"[A-Za-z0-9]{16}")


@dataclass(frozen=True)
class Opened:
    """A form as it was posted: `key` names it, `number` counts its saves, `read` holds the mark of each field when it was filled."""

    key: str
    number: int
    read: dict[str, str]
    writer: str


def new_key() -> str:
    return get_random_string(16)


def writer_key(user) -> str:
    """Stands for a person in pages and in a browser's storage, and tells nobody who it is."""
    return salted_hmac("practices.writer", str(user.pk)).hexdigest()[:20]


def opened(data: QueryDict, attributes: Iterable[str]) -> Opened:
    """What was posted of it; a value that no page of ours ever held is as good as none."""
    key, number = data.get(KEY, ""), data.get(NUMBER, "")
    return Opened(
        key=key if _KEY.fullmatch(key) else "",
        number=int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0,
        read=marks(data.get(READ, ""), attributes),
        writer=data.get(WRITER, ""),
    )


def marks(text: str, attributes: Iterable[str]) -> dict[str, str]:
    """The mark of each field, from content.fingerprint; nothing when they are not those of these fields."""
    names, size = list(attributes), content.MARK_LENGTH
    if len(text) != size * len(names):
        return {}
    pairs = zip(names, (text[start : start + size] for start in range(0, len(text), size)), strict=True)
    return {name: mark for name, mark in pairs if mark != UNKNOWN}


def written_as_marks(read: Mapping[str, str], attributes: Iterable[str]) -> str:
    return "".join(read.get(name, UNKNOWN) for name in attributes)
