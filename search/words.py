"""The small language of `q`: words, "phrases", -without, field:word. Any text is a query; nothing in it is ever an error."""

import re
from dataclasses import dataclass
from typing import Literal

#: Names that may stand before a colon, with or without accent or plural → the field they mean.
FIELD_NAMES = {
    "titre": "titre",
    "theme": "theme",
    "thème": "theme",
    "territoire": "territoire",
    "lieu": "territoire",
    "structure": "structure",
    "organisme": "structure",
}

_TERM = re.compile(
    r"""(?P<minus>(?<!\S)-)?
        (?:(?P<field>[^\W\d_]+):)?
        (?:"(?P<straight>[^"]*)"|«(?P<french>[^»]*)»|“(?P<curly>[^”]*)”|(?P<word>[^\s"«“]+))""",
    re.VERBOSE,
)
_LETTER = re.compile(r"\w")


@dataclass(frozen=True)
class Term:
    """One thing asked for. `field` is empty for all fields."""

    text: str
    kind: Literal["word", "phrase"] = "word"
    excluded: bool = False
    field: str = ""


@dataclass(frozen=True)
class Words:
    """What `q` asks for. `free`: the plain words in their order, as one text; `terms`: everything that carries a sign."""

    free: str
    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.free or self.terms)


def parse(q: str) -> Words:
    """`jardin "pied d'immeuble" -école titre:potager` → free words and terms. An unknown field name is an ordinary word."""
    free: list[str] = []
    terms: list[Term] = []
    for match in _TERM.finditer(q):
        term = _term(match)
        if not _LETTER.search(term.text):
            continue
        if term.kind == "word" and not term.excluded and not term.field:
            free.append(term.text)
        else:
            terms.append(term)
    return Words(" ".join(free), tuple(terms))


def pieces(q: str) -> list[str]:
    """Each thing asked for, as it was typed."""
    return [match[0] for match in _TERM.finditer(q) if _LETTER.search(match[0])]


def _term(match: re.Match[str]) -> Term:
    phrase = next((match[name] for name in ("straight", "french", "curly") if match[name] is not None), None)
    text = match["word"] if phrase is None else phrase
    name = match["field"] or ""
    field = FIELD_NAMES.get(name.lower(), "")
    if name and not field:
        # « 14h:30 », « note:x »: the colon was only a colon.
        text = f"{name} {text}"
    return Term(text.strip(), "word" if phrase is None else "phrase", bool(match["minus"]), field)
