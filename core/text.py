"""How words are compared wherever people type them: case, accents, hyphens and apostrophes never matter."""

import unicodedata

LINKING_WORDS = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur"])
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def fold(text: str) -> str:
    """`L'Haÿ-les-Roses` → `l hay les roses`: plain lower-case letters and digits, one space between words."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(char if char.isascii() and char.isalnum() else " " for char in letters).split())


def telling_words(text: str) -> list[str]:
    """The words of a folded text that say something: without `de`, `la` …, unless there is nothing else."""
    words = text.split()
    return [word for word in words if word not in LINKING_WORDS] or words
