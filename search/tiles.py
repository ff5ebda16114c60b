"""The départements as a grid of tiles, each about where it lies: on this map the small ones are as easy to see and reach as the large."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from core.templatetags.core_tags import number

#: Overseas apart, on the last line. Drawn for this site.
GRID = """
.. .. .. .. .. .. 62 59 .. .. .. .. ..
.. .. .. .. .. 76 80 02 08 .. .. .. ..
.. .. .. 50 14 27 60 95 51 55 54 57 67
29 22 35 53 61 78 92 75 93 10 52 88 68
.. 56 44 49 72 28 91 94 77 89 21 70 90
.. .. 85 79 37 41 45 18 58 71 39 25 ..
.. .. 17 16 86 36 23 03 42 69 01 74 ..
.. .. 33 24 87 19 15 63 43 38 73 .. ..
.. .. 40 47 46 12 48 30 07 26 05 .. ..
.. .. 64 32 82 81 34 13 84 04 06 .. ..
.. .. .. 65 31 11 .. .. 83 .. .. 2b ..
.. .. .. .. 09 66 .. .. .. .. .. 2a ..
.. .. .. .. .. .. .. .. .. .. .. .. ..
971 972 973 974 976
"""
PLACES: Mapping[str, tuple[int, int]] = {
    f"dep-{code}": (column, row)
    for row, line in enumerate(GRID.strip().splitlines())
    for column, code in enumerate(line.split())
    if code != ".."
}
#: Units of the drawing: one tile and the gap to the next.
STEP, SIDE = 44, 40
COLUMNS, ROWS = (1 + max(place[axis] for place in PLACES.values()) for axis in (0, 1))
SHADES = 4


@dataclass(frozen=True)
class Row:
    """One département in the table beside the map."""

    name: str
    url: str
    count: int


@dataclass(frozen=True)
class Shade:
    """One shade of the map and the numbers of sheets that it stands for."""

    css: str
    least: int
    most: int


@dataclass(frozen=True)
class TileMap:
    """`rows`: those with sheets, the most first."""

    svg: SafeString
    rows: list[Row]
    shades: list[Shade]


def tile_map(counts: Mapping[str, int], names: Mapping[str, str], selected: frozenset[str], url: Callable[[str], str]) -> TileMap:
    """`counts`: sheets by territory; `names`: of the départements, by code; `url`: where a tile leads."""
    found = {code: counts[code] for code in PLACES if counts.get(code) and code in names}
    shades = _shades(sorted(found.values()))
    tiles = [_tile(code, names.get(code, ""), found.get(code, 0), shades, code in selected, url) for code in PLACES]
    rows = [Row(names[code], url(code), found[code]) for code in sorted(found, key=lambda code: (-found[code], names[code]))]
    box = f"0 0 {COLUMNS * STEP} {ROWS * STEP}"
    return TileMap(mark_safe(f'<svg class="tiles" viewBox="{box}" focusable="false">{"".join(tiles)}</svg>'), rows, shades)


def _shades(counts: list[int]) -> list[Shade]:
    """As many départements in each shade, as far as their numbers differ."""
    tops = sorted({counts[len(counts) * rank // SHADES - 1] for rank in range(1, SHADES + 1) if len(counts) * rank >= SHADES})
    leasts = [counts[0], *(top + 1 for top in tops)] if counts else []
    return [Shade(f"tile--{_darkness(rank, len(tops))}", least, top) for rank, (least, top) in enumerate(zip(leasts, tops, strict=False))]


def _darkness(rank: int, number_of_shades: int) -> int:
    """From the lightest to the darkest, however few there are."""
    return 1 + rank * (SHADES - 1) // max(number_of_shades - 1, 1)


def _tile(code: str, name: str, count: int, shades: list[Shade], selected: bool, url: Callable[[str], str]) -> str:
    column, row = PLACES[code]
    x, y = column * STEP, row * STEP
    shade = next((shade.css for shade in shades if count <= shade.most), "") if count else "tile--0"
    said = escape(ngettext("%(name)s: %(shown)s sheet", "%(name)s: %(shown)s sheets", count) % {"name": name, "shown": number(count)})
    drawn = (
        f'<rect x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" rx="4"/>'
        f'<text x="{x + SIDE / 2:g}" y="{y + SIDE / 2 + 5:g}" aria-hidden="true">{code.removeprefix("dep-").upper()}</text>'
    )
    css = f"tile {shade}{' tile--chosen' if selected else ''}"
    if not count:
        return f'<g class="{css}" aria-hidden="true">{drawn}</g>'
    return f'<a class="{css}" href="{escape(url(code))}" aria-label="{said}"><title>{said}</title>{drawn}</a>'
