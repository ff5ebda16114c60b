"""From what people type to words as the index knows them: the same steps as the engine's `exact` analysis, in Python."""

import re
from dataclasses import dataclass

from core.text import fold

from ..analysis import ELIDED, INCLUSIVE_ENDINGS

_HYPHENS = "-‐‑‒–"
_WORD = re.compile(rf"[^\W_]+(?:[{_HYPHENS}][^\W_]+)*")
_INCLUSIVE = re.compile(INCLUSIVE_ENDINGS.replace(r"\p{L}", r"[^\W\d_]"))
_APOSTROPHES = re.compile(r"['’ʼ`´]")


@dataclass(frozen=True)
class Word:
    """`typed` as it was typed; `folded` without case and accents; `key` without its plural, by which spans of words are compared.

    Of a hyphened word each part is a word; the first one tells how many there are (`hyphened`) and the word they make (`joined`).
    """

    typed: str
    folded: str
    key: str
    joined: str = ""
    hyphened: int = 1


def read(text: str) -> list[Word]:
    """`L'insertion des habitant·e·s, l’aller-vers` → insertion, des, habitants, aller, vers. Elided articles are no words."""
    text = _APOSTROPHES.sub("'", _INCLUSIVE.sub(_plural, text))
    words: list[Word] = []
    for match in _WORD.finditer(text):
        followed_by_apostrophe = text[match.end() : match.end() + 1] == "'"
        if followed_by_apostrophe and fold(match[0]) in ELIDED:
            continue
        parts = [part for part in re.split(f"[{_HYPHENS}]", match[0]) if fold(part)]
        joined = fold("".join(parts)) if len(parts) > 1 else ""
        for position, part in enumerate(parts):
            folded = fold(part).replace(" ", "")
            first = (joined, len(parts)) if position == 0 else ("", 1)
            words.append(Word(part, folded, key(folded), *first))
    return words


def key(folded: str) -> str:
    """Roughly the singular: enough for « jeunes » to meet « jeune », too little for « RSA », « bus » or « PASS » to lose a letter."""
    if len(folded) > 4 and folded.endswith("aux"):
        return f"{folded[:-3]}al"
    return folded[:-1] if len(folded) > 3 and folded[-1] in "sx" and not folded.endswith("ss") else folded


def _plural(match: re.Match[str]) -> str:
    return next((letter for letter in match.groups() if letter), "")
