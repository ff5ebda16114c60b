"""Values in the cells of a table: lists joined with bars, and texts that a spreadsheet must not take for formulas."""

import re
from collections.abc import Iterable

_BAR = re.compile(r"(\\*)\|")
_LAST_BACKSLASHES = re.compile(r"(\\+)\Z")
#: A spreadsheet calculates what begins so.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


def join_bars(items: Iterable[str]) -> str:
    r"""A list as one text; `\|` is a literal bar. Backslashes before a bar are doubled, so that each item comes back as it was."""
    *others, last = [_BAR.sub(r"\1\1\\|", item) for item in items] or [""]
    return "|".join([*(_LAST_BACKSLASHES.sub(r"\1\1", item) for item in others), last])


def split_bars(cell: str) -> list[str]:
    r"""The items of a list joined with `|`; `\|` is a literal bar, and two backslashes before a bar are one."""
    items, position = [""], 0
    for match in _BAR.finditer(cell):
        pairs, odd = divmod(len(match[1]), 2)
        items[-1] += cell[position : match.start()] + "\\" * pairs
        if odd:
            items[-1] += "|"
        else:
            items.append("")
        position = match.end()
    items[-1] += cell[position:]
    return [item.strip() for item in items]


def protect(text: str) -> str:
    """A text that a spreadsheet would calculate, behind an apostrophe; one that begins like a protected text too, so that none is lost."""
    return f"'{text}" if _FORMULA.match(text) else text


def unprotect(text: str) -> str:
    """The text that `protect` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
