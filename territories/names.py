"""How the name of a place is written for comparing."""

from core.text import fold

_SHORT_FORMS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def search_name(name: str) -> str:
    """`St-Étienne` and `Saint Etienne` are the same place: `saint etienne`."""
    return " ".join(_SHORT_FORMS.get(word, word) for word in fold(name).split())
