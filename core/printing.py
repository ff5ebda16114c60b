"""Pages as tagged PDF, in the site's own fonts. Importing this takes a second: import it where a PDF is made.

Long documents are laid out by a process of their own (`python -m core.printing DOCUMENT GIVEN INTO`, see core.printed).
"""

import json
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyphen
from PIL import ImageFile
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

# WeasyPrint has the whole process take images that were cut short for whole ones; those that contributors send are refused.
ImageFile.LOAD_TRUNCATED_IMAGES = False

STATIC = "static:"
TYPES = {".woff2": "font/woff2", ".svg": "image/svg+xml", ".jpg": "image/jpeg", ".png": "image/png"}
#: Bytes of address space and seconds of processor that one document may take.
MOST_MEMORY, MOST_SECONDS = 3 * 2**30, 150
#: Letters beyond which a word breaks where its line ends: to hyphenate it, all of it is gone through for each of its lines.
LONGEST_WORD = 100

_positions = pyphen.HyphDict.positions


def _hyphens(dictionary: pyphen.HyphDict, word: str) -> list[Any]:
    """Where a word may be hyphenated: nowhere, for one without end. WeasyPrint has no setting for it."""
    return _positions(dictionary, word) if len(word) <= LONGEST_WORD else []


pyphen.HyphDict.positions = _hyphens


class OwnFiles(URLFetcher):
    """The files given by their address, `static:fonts/…` of the site, and nothing else: a document takes nothing from elsewhere."""

    def __init__(self, given: Mapping[str, Path | bytes] | None = None):
        super().__init__()
        self.given = given or {}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        found = self.given.get(url) or self._static(url)
        if not found:
            raise ValueError(f"not a file of the site: {url}")
        body = found if isinstance(found, bytes) else found.read_bytes()
        return URLFetcherResponse(url, body, {"Content-Type": TYPES[Path(url).suffix]})

    def _static(self, url: str) -> Path | None:
        if not url.startswith(STATIC):
            return None
        from django.contrib.staticfiles import finders

        found = finders.find(url.removeprefix(STATIC))
        return Path(found) if found else None


def pdf(html: str, given: Mapping[str, Path | bytes] | None = None) -> bytes:
    """The document as PDF/UA-1. What it asks for from elsewhere is left out."""
    document = HTML(string=html, base_url=STATIC, url_fetcher=OwnFiles(given))
    return document.write_pdf(pdf_variant="pdf/ua-1", font_config=FontConfiguration(), optimize_images=True)


def main(document: Path, given: Path, into: Path) -> None:
    """Lays out a document, within bounds: one that asks for more ends this process and no other. `given`: paths by address, as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    into.write_bytes(pdf(document.read_text(), {url: Path(path) for url, path in json.loads(given.read_text()).items()}))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
