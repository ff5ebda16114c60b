"""How words are compared wherever people type them: case, accents, hyphens and apostrophes never matter."""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def fold(text: str) -> str:
    """`L'Haÿ-les-Roses` → `l hay les roses`: plain lower-case letters and digits, one space between words."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(char if char.isascii() and char.isalnum() else " " for char in letters).split())
