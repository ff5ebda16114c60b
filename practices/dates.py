"""A year, a month or a day as people write them, put in figures."""

import re

from core.text import fold

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_MONTHS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()  # noqa: SIM905
_BEFORE = re.compile(r"(?:(?:depuis|en) )?(?:le )?")
_SHORTEST_MONTH = 3


def in_figures(text: str) -> str:
    """« 14/05/2023 », « 05/2023 », « mai 2023 », « 1er sept. 2023 » as `2023-05-14`, `2023-05`…; anything else as it is."""
    text = " ".join(text.split())
    if match := _DAY.fullmatch(text):
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    if match := _MONTH.fullmatch(text):
        return f"{match[2]}-{int(match[1]):02}"
    words = _BEFORE.sub("", fold(text), count=1).split()
    if len(words) == 1 and words[0].isdigit():
        return words[0]
    if not 1 < len(words) < 4 or not words[-1].isdigit() or not (month := _month(words[-2])):
        return text
    day = words[0].removesuffix("er") if len(words) == 3 else ""
    if day and not day.isdigit():
        return text
    return f"{words[-1]}-{month:02}" + (f"-{int(day):02}" if day else "")


def _month(word: str) -> int | None:
    """Of its name, or of the beginning of that one only."""
    found = [number for number, name in enumerate(_MONTHS, start=1) if name.startswith(word)]
    return found[0] if len(found) == 1 and len(word) >= _SHORTEST_MONTH else None
