"""Public identifiers (`op-` + 8 Crockford base32 characters) and the slugs made from them."""

import secrets

from django.utils.text import slugify

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def new_identifier(prefix: str = "op") -> str:
    """A random identifier; 40 bits, so that the database's unique constraint hardly ever has to refuse one."""
    return f"{prefix}-" + "".join(secrets.choice(CROCKFORD) for _ in range(8))


def is_identifier(text: str, prefixes: tuple[str, ...] = ("op",)) -> bool:
    return len(text) == 11 and text[2] == "-" and text[:2] in prefixes and all(character in CROCKFORD for character in text[3:])


def sheet_slug(title: str, identifier: str, *, tail: int = 4) -> str:
    """The title cut at 60 characters and the end of the identifier."""
    stem = slugify(title.replace("œ", "oe").replace("’", " ").replace("'", " "))[:60].strip("-")
    return f"{stem}-{identifier[-tail:]}" if stem else identifier[-8:]
