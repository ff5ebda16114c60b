"""The report of an import, in words."""

from django import template

from ..rows import ROW_KINDS
from ..sheet import BY_KEY

register = template.Library()


@register.filter
def field_in_words(path: str) -> str:
    """« Freins, n° 1 : intensité » for `barriers[0].intensity`; nothing for what the sheet does not know."""
    key, _bracket, rest = path.partition("[")
    field = BY_KEY.get(key)
    if field is None:
        return ""
    number, _end, of_row = rest.partition("]")
    if not number.isdecimal():
        return str(field.label)
    kind = ROW_KINDS.get(key)
    parts = {cell.key: cell.label for cell in kind.cells} if kind else {}
    label = parts.get(of_row.lstrip("."), "")
    return f"{field.label}, n° {int(number) + 1}" + (f"\u00a0: {label}" if label else "")
