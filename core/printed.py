"""Long documents as PDF, laid out by a process of its own: bounded in time and memory, it can open nothing but what it is given."""

import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from core import weave
from core.made_files import NotMade

logger = logging.getLogger(__name__)

FONTS = ("fonts/atkinson.woff2", "fonts/bricolage.woff2")
#: Seconds on the clock; core.printing bounds those of the processor.
MOST_SECONDS = 360
MOTIF = "own:weave.svg"

OUT_OF_TIME, OUT_OF_MEMORY = (-24, -9), b"MemoryError"


def lay_out(html: str, given: Mapping[str, bytes], into: Path) -> None:
    """Writes the document as PDF/UA-1 to `into`. `given`: what it may show, by address. Raises NotMade, in words."""
    with tempfile.TemporaryDirectory(prefix="printing-") as name:
        folder = Path(name)
        document, known = folder / "document.html", folder / "given.json"
        document.write_text(html)
        known.write_text(json.dumps(fonts() | _written(given, folder)))
        _run(document, known, into)


def fonts() -> dict[str, str]:
    """Where the site's fonts lie, by the address under which stylesheets name them."""
    return {f"static:{name}": str(_font(name)) for name in FONTS}


def motif(identifier: str, theme: str, columns: int, rows: int) -> bytes:
    """The woven motif as a picture of its own: as a background it is an ornament, which readers of tagged PDF step over."""
    drawn = weave.svg(identifier, theme, columns, rows)
    drawn = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke-width="1.06" ', 1)
    return drawn.replace(' under"', '" opacity=".32"').encode()


def _font(name: str) -> Path:
    found = finders.find(name)
    assert found, f"the site has its font {name}"
    return Path(found)


def _written(given: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """The pictures as files of the folder, by address."""
    places = {}
    for number, (address, content) in enumerate(given.items()):
        place = folder / f"{number}{Path(address).suffix}"
        place.write_bytes(content)
        places[address] = str(place)
    return places


def _run(*paths: Path) -> None:
    command = [sys.executable, "-m", "core.printing", *map(str, paths)]
    try:
        done = subprocess.run(command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, capture_output=True, timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        raise NotMade(_("It takes too long to lay out: look for a very long table or a text without end."), again=True) from None
    if done.returncode == 0:
        return
    logger.warning("Not laid out (%d): %s", done.returncode, done.stderr[-2000:].decode(errors="replace"))
    if OUT_OF_MEMORY in done.stderr:
        raise NotMade(_("It takes too much memory to lay out: look for a very long table or a very large picture."))
    if done.returncode in OUT_OF_TIME:
        raise NotMade(_("It takes too long to lay out: look for a very long table or a text without end."), again=True)
    raise NotMade(_("It could not be laid out; the technical reason is in the site’s log."))
