"""The desk's typed query: `est:soumise à:moi depuis:14j theme:logement region:bretagne en-retard:oui "mots du titre"`.

Pure: a text becomes pairs of key and value, and pairs become a text again. What a value means is for practices.desk.filters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.text import fold

LONGEST = 500
#: The key of words looked for in the title.
TITLE = ""
#: Keys by their folded form: case, accents and hyphens do not count.
KEYS = {fold(key): key for key in ("est", "à", "depuis", "theme", "territoire", "region", "en-retard")}
_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟", '"'))
_TERM = re.compile(r'(?P<lonely>[^\s:"]+):(?=\s|$)|(?:(?P<key>[^\s:"]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Term:
    """One wish: a key of KEYS, or TITLE, and its value as typed."""

    key: str
    value: str

    def __str__(self):
        bare = self.value and not re.search(r'[\s":]', self.value)
        value = self.value if bare else f'"{self.value}"'
        return f"{self.key}:{value}" if self.key else value


@dataclass(frozen=True)
class Query:
    """Terms in the order typed, each once, and the pieces that are no term."""

    terms: tuple[Term, ...] = ()
    unknown: tuple[str, ...] = ()

    def __str__(self):
        return " ".join(str(term) for term in self.terms)

    def values(self, key: str) -> list[str]:
        return [term.value for term in self.terms if term.key == key]

    def having(self, key: str, value: str) -> Query:
        return self if Term(key, value) in self.terms else Query((*self.terms, Term(key, value)))

    def of(self, key: str) -> Query:
        """The wishes of this key alone."""
        return Query(tuple(term for term in self.terms if term.key == key))

    def without(self, key: str, value: str | None = None) -> Query:
        """Without this wish, or without any of this key."""
        return Query(tuple(term for term in self.terms if term.key != key or value not in (None, term.value)))

    def toggled(self, key: str, value: str) -> Query:
        return self.without(key, value) if Term(key, value) in self.terms else self.having(key, value)

    def only(self, key: str, value: str) -> Query:
        """With this as the one value of the key."""
        return Query((*self.without(key).terms, Term(key, value)))


def parse(text: str) -> Query:
    """Reads any text; what is not understood is kept in `unknown`, to be said."""
    text = " ".join(text.translate(_QUOTES).replace("\x00", " ").split())
    terms: list[Term] = []
    unknown = [text[LONGEST:]] if len(text) > LONGEST else []
    for found in _TERM.finditer(text[:LONGEST]):
        key, value = found["key"], (found["phrase"] or found["word"] or "").strip()
        if key is None and value:
            terms.append(Term(TITLE, value))
        elif key and value and fold(key) in KEYS:
            terms.append(Term(KEYS[fold(key)], value))
        else:
            unknown.append(found[0].strip())
    return Query(tuple(dict.fromkeys(terms)), tuple(_said(unknown)))


def _said(pieces: Iterable[str]) -> Iterable[str]:
    """Each once, short enough to be shown."""
    return dict.fromkeys(piece[:60] for piece in pieces if piece not in ("", '""'))
