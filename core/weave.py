"""The woven motif: a draft of threading, treadling and tie-up, as weavers write it, drawn from an identifier; its two inks from a theme."""

import hashlib
from collections.abc import Iterator

#: Thread colours by day; weave.css has those by night under the same numbers.
INKS = (
    "#17477e",
    "#9c3b23",
    "#24613f",
    "#7a5200",
    "#6a2c5e",
    "#20606b",
    "#8a3350",
    "#4d5a1e",
    "#3d3f8f",
    "#a0522d",
    "#2d5d5a",
    "#5b4636",
)


def svg(identifier: str, theme: str, columns: int = 26, rows: int = 9) -> str:
    """An SVG of about 2 KB: one path per thread colour, two units a crossing, hidden from screen readers."""
    bits = int.from_bytes(hashlib.sha256(identifier.encode()).digest(), "big")
    over = _crossings(bits, columns, rows)
    warp, weft = _inks(theme)
    width, height = columns * 2, rows * 2
    ground = "".join(f"M0 {row * 2 + 1}h{width}" for row in range(rows))
    weft_on_top = "".join(f"M{start * 2} {row * 2 + 1}h{length * 2}" for row in range(rows) for start, length in _runs(over[row]))
    under = [[not line[column] for line in over] for column in range(columns)]
    warp_on_top = "".join(
        f"M{column * 2 + 1} {start * 2}v{length * 2}" for column in range(columns) for start, length in _runs(under[column])
    )
    return (
        f'<svg class="weave" viewBox="0 0 {width} {height}" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">'
        f'<path class="ink-{weft} under" stroke="{INKS[weft]}" d="{ground}"/>'
        f'<path class="ink-{weft}" stroke="{INKS[weft]}" d="{weft_on_top}"/>'
        f'<path class="ink-{warp}" stroke="{INKS[warp]}" d="{warp_on_top}"/></svg>'
    )


def _inks(theme: str) -> tuple[int, int]:
    """Numbers of the warp's and the weft's ink, never the same."""
    warp = hashlib.sha256(theme.encode()).digest()[0] % len(INKS)
    return warp, (warp * 5 + 3) % len(INKS)


def _crossings(bits: int, columns: int, rows: int) -> list[list[bool]]:
    """For each row and column, whether the weft passes over the warp there."""
    shafts = 4 + bits % 5
    bits >>= 3
    lifts = _tie_up(bits, shafts)
    bits >>= 25
    threading, treadling = _order(bits & 3, shafts), _order(bits >> 2 & 3, shafts)
    shaft_of = [threading[column % len(threading)] for column in range(columns)]
    return [[lifts[treadling[row % len(treadling)]][shaft] for shaft in shaft_of] for row in range(rows)]


def _tie_up(bits: int, shafts: int) -> list[list[bool]]:
    """One line with half of the shafts lifted, shifted from treadle to treadle: a twill, in which neither ink drowns the other."""
    ranked = sorted(range(shafts), key=lambda shaft: (bits >> (3 * shaft) & 7, shaft))
    line = [shaft in ranked[: shafts // 2] for shaft in range(shafts)]
    step = 1 + (bits >> 24) % 2
    return [[line[(shaft + treadle * step) % shafts] for shaft in range(shafts)] for treadle in range(shafts)]


def _order(choice: int, shafts: int) -> list[int]:
    """The order of the shafts along a side: straight, to a point and back, broken, or by pairs."""
    straight = list(range(shafts))
    pairs = [shaft for shaft in straight for _twice in (0, 1)]
    return (straight, straight + straight[-2:0:-1], straight[::2] + straight[1::2], pairs)[choice]


def _runs(line: list[bool]) -> Iterator[tuple[int, int]]:
    """Start and length of each stretch of True."""
    start = None
    for place, on in enumerate([*line, False]):
        if on and start is None:
            start = place
        elif not on and start is not None:
            yield start, place - start
            start = None
