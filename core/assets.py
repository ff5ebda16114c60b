"""The site's one stylesheet: every component's own file, joined when the site starts, at an address that changes with its content."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

#: These two come first, in this order: what the others are made of, then what they all share.
FIRST = ("tokens.css", "base.css")
#: Folders of what is laid out on paper: its rules would change every page.
PRINT = "print"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STATIC_FILE = re.compile(r'url\("static:([^"]+)"\)')


@dataclass(frozen=True)
class Stylesheet:
    text: str
    digest: str


def stylesheet() -> Stylesheet:
    """The stylesheet as it is served; read anew at each call while developing."""
    return _built() if settings.DEBUG else _kept()


@lru_cache(maxsize=1)
def _kept() -> Stylesheet:
    return _built()


def _built() -> Stylesheet:
    text = "\n".join(_compact(path.read_text(encoding="utf-8")) for path in _files(settings.BASE_DIR / "templates"))
    text = _STATIC_FILE.sub(lambda found: f'url("{static(found[1])}")', text)
    return Stylesheet(text, hashlib.sha256(text.encode()).hexdigest()[:12])


def _files(folder: Path) -> list[Path]:
    first = [folder / name for name in FIRST]
    return first + sorted(path for path in folder.rglob("*.css") if path not in first and PRINT not in path.parts)


def _compact(css: str) -> str:
    """Without comments, indents and empty lines; nothing that could change what a rule says."""
    return "\n".join(line for line in (line.strip() for line in _COMMENT.sub("", css).splitlines()) if line)
